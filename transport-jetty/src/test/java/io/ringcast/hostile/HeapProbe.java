package io.ringcast.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import io.ringcast.transport.jetty.*;
import java.util.*;
import java.io.*;
import java.nio.ByteBuffer;

public class HeapProbe {
    static final byte[] BIN = RawWebSocket.frame(true, RawWebSocket.BINARY, new byte[990_000]);
    static final String HEADER = header();
    static String header() {
        StringJoiner j = new StringJoiner(",", "4510-[\"x\",", "]");
        for (int i=0;i<10;i++) j.add("{\"_placeholder\":true,\"num\":"+i+"}");
        return j.toString();
    }
    static byte[] cut(byte[] whole, int n) { return Arrays.copyOf(whole, n); }
    static RawClient attachments(SmallHeap s) throws IOException {
        RawWebSocket c = s.enter(); c.text(HEADER);
        for (int i=0;i<9 && SmallHeap.write(c, BIN);i++) s.expectEcho();
        return c;
    }
    static RawClient frame(SmallHeap s, int announce, int sent) throws IOException {
        RawWebSocket c = s.enter();
        byte[] f = RawWebSocket.frame(true, RawWebSocket.TEXT, new byte[announce]);
        SmallHeap.write(c, cut(f, sent));
        return c;
    }
    static RawClient post(SmallHeap s, int announce, int sent) throws IOException {
        RawClient c = new RawClient(s.port());
        String t = TargetServer.POLL + "&sid=" + TargetServer.sid(c.get(TargetServer.POLL).body());
        String head = RawClient.head("POST", t, "Content-Length: " + announce) + "\r\n";
        c.send(head); SmallHeap.write(c, new byte[sent]);
        return c;
    }
    static final String BIG = "x".repeat(980_000);
    static RawClient stuckBig(SmallHeap s) throws IOException {
        RawWebSocket c = s.webSocket(); c.text("40/stuck,");
        byte[] f = RawWebSocket.frame(true, RawWebSocket.TEXT, ("42/stuck,[\"x\",\"" + BIG + "\"]").getBytes(UTF_8));
        for (int i=0;i<9 && SmallHeap.write(c, f);i++) {}
        return c;
    }
    static RawClient auth(SmallHeap s) throws IOException {
        RawWebSocket c = s.webSocket();
        SmallHeap.write(c, RawWebSocket.frame(true, RawWebSocket.TEXT, ("40{\"a\":\"" + BIG + "\"}").getBytes(UTF_8)));
        return c;
    }
    static RawClient head(SmallHeap s) throws IOException {
        RawClient c = new RawClient(s.port());
        c.send("GET /socket.io/?EIO=4 HTTP/1.1\r\nHost: localhost\r\nX: " + "y".repeat(8_000));
        return c;
    }
    static RawClient queued(SmallHeap s) throws IOException {
        RawClient c = new RawClient(s.port());
        String t = TargetServer.POLL + "&sid=" + TargetServer.sid(c.get(TargetServer.POLL).body());
        c.post(t, "40"); c.get(t);
        for (int i=0;i<4;i++) { try { if (c.post(t, "42[\"say\",\"" + BIG + "\"]").status()!=200) break; } catch (IOException e) { break; } }
        return c;
    }
    static RawClient queuedWs(SmallHeap s) throws IOException {
        RawWebSocket c = s.enter();
        for (int i=0;i<8;i++) { try { c.text("42[\"say\",\"" + BIG + "\"]"); } catch (IOException e) { break; } }
        return c;
    }
    public static void main(String[] a) throws Exception {
        int mb = Integer.parseInt(a[0]); int n = Integer.parseInt(a[2]);
        try (SmallHeap s = new SmallHeap(mb, a.length>3? new String[]{a[3]} : new String[0])) {
            s.expectEcho();
            long base = s.number("heap");
            for (String what : a[1].split(",")) {
            long t = System.nanoTime();
            SmallHeap.Step step = switch (what) {
                case "attachments" -> HeapProbe::attachments;
                case "frame" -> x -> frame(x, 999_999, 900_001);
                case "frame513" -> x -> frame(x, 999_999, 525_000);
                case "frame270" -> x -> frame(x, 999_999, 270_000);
                case "post" -> x -> post(x, 999_999, 900_001);
                case "post513" -> x -> post(x, 999_999, 525_000);
                case "small" -> x -> frame(x, 2_000, 1_000);
                case "small8" -> x -> frame(x, 20_000, 8_000);
                case "stuck" -> HeapProbe::stuckBig;
                case "auth" -> HeapProbe::auth;
                case "head" -> HeapProbe::head;
                case "queued" -> HeapProbe::queued;
                case "queuedws" -> HeapProbe::queuedWs;
                default -> throw new Error();
            };
            if (what.equals("stuck")) { s.attack(1, x -> { RawWebSocket c = x.webSocket(); c.text("40/stuck,"); c.text(); c.text("42/stuck,[\"wait\"]"); return c; }); }
            try { s.attack(n, step); } catch (IOException e) { System.out.println("attack ended: " + e); }
            System.out.printf("%-12s attacked in %d ms%n", what, (System.nanoTime()-t)/1000000);
            s.expectEcho();
            System.out.printf("   heap held %d KB, refused %d%n", (s.number("heap")-base)/1024, s.number("refused"));
            if (what.equals("stuck")) s.attack(1, x -> { RawWebSocket c = x.enter(); c.text("42[\"go\"]"); return c; });
            s.leave();
            long end = System.nanoTime() + 10_000_000_000L; long used;
            do { used = s.number("heap"); Thread.sleep(100);} while (used > base + 2_000_000 && System.nanoTime() < end);
            System.out.printf("   after: %+d KB (base %d KB), total %d ms%n", (used-base)/1024, base/1024, (System.nanoTime()-t)/1000000);
            s.expectEcho();
            }
            try { s.attack(n, HeapProbe::attachments); } catch (IOException e) {}
            System.out.println("exit " + s.terminate());
        }
    }
}
