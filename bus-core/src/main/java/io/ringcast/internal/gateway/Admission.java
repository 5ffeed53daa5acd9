package io.ringcast.internal.gateway;

import io.ringcast.ConnectErrorException;
import io.ringcast.Next;
import io.ringcast.Socket;
import io.ringcast.gateway.AsyncGuard;
import io.ringcast.gateway.CanActivate;
import io.ringcast.gateway.ForbiddenException;
import io.ringcast.gateway.Guard;
import io.ringcast.gateway.OnGatewayAdmission;
import io.ringcast.gateway.WsException;
import io.ringcast.internal.dispatch.EventHost;
import io.ringcast.loop.LoopConfined;
import io.ringcast.protocol.Packet;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One client at the door of a namespace: all guards and gateways that have a say are asked. */
@LoopConfined
final class Admission {
    private final Socket socket;
    private final Next next;
    private final Queue<Step> steps = new ArrayDeque<>();

    /** A question, and the exchange that stands for it. */
    private record Step(Exchange exchange, Decision decision) {}

    /** Asks; null for yes. */
    @FunctionalInterface
    private interface Decision {
        @Nullable CompletionStage<?> ask() throws Exception;
    }

    Admission(Socket socket, Next next, Collection<RegisteredGateway> gateways) {
        this.socket = socket;
        this.next = next;
        for (RegisteredGateway gateway : gateways) {
            add(gateway);
        }
    }

    private void add(RegisteredGateway gateway) {
        HandlerPlan plan = Objects.requireNonNull(gateway.plans().admission());
        Exchange exchange =
                new Exchange(
                        plan,
                        (EventHost) socket,
                        "connect",
                        socket.handshake().auth(),
                        Packet.NO_ACK,
                        null);
        for (CanActivate guard : gateway.plans().doors()) {
            steps.add(new Step(exchange, () -> ask(guard, exchange)));
        }
        OnGatewayAdmission admission = gateway.admission();
        if (admission != null) {
            steps.add(
                    new Step(
                            exchange,
                            () ->
                                    Objects.requireNonNull(
                                            admission.admit(socket.handshake()),
                                            "the result of admit")));
        }
    }

    private static @Nullable CompletionStage<?> ask(CanActivate guard, Exchange exchange)
            throws Exception {
        if (guard instanceof AsyncGuard later) {
            return later.canActivate(exchange)
                    .thenAccept(
                            allowed -> {
                                if (!Boolean.TRUE.equals(allowed)) {
                                    throw new ForbiddenException();
                                }
                            });
        }
        if (!((Guard) guard).canActivate(exchange)) {
            throw new ForbiddenException();
        }
        return null;
    }

    void start() {
        Step step;
        while ((step = steps.poll()) != null) {
            Step asked = step;
            CompletionStage<?> answer;
            try {
                answer = asked.decision().ask();
            } catch (Throwable refusal) {
                refuse(asked, refusal);
                return;
            }
            if (answer != null) {
                await(asked, answer);
                return;
            }
        }
        next.proceed();
    }

    private void await(Step asked, CompletionStage<?> answer) {
        var unused =
                answer.whenComplete(
                        (yes, refusal) ->
                                asked.exchange()
                                        .onLoop(
                                                () -> {
                                                    if (refusal != null) {
                                                        refuse(asked, Pipeline.unwrap(refusal));
                                                    } else {
                                                        start();
                                                    }
                                                }));
    }

    private void refuse(Step asked, Throwable refusal) {
        if (refusal instanceof ConnectErrorException stated) {
            next.reject(stated);
        } else if (refusal instanceof WsException stated) {
            Object data = stated.details() != null ? stated.details() : ErrorBody.of(stated).map();
            next.reject(new ConnectErrorException(String.valueOf(stated.getMessage()), data));
        } else {
            asked.exchange().report(refusal, "");
            next.reject(new ConnectErrorException("internal error"));
        }
    }
}
