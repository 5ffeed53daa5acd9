package io.ringcast.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.SocketFactory;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** The connections of one OkHttp client, which can all end at once, as when its process dies. */
final class MortalNetwork extends SocketFactory {
    private static final OkHttpClient SHARED = shared();

    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final OkHttpClient client =
            SHARED.newBuilder()
                    .connectionPool(new ConnectionPool())
                    .socketFactory(this)
                    .eventListener(new Polls())
                    .build();
    // Guarded by this.
    private int parkedPolls;
    private boolean dead;

    /** Clients wait for as many polls at a time as there are clients. */
    private static OkHttpClient shared() {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(1_000);
        dispatcher.setMaxRequestsPerHost(1_000);
        return new OkHttpClient.Builder().dispatcher(dispatcher).build();
    }

    OkHttpClient client() {
        return client;
    }

    /** Waits until the server can notice that a client that polls dies: a poll is under way. */
    synchronized void awaitPoll() throws InterruptedException {
        while (parkedPolls == 0) {
            wait();
        }
    }

    void die() {
        synchronized (this) {
            dead = true;
        }
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException ignored) {
                // It is not there any more, which is what was wanted.
            }
        }
        client.connectionPool().evictAll();
    }

    @Override
    public synchronized Socket createSocket() throws IOException {
        if (dead) {
            throw new IOException("this client is dead");
        }
        Socket socket = new Socket();
        sockets.add(socket);
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
        throw new UnsupportedOperationException();
    }

    private synchronized void parked(int change) {
        parkedPolls += change;
        notifyAll();
    }

    /** Counts the polls that have been sent, to the last byte, and have not been answered. */
    private final class Polls extends EventListener {

        @Override
        public void responseHeadersStart(Call call) {
            if (isPoll(call.request())) {
                parked(1);
            }
        }

        @Override
        public void responseHeadersEnd(Call call, Response response) {
            if (isPoll(call.request())) {
                parked(-1);
            }
        }

        /** The handshake is one, too, but it is not waited for before it has been answered. */
        private boolean isPoll(Request request) {
            return request.method().equals("GET")
                    && "polling".equals(request.url().queryParameter("transport"));
        }
    }
}
