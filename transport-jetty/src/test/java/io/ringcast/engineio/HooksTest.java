package io.ringcast.engineio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HooksTest {
    private static final String POLLING = "EIO=4&transport=polling";
    private static final String WEBSOCKET = "EIO=4&transport=websocket";

    private static EngineFixture engine(UnaryOperator<EngineServer.Builder> server) {
        return new EngineFixture(options -> options, server);
    }

    // ---- allowRequest

    @Test
    void shouldLetTheApplicationRefuseWith403() {
        EngineFixture engine =
                engine(server -> server.allowRequest(request -> AllowRequest.Verdict.refuse()));

        FakeExchange answer = engine.get(POLLING);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).isEqualTo("{\"code\":4,\"message\":\"Forbidden\"}");
        assertThat(engine.refusals).containsExactly("4 message");
    }

    @Test
    void shouldQuoteTheApplicationsMessage() {
        EngineFixture engine =
                engine(
                        server ->
                                server.allowRequest(
                                        request ->
                                                AllowRequest.Verdict.refuse(
                                                        "Thou shall \"not\"\\\n"
                                                                + "\u00e9\ud83d\ude00")));

        assertThat(engine.get(POLLING).text())
                .isEqualTo(
                        "{\"code\":4,\"message\":"
                                + "\"Thou shall \\\"not\\\"\\\\\\u000a\u00e9\\ud83d\\ude00\"}");
    }

    @Test
    void shouldRefuseAWebSocketWith400AndTheMessage() {
        EngineFixture engine =
                engine(server -> server.allowRequest(r -> AllowRequest.Verdict.refuse("not you")));

        FakeUpgrade answer = engine.upgrade(WEBSOCKET);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).isEqualTo("not you");
    }

    @Test
    void shouldAskOnlyAtTheHandshakeAndAfterTheOtherChecks() {
        List<String> asked = new ArrayList<>();
        EngineFixture engine =
                engine(
                        server ->
                                server.allowRequest(
                                        request -> {
                                            asked.add(request.method());
                                            return AllowRequest.Verdict.allow();
                                        }));

        EngineFixture.PollingClient client = engine.poller();
        client.get();
        client.post("4x");
        client.upgrade();
        engine.request(new FakeExchange("POST", POLLING));

        assertThat(asked).containsExactly("GET");
    }

    @Test
    void shouldWaitForALateVerdict() {
        CompletableFuture<AllowRequest.Verdict> verdict = new CompletableFuture<>();
        EngineFixture engine = engine(server -> server.allowRequest(request -> verdict));
        FakeExchange answer = engine.get(POLLING);
        assertThat(answer.isAnswered()).isFalse();

        verdict.complete(new AllowRequest.Verdict(true, ""));

        assertThat(answer.text()).startsWith("0{");
    }

    @Test
    void shouldRefuseWhenTheDecisionFails() {
        CompletableFuture<AllowRequest.Verdict> failed =
                CompletableFuture.failedFuture(new IllegalStateException("db down"));
        EngineFixture late = engine(server -> server.allowRequest(request -> failed));
        EngineFixture thrown =
                engine(
                        server ->
                                server.allowRequest(
                                        request -> {
                                            throw new IllegalStateException("bug");
                                        }));

        assertThat(late.get(POLLING).status()).isEqualTo(403);
        assertThat(thrown.get(POLLING).status()).isEqualTo(403);
        assertThat(late.failures).containsExactly("allowRequest: db down");
        assertThat(thrown.failures).containsExactly("allowRequest: bug");
    }

    // ---- generateId

    @Test
    void shouldAllowForACustomId() {
        EngineFixture engine =
                engine(
                        server ->
                                server.generateId(
                                        request ->
                                                CompletableFuture.completedStage("CustomId_1-")));

        assertThat(engine.get(POLLING).text()).startsWith("0{\"sid\":\"CustomId_1-\",");
        assertThat(engine.server.session("CustomId_1-")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\"", "\u00e9", "a\r\nSet-Cookie: x", "\u0660"})
    void shouldRefuseWhenTheIdCannotBeUsed(String id) {
        EngineFixture engine =
                engine(server -> server.generateId(r -> CompletableFuture.completedStage(id)));

        assertThat(engine.get(POLLING).text())
                .isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
        assertThat(engine.upgrade(WEBSOCKET).text()).isEqualTo("Bad request");
        assertThat(engine.refusals)
                .containsExactly("3 ID_GENERATION_ERROR", "3 ID_GENERATION_ERROR");
    }

    @Test
    void shouldRefuseAnIdThatIsInUse() {
        EngineFixture engine =
                engine(server -> server.generateId(r -> CompletableFuture.completedStage("one")));
        engine.get(POLLING);

        assertThat(engine.get(POLLING).status()).isEqualTo(400);
        assertThat(engine.server.sessionCount()).isEqualTo(1);
        assertThat(engine.server.session("one").orElseThrow().state()).isEqualTo(SessionState.OPEN);
    }

    @Test
    void shouldRefuseWhenGeneratingTheIdFails() {
        EngineFixture engine =
                engine(
                        server ->
                                server.generateId(
                                        request ->
                                                CompletableFuture.failedFuture(
                                                        new IllegalStateException("no"))));

        assertThat(engine.get(POLLING).status()).isEqualTo(400);
        assertThat(engine.failures).containsExactly("generateId: no");
    }

    // ---- headers

    @Test
    void shouldShowEachAnswerOfASessionToTheHeaderHooks() {
        List<String> seen = new ArrayList<>();
        EngineFixture engine =
                engine(
                        server ->
                                server.onInitialHeaders((h, r) -> h.set("X-Initial", "1"))
                                        .onHeaders(
                                                (h, r) -> {
                                                    seen.add(r.method());
                                                    h.set("X-All", "2");
                                                }));

        FakeExchange first = engine.get(POLLING);
        String sid = engine.lastSession().id();
        engine.request(new FakeExchange("POST", POLLING + "&sid=" + sid).body(new byte[] {'3'}));
        FakeUpgrade upgrade = engine.upgrade(WEBSOCKET + "&sid=" + sid);
        FakeUpgrade direct = engine.upgrade(WEBSOCKET);

        assertThat(first.response().headers().get("X-Initial")).isEqualTo("1");
        assertThat(seen).containsExactly("GET", "POST", "GET", "GET");
        assertThat(upgrade.upgradeHeaders()).hasToString("[X-All, 2]");
        assertThat(direct.upgradeHeaders()).hasToString("[X-Initial, 1, X-All, 2]");
    }

    @Test
    void shouldSendTheAnswerThoughAHeaderHookThrows() {
        EngineFixture engine =
                engine(
                        server ->
                                server.onHeaders(
                                        (headers, request) -> {
                                            throw new IllegalStateException("bug");
                                        }));

        assertThat(engine.get(POLLING).status()).isEqualTo(200);
        assertThat(engine.failures).containsExactly("headers hook: bug");
    }

    @Test
    void shouldNotLetAHeaderBreakTheAnswer() {
        ResponseHeaders headers = new ResponseHeaders();

        assertThatThrownBy(() -> headers.set("X", "a\r\nSet-Cookie: b"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> headers.add("X: y", "a"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(headers).hasToString("[]");
    }

    // ---- cookie

    @Test
    void shouldSetNoCookieByDefault() {
        assertThat(new EngineFixture().get(POLLING).response().headers().get("set-cookie"))
                .isNull();
    }

    @Test
    void shouldSetTheCookieOnceAndOnlyOnPolling() {
        EngineFixture engine = new EngineFixture(options -> options.cookie(CookieOptions.DEFAULT));

        FakeExchange first = engine.get(POLLING);
        String sid = engine.lastSession().id();
        engine.lastSession().sendText("x");
        FakeExchange second = engine.get(POLLING + "&sid=" + sid);

        assertThat(first.response().headers().get("set-cookie"))
                .isEqualTo("io=" + sid + "; Path=/; HttpOnly; SameSite=Lax");
        assertThat(second.response().headers().get("set-cookie")).isNull();
        assertThat(engine.upgrade(WEBSOCKET).upgradeHeaders().get("set-cookie")).isNull();
    }

    @Test
    void shouldWriteAllOptionsOfTheCookie() {
        CookieOptions cookie =
                new CookieOptions(
                        "eio", null, false, "None", true, "example.org", Duration.ofHours(1));

        assertThat(cookie.headerValue("abc"))
                .isEqualTo("eio=abc; Max-Age=3600; Domain=example.org; Secure; SameSite=None");
        assertThatThrownBy(
                        () -> new CookieOptions("io", "/; Secure", true, null, false, null, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    // ---- filters

    @Test
    void shouldApplyFiltersInOrderToRequestsAndUpgrades() {
        List<String> seen = new ArrayList<>();
        EngineFixture engine =
                engine(
                        server ->
                                server.use(
                                                (request, headers, next) -> {
                                                    seen.add("1 " + request.method());
                                                    headers.set("X-One", "1");
                                                    next.proceed();
                                                })
                                        .use(
                                                (request, headers, next) -> {
                                                    seen.add("2 " + headers.get("X-One"));
                                                    next.proceed();
                                                }));

        FakeExchange answer = engine.get(POLLING);
        FakeUpgrade upgrade = engine.upgrade(WEBSOCKET);

        assertThat(seen).containsExactly("1 GET", "2 1", "1 GET", "2 1");
        assertThat(answer.text()).startsWith("0{");
        assertThat(answer.response().headers().get("x-one")).isEqualTo("1");
        assertThat(upgrade.upgradeHeaders()).hasToString("[X-One, 1]");
        assertThat(upgrade.link().received()).hasSize(1);
    }

    @Test
    void shouldFilterBeforeVerification() {
        EngineFixture engine =
                engine(
                        server ->
                                server.use(
                                        (request, headers, next) -> {
                                            headers.set("X-Seen", "1");
                                            next.proceed();
                                        }));

        FakeExchange answer = engine.get("EIO=4&transport=tobi");

        assertThat(answer.text()).contains("\"code\":0");
        assertThat(answer.response().headers().get("X-Seen")).isEqualTo("1");
    }

    @Test
    void shouldRefuseWithCode3WhenAFilterRejectsOrThrows() {
        EngineFixture rejecting =
                engine(server -> server.use((request, headers, next) -> next.reject()));
        EngineFixture throwing =
                engine(
                        server ->
                                server.use(
                                        (request, headers, next) -> {
                                            throw new IllegalStateException("bug");
                                        }));

        assertThat(rejecting.get(POLLING).text())
                .isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
        assertThat(rejecting.upgrade(WEBSOCKET).text()).isEqualTo("Bad request");
        assertThat(throwing.get(POLLING).status()).isEqualTo(400);
        assertThat(rejecting.refusals)
                .containsExactly("3 MIDDLEWARE_FAILURE", "3 MIDDLEWARE_FAILURE");
        assertThat(throwing.failures).containsExactly("filter: bug");
    }

    @Test
    void shouldTakeTheFirstCallOfAFilterOnly() {
        List<EngineFilter.Next> kept = new ArrayList<>();
        EngineFixture engine = engine(server -> server.use((q, headers, next) -> kept.add(next)));
        FakeExchange answer = engine.get(POLLING);
        assertThat(answer.isAnswered()).isFalse();

        kept.get(0).proceed();
        kept.get(0).proceed();
        kept.get(0).reject();

        assertThat(answer.text()).startsWith("0{");
        assertThat(engine.server.sessionCount()).isEqualTo(1);
    }

    @Test
    void shouldLetAFilterAnswerItself() {
        EngineFixture engine =
                engine(
                        server ->
                                server.use(
                                        (request, headers, next) -> {
                                            headers.add("Set-Cookie", "a=1");
                                            next.respond(
                                                    new HttpResponse(
                                                            418,
                                                            new ResponseHeaders()
                                                                    .set("Set-Cookie", "b=2"),
                                                            List.of(ByteBuffer.wrap(new byte[3])),
                                                            false));
                                        }));

        FakeExchange answer = engine.get(POLLING);

        assertThat(answer.status()).isEqualTo(418);
        assertThat(answer.response().contentLength()).isZero(); // read by now
        assertThat(answer.response().headers()).hasToString("[Set-Cookie, b=2, Set-Cookie, a=1]");
        assertThat(engine.server.sessionCount()).isZero();
    }

    @Test
    void shouldCarryFilteredRequestsToTheirEnd() {
        EngineFixture engine =
                engine(server -> server.use((request, headers, next) -> next.proceed()));
        EngineFixture.PollingClient client = engine.poller();
        FakeExchange parked = client.get();

        FakeExchange post = client.openPost();
        post.chunk(EngineFixture.bytes("4he"));
        post.chunk(EngineFixture.bytes("llo"));
        post.endBody();

        assertThat(post.text()).isEqualTo("ok");
        assertThat(client.handler.calls()).containsExactly("hello");
        parked.disconnect();
        assertThat(client.handler.calls())
                .containsExactly("close: transport error (poll connection closed prematurely)");
    }
}
