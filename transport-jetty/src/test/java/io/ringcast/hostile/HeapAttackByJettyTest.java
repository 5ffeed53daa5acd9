package io.ringcast.hostile;

import org.junit.jupiter.api.Test;

/** What Jetty's frames are gathered in is paid for like what Ringcast's are. */
class HeapAttackByJettyTest {
    @Test
    void shouldServeOthersWhileMessagesAreLeftUnfinished() throws Exception {
        byte[] zeros = HeapAttackTest.deflated(new byte[HeapAttackTest.ALMOST]);
        try (SmallHeap server = new SmallHeap(64, "1024", "JETTY")) {
            server.withstand(60, HeapAttackTest::leaveOutTheEndOfAFrame);
            server.withstand(
                    60,
                    any -> HeapAttackTest.leaveOutTheLastAttachment(any, any.deflating(), zeros));
        }
    }
}
