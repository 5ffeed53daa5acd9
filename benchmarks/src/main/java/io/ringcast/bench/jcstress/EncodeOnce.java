package io.ringcast.bench.jcstress;

import io.ringcast.protocol.Encoded;
import io.ringcast.protocol.Packet;
import io.ringcast.protocol.Parser;
import io.ringcast.protocol.Payload;
import io.ringcast.transport.OutboundPacket;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Do the recipients of a broadcast encode it once, and all see the whole of it? */
@JCStressTest
@Outcome(id = "7, 7, 1", expect = Expect.ACCEPTABLE, desc = "both saw what was encoded once")
@Outcome(expect = Expect.FORBIDDEN, desc = "encoded twice, or seen in part")
@State
public class EncodeOnce {
    private static final Packet PACKET = new Packet.Event("/", "n", Payload.of(), Packet.NO_ACK);

    private final Counting parser = new Counting();
    private final OutboundPacket packet = new OutboundPacket(PACKET, parser, false, true);

    /** One recipient. */
    @Actor
    public void one(III_Result result) {
        result.r1 = packet.encoded().buffer()[0];
    }

    /** Another one. */
    @Actor
    public void other(III_Result result) {
        result.r2 = packet.encoded().buffer()[0];
    }

    /** How often it was encoded. */
    @Arbiter
    public void count(III_Result result) {
        result.r3 = parser.count;
    }

    private static final class Counting implements Parser {
        // Plain: only one thread may ever get here.
        private int count;

        @Override
        public Encoded encode(Packet unused) {
            count++;
            byte[] buffer = {0};
            Encoded encoded = new Encoded(buffer, 0, 1, false, new byte[0][]);
            buffer[0] = 7;
            return encoded;
        }

        @Override
        public Decoder decoder() {
            throw new UnsupportedOperationException();
        }
    }
}
