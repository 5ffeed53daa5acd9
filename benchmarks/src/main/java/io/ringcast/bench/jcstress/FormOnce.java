package io.ringcast.bench.jcstress;

import io.ringcast.protocol.JsonParser;
import io.ringcast.protocol.Packet;
import io.ringcast.protocol.Payload;
import io.ringcast.protocol.PayloadMapper;
import io.ringcast.transport.OutboundPacket;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Do the recipients of a broadcast make a transport's own form of it once? */
@JCStressTest
@Outcome(id = "7, 7, 1", expect = Expect.ACCEPTABLE, desc = "both saw the form that was made once")
@Outcome(expect = Expect.FORBIDDEN, desc = "made twice, or seen in part")
@State
public class FormOnce {
    private static final JsonParser PARSER = JsonParser.create(PayloadMapper.standard());
    private static final Packet PACKET = new Packet.Event("/", "n", Payload.of(), Packet.NO_ACK);

    private final OutboundPacket packet = new OutboundPacket(PACKET, PARSER, false, true);
    // Plain: only one thread may ever write it.
    private int made;

    /** One recipient. */
    @Actor
    public void one(III_Result result) {
        result.r1 = packet.form(int[].class, this::make)[0];
    }

    /** Another one. */
    @Actor
    public void other(III_Result result) {
        result.r2 = packet.form(int[].class, this::make)[0];
    }

    private int[] make(OutboundPacket unused) {
        made++;
        int[] form = new int[1];
        form[0] = 7;
        return form;
    }

    /** How often it was made. */
    @Arbiter
    public void count(III_Result result) {
        result.r3 = made;
    }
}
