package io.ringcast.examples;

import io.ringcast.Bus;
import io.ringcast.ClientSocket;
import io.ringcast.Namespace;
import io.ringcast.Socket;
import io.ringcast.transport.inmemory.InMemoryTransport;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Two components of one process that know only the bus and each other's events: a warehouse, and
 * those who order from it. Values travel by reference; nothing is encoded.
 */
public final class EmbeddedBus {
    record Order(String item, int pieces) {}

    record Stock(String item, int pieces) {}

    private EmbeddedBus() {}

    public static void main(String... args) {
        run(System.out);
    }

    static void run(PrintStream out) {
        try (Bus bus = Bus.create()) {
            Namespace warehouse = bus.of("/warehouse");
            new Warehouse(warehouse);
            InMemoryTransport memory = bus.attach(new InMemoryTransport());

            ClientSocket buyer = memory.connect("/warehouse");
            buyer.on("low", Stock.class, stock -> out.println("buyer hears: low on " + stock));
            buyer.onRequest("how many to buy?", String.class, item -> 100);
            out.println("buyer watches: " + answer(buyer, "watch", "tea"));

            ClientSocket shop = memory.connect("/warehouse");
            for (int pieces : List.of(4, 5, 3)) {
                Order order = new Order("tea", pieces);
                out.println("shop sends: " + order);
                out.println("shop is told: " + answer(shop, "order", order));
            }
            List<Integer> answers =
                    warehouse
                            .to("tea")
                            .timeout(Duration.ofSeconds(5))
                            .emitWithAck("how many to buy?", "tea")
                            .toCompletableFuture()
                            .join()
                            .values(Integer.class);
            out.println("warehouse asks its buyers: " + answers);
        }
        out.println("closed");
    }

    /** The others ask and wait: they are not on the loop, so they may. */
    private static String answer(ClientSocket client, String event, Object argument) {
        return client.timeout(Duration.ofSeconds(5))
                .emitWithAck(event, argument)
                .toCompletableFuture()
                .join()
                .get(0, String.class);
    }

    /** The one component. Its stock needs no lock: only the namespace's loop touches it. */
    private static final class Warehouse {
        private final Map<String, Integer> pieces = new HashMap<>(Map.of("tea", 10));
        private final Namespace io;

        Warehouse(Namespace io) {
            this.io = io;
            io.onConnection(
                    socket -> {
                        socket.onRequest("watch", String.class, item -> watch(socket, item));
                        socket.onRequest("order", Order.class, this::order);
                    });
        }

        private static String watch(Socket socket, String item) {
            socket.join(item);
            return item;
        }

        private String order(Order order) {
            int left = pieces.getOrDefault(order.item, 0) - order.pieces;
            if (left < 0) {
                return "sold out";
            }
            pieces.put(order.item, left);
            if (left < 5) {
                io.to(order.item).emit("low", new Stock(order.item, left));
            }
            return "sent";
        }
    }
}
