package dev.scd2.lake.embedded;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.scd2.lake.LakeException;
import dev.scd2.lake.S3Location;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Stands before an S3 server and lets requests fail: each fault hits the next request that it is meant for, once. Requests are
 * passed on as they came, so the server checks their signatures. Bodies are held in memory whole: for tests. Thread-safe.
 *
 * <pre>{@code
 * try (EmbeddedS3 s3 = EmbeddedS3.in(directory).start();
 *         FaultyS3 faulty = FaultyS3.before(s3.endpoint())) {
 *     faulty.next(FaultyS3.Kind.SLOW_DOWN, asked -> asked.startsWith("PUT "));
 *     lake = ParquetLake.open(faulty.before(s3.bucket("lake")), cache);
 * }
 * }</pre>
 */
public final class FaultyS3 implements AutoCloseable {
    private static final long SLOW_NANOS = 300_000_000;

    private final HttpServer front;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final URI back;
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();

    /** What becomes of a request. */
    public enum Kind {
        /** The server fails. */
        STATUS_500,
        /** The server has too much to do. */
        SLOW_DOWN,
        /** The answer comes late. */
        SLOW,
        /** The connection ends while the client sends. */
        CUT_ON_THE_WAY,
        /** The server does it, and the connection ends before it says so. */
        DONE_AND_NOT_SAID
    }

    /** A fault that waits for its request. */
    private record Fault(Kind kind, Predicate<String> meant) {}

    private FaultyS3(URI back, HttpServer front) {
        this.back = back;
        this.front = front;
        front.setExecutor(threads);
        front.createContext("/", this::handle);
        front.start();
    }

    /**
     * Starts a proxy at a free port of the loopback address.
     *
     * @param back  the address of the server
     * @throws LakeException if no port is free
     */
    public static FaultyS3 before(URI back) {
        try {
            return new FaultyS3(
                    back, HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0));
        } catch (IOException e) {
            throw new LakeException("No proxy can be started before " + back + ": " + e.getMessage() + ".", e);
        }
    }

    /** Returns a bucket of the server, addressed through this proxy. */
    public S3Location before(S3Location location) {
        URI address = URI.create("http://127.0.0.1:" + front.getAddress().getPort());
        return new S3Location(
                address,
                location.region(),
                location.bucket(),
                location.prefix(),
                location.accessKey(),
                location.secretKey(),
                location.sessionToken(),
                location.encryption());
    }

    /** Lets the next request fail whose method and address {@code meant} takes. */
    public void next(Kind kind, Predicate<String> meant) {
        faults.add(new Fault(kind, meant));
    }

    /** Returns how many faults still wait. */
    public int waiting() {
        return faults.size();
    }

    /** Returns the requests so far: method, address, and headers of encryption and checksums. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String asked = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        requests.add(asked + " " + exchange.getRequestHeaders().entrySet());
        Fault fault = faults.stream()
                .filter(waiting -> waiting.meant().test(asked))
                .findFirst()
                .orElse(null);
        if (fault != null && !faults.remove(fault)) {
            fault = null;
        }
        try (exchange) {
            if (fault == null) {
                answer(exchange, passOn(exchange));
                return;
            }
            switch (fault.kind()) {
                case STATUS_500 -> fail(exchange, 500, "InternalError");
                case SLOW_DOWN -> fail(exchange, 503, "SlowDown");
                case SLOW -> {
                    LockSupport.parkNanos(SLOW_NANOS);
                    answer(exchange, passOn(exchange));
                }
                case CUT_ON_THE_WAY -> exchange.getRequestBody().read(new byte[100]);
                case DONE_AND_NOT_SAID -> passOn(exchange);
            }
        }
    }

    private static void fail(HttpExchange exchange, int status, String code) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] body = ("<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>made up</Message></Error>")
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private byte[] passOn(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        StringBuilder head =
                new StringBuilder(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " HTTP/1.0\r\n");
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!List.of("Connection", "Expect", "Transfer-encoding", "Content-length")
                    .contains(name)) {
                values.forEach(
                        value -> head.append(name).append(": ").append(value).append("\r\n"));
            }
        });
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        try (Socket socket = new Socket(back.getHost(), back.getPort())) {
            socket.setTcpNoDelay(true);
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
            out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            out.write(body);
            out.flush();
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(answer);
            return answer.toByteArray();
        }
    }

    private static void answer(HttpExchange exchange, byte[] answer) throws IOException {
        String text = new String(answer, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        List<String> head = text.substring(0, end).lines().toList();
        int status = Integer.parseInt(head.get(0).split(" ", 3)[1]);
        Headers headers = exchange.getResponseHeaders();
        for (String line : head.subList(1, head.size())) {
            String name = line.substring(0, line.indexOf(':'));
            if (!name.equalsIgnoreCase("Content-Length") && !name.equalsIgnoreCase("Connection")) {
                headers.add(name, line.substring(line.indexOf(':') + 1).strip());
            }
        }
        int from = end + 4;
        boolean empty =
                status == 204 || status == 304 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, empty ? -1 : answer.length - from == 0 ? -1 : answer.length - from);
        if (!empty && answer.length > from) {
            exchange.getResponseBody().write(answer, from, answer.length - from);
        }
    }

    /** Ends the proxy, and what is under way through it; the server goes on. */
    @Override
    public void close() {
        front.stop(0);
        threads.shutdownNow();
    }
}
