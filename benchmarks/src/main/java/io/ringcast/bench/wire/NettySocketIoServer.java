package io.ringcast.bench.wire;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketConfig;
import com.corundumstudio.socketio.SocketIOServer;

/** netty-socketio with epoll, doing what {@code InteropServer} does. */
public final class NettySocketIoServer {
    private NettySocketIoServer() {}

    /**
     * Starts the server.
     *
     * @param arguments the port
     */
    public static void main(String[] arguments) {
        Configuration configuration = new Configuration();
        configuration.setHostname("127.0.0.1");
        configuration.setPort(Integer.parseInt(arguments[0]));
        configuration.setUseLinuxNativeEpoll(true);
        SocketConfig socketConfig = new SocketConfig();
        socketConfig.setReuseAddress(true);
        socketConfig.setTcpNoDelay(true);
        configuration.setSocketConfig(socketConfig);
        SocketIOServer server = new SocketIOServer(configuration);
        server.addEventListener(
                "echo", String.class, (client, data, ack) -> client.sendEvent("echo", data));
        server.addEventListener(
                "binary-echo",
                byte[].class,
                (client, data, ack) -> client.sendEvent("binary-echo", data));
        server.addEventListener("ack", String.class, (client, data, ack) -> ack.sendAckData(data));
        server.addEventListener(
                "join",
                String.class,
                (client, room, ack) -> {
                    client.joinRoom(room);
                    ack.sendAckData(room);
                });
        server.addMultiTypeEventListener(
                "room",
                (client, data, ack) ->
                        server.getRoomOperations((String) data.get(0))
                                .sendEvent("room", data.<Object>get(1)),
                String.class,
                String.class);
        server.addEventListener(
                "bcast",
                String.class,
                (client, data, ack) -> server.getBroadcastOperations().sendEvent("bcast", data));
        server.start();
        System.out.println("READY " + arguments[0]);
    }
}
