package dev.scd2.postgres.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;

/** A JVM of its own that starts a server, writes a row, says so, and waits to be killed. */
final class ServerInChild implements AutoCloseable {
    private final Process jvm;
    private final long serverPid;

    private ServerInChild(Process jvm, long serverPid) {
        this.jvm = jvm;
        this.serverPid = serverPid;
    }

    static ServerInChild start(Path directory) throws IOException {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServerInChild.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        if (line == null) {
            throw new IOException("The child ended before its server was up.");
        }
        return new ServerInChild(jvm, Long.parseLong(line.strip()));
    }

    ProcessHandle server() {
        return ProcessHandle.of(serverPid).orElseThrow(() -> new IllegalStateException("The server has ended."));
    }

    void kill() throws InterruptedException {
        jvm.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        jvm.destroyForcibly();
    }

    public static void main(String[] arguments) throws Exception {
        try (EmbeddedPostgres postgres =
                EmbeddedPostgres.in(Path.of(arguments[0])).start()) {
            try (Connection connection = postgres.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create table if not exists kept (id int)");
                statement.execute("insert into kept values (1)");
            }
            System.out.println(postgres.serverPid());
            System.in.read();
        }
    }
}
