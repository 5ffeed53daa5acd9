package io.ringcast.transport.jetty;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebSocketWireByJettyTest extends WebSocketWireTest {
    @Override
    WebSockets engine() {
        return WebSockets.JETTY;
    }

    /** The rows where Jetty looks at a frame later, or calls it by another number. */
    @Override
    @ParameterizedTest
    @CsvSource({
        "C1 80 00 00 00 00, 1002", // reserved bit
        "A1 80 00 00 00 00, 1002",
        "91 80 00 00 00 00, 1002",
        "81 01 34, 1002", // no mask
        "80 80 00 00 00 00, 1002", // nothing to continue
        "83 80 00 00 00 00, 1002", // unknown opcodes
        "8B 80 00 00 00 00, 1002",
        "09 80 00 00 00 00, 1002", // fragmented ping
        "89 FE 00 7E 00 00 00 00 00, 1002", // long ping: with its first byte
        "01 81 00 00 00 00 34 81 81 00 00 00 00 34, 1002", // a message in a message
        "81 FF 80, 1009", // negative length: too much
        "81 FF 7F, 1009",
        "81 82 00 00 00 00 34 C3, 1007", // cut UTF-8
        "81 82 00 00 00 00 34 FF, 1007",
        "81 84 00 00 00 00 34 ED A0 80, 1007", // a surrogate
        "88 81 00 00 00 00 03, 1002", // half a status
        "88 82 00 00 00 00 03 ED, 1002", // 1005
        "88 82 00 00 00 00 00 00, 1002",
        "88 82 00 00 00 00 07 CF, 1002", // 1999
        "88 83 00 00 00 00 03 E8 FF, 1007" // a reason that is not UTF-8
    })
    void shouldCloseOnFramesThatBreakARule(String hex, int status) throws Exception {
        super.shouldCloseOnFramesThatBreakARule(hex, status);
    }
}
