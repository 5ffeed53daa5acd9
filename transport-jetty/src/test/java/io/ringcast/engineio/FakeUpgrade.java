package io.ringcast.engineio;

/** A WebSocket upgrade without a server. */
class FakeUpgrade extends FakeExchange implements UpgradeExchange {
    private ResponseHeaders upgradeHeaders;
    private FakeLink link;

    FakeUpgrade(String query) {
        super("GET", query);
    }

    @Override
    public void accept(ResponseHeaders headers, WebSocketHandler handler) {
        if (link != null || isAnswered()) {
            throw new AssertionError("answered twice");
        }
        upgradeHeaders = headers;
        link = new FakeLink(handler);
        handler.onOpen(link);
    }

    boolean isAccepted() {
        return link != null;
    }

    ResponseHeaders upgradeHeaders() {
        return upgradeHeaders;
    }

    FakeLink link() {
        if (link == null) {
            throw new AssertionError("not accepted");
        }
        return link;
    }
}
