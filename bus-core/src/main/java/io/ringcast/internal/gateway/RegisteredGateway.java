package io.ringcast.internal.gateway;

import io.ringcast.Namespace;
import io.ringcast.gateway.CanActivate;
import io.ringcast.gateway.GatewayRegistration;
import io.ringcast.gateway.OnGatewayAdmission;
import io.ringcast.gateway.ReturnAdapter;
import io.ringcast.gateway.WsException;
import io.ringcast.loop.AnyThread;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One gateway on one bus. */
@AnyThread
final class RegisteredGateway implements GatewayRegistration {
    private final Object instance;
    private final GatewayModel model;
    private final GatewaySettings settings;
    private final Delivery delivery;
    private final Executor executor;
    private final Consumer<RegisteredGateway> onClose;
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private final LongAdder requested = new LongAdder();
    private final LongAdder answered = new LongAdder();
    private final LongAdder refused = new LongAdder();

    // Set by the binder before anybody else sees this object.
    private Plans plans = Plans.NONE;

    // Set by the registry before the application sees this object.
    private @Nullable Namespace namespace;

    /**
     * What the binder makes.
     *
     * @param handlers each handler for each of its events
     * @param connects for sockets that have entered
     * @param disconnects for sockets that have left
     * @param admission for clients that want to enter
     * @param doors the guards of that
     */
    record Plans(
            List<PlannedEvent> handlers,
            List<HandlerPlan> connects,
            List<HandlerPlan> disconnects,
            @Nullable HandlerPlan admission,
            List<CanActivate> doors) {

        static final Plans NONE = new Plans(List.of(), List.of(), List.of(), null, List.of());
    }

    RegisteredGateway(
            Object instance,
            GatewayModel model,
            GatewaySettings settings,
            Executor executor,
            Consumer<RegisteredGateway> onClose) {
        this.instance = instance;
        this.model = model;
        this.settings = settings;
        this.delivery = Delivery.of(settings.policy());
        this.executor = executor;
        this.onClose = onClose;
    }

    void plans(Plans made) {
        plans = made;
    }

    Plans plans() {
        return plans;
    }

    void namespace(Namespace entered) {
        namespace = entered;
    }

    Object instance() {
        return instance;
    }

    GatewayModel model() {
        return model;
    }

    GatewaySettings settings() {
        return settings;
    }

    Delivery delivery() {
        return delivery;
    }

    Executor executor() {
        return executor;
    }

    int pendingLimit() {
        return settings.pendingLimit();
    }

    boolean isOpen() {
        return !isClosed.get();
    }

    @Nullable OnGatewayAdmission admission() {
        return instance instanceof OnGatewayAdmission admission ? admission : null;
    }

    /** A result of a type that somebody else knows, as one that gateways know. */
    @SuppressWarnings("unchecked") // the adapter said that it takes the class
    Object adapt(Object result) {
        if (settings.adapters().isEmpty()) {
            return result;
        }
        ReturnAdapter<?> adapter = ResultModel.adapter(result.getClass(), settings.adapters());
        return adapter == null ? result : ((ReturnAdapter<Object>) adapter).adapt(result);
    }

    // ---- counting

    void requested() {
        requested.increment();
    }

    void answered() {
        answered.increment();
    }

    /** Too many messages of the socket wait already. */
    void refuse(Exchange exchange) {
        refused.increment();
        delivery.error(exchange, new WsException("busy", "Too many requests"));
    }

    @Override
    public Namespace namespace() {
        return Objects.requireNonNull(namespace);
    }

    @Override
    public long unansweredAcks() {
        return requested.sum() - answered.sum();
    }

    @Override
    public long refusedMessages() {
        return refused.sum();
    }

    @Override
    public void close() {
        if (isClosed.compareAndSet(false, true)) {
            onClose.accept(this);
        }
    }

    @Override
    public String toString() {
        return instance.getClass().getName();
    }
}
