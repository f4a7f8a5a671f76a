package dev.scd2.examples.healthcare.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A network line to a port of this machine: it can be cut, then connections are reset and refused, and mended. Thread-safe. */
final class Line implements AutoCloseable {
    private final int to;
    private final int port;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "line");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private ServerSocket door;
    private volatile boolean whole = true;

    Line(int to) throws IOException {
        this.to = to;
        this.door = listen(0);
        this.port = door.getLocalPort();
        serve(door);
    }

    /** Returns where to connect to. */
    int port() {
        return port;
    }

    synchronized void cut() throws IOException {
        whole = false;
        door.close();
        for (Socket socket : sockets) {
            reset(socket);
        }
        sockets.clear();
    }

    synchronized void mend() throws IOException {
        door = listen(port);
        whole = true;
        serve(door);
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket door = new ServerSocket();
        door.setReuseAddress(true);
        door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return door;
    }

    private void serve(ServerSocket listening) {
        threads.execute(() -> {
            while (!listening.isClosed()) {
                try {
                    join(listening.accept());
                } catch (IOException closed) {
                    // Cut, or the server behind is not there: the client sees the same.
                    continue;
                }
            }
        });
    }

    private void join(Socket client) throws IOException {
        sockets.add(client);
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), to);
            sockets.add(server);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            threads.execute(() -> pass(client, server));
            threads.execute(() -> pass(server, client));
            if (!whole) {
                reset(server);
                reset(client);
            }
        } catch (IOException refused) {
            reset(client);
            throw refused;
        }
    }

    private void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException ended) {
            // Both ends are closed, which is all that there is to do.
            return;
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static void reset(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException ended) {
            // It was closed before.
            return;
        }
    }

    @Override
    public void close() {
        try {
            cut();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
