package dev.scd2.signals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.engine.History;
import dev.scd2.engine.intake.Intake;
import dev.scd2.engine.intake.IntakeListener;
import dev.scd2.engine.memory.InMemoryStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

/** Each signal runs where the libraries of the other two are not there. */
class AloneTest {
    private static final List<String> METERS = List.of("micrometer-", "HdrHistogram-");
    private static final List<String> LOGS = List.of("slf4j-api-", "logback-", "log4j-to-slf4j-");
    private static final List<String> LINEAGE = List.of("openlineage-");

    /** Runs an intake with a listener, in a class loader of its own. */
    abstract static class Program implements Callable<Long> {
        abstract IntakeListener listener();

        @Override
        public Long call() {
            Members source = Members.of(Members.batch(0, Members.change(1, "M1", "gold", null)));
            return Intake.of(source, History.of(InMemoryStore.of(Members.MEMBER)), listener())
                    .catchUp()
                    .accepted();
        }
    }

    static final class Metered extends Program {
        private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

        @Override
        IntakeListener listener() {
            return MeteredIntake.of(registry, Members.MEMBER);
        }

        @Override
        public Long call() {
            super.call();
            return (long) registry.get("scd2.intake.accepted").counter().count();
        }
    }

    static final class Logged extends Program {
        @Override
        IntakeListener listener() {
            return LoggedIntake.of(NOPLogger.NOP_LOGGER, Members.MEMBER);
        }
    }

    static final class Traced extends Program {
        private long events;

        @Override
        IntakeListener listener() {
            return LineageIntake.of(event -> events++, "payer", Members.MEMBER);
        }

        @Override
        public Long call() {
            super.call();
            return events;
        }
    }

    @Test
    void metersNeedNeitherLogsNorLineage() throws Exception {
        assertThat(run(Metered.class, List.of(LOGS, LINEAGE))).isEqualTo(1);
        assertThatThrownBy(() -> run(Metered.class, List.of(METERS)))
                .hasRootCauseInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void logsNeedNeitherMetersNorLineage() throws Exception {
        assertThat(run(Logged.class, List.of(METERS, LINEAGE))).isEqualTo(1);
        assertThatThrownBy(() -> run(Logged.class, List.of(LOGS))).hasRootCauseInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void lineageNeedsNeitherMetersNorLogs() throws Exception {
        assertThat(run(Traced.class, List.of(METERS, LOGS))).isEqualTo(2);
        assertThatThrownBy(() -> run(Traced.class, List.of(LINEAGE)))
                .hasRootCauseInstanceOf(ClassNotFoundException.class);
    }

    private static long run(Class<? extends Program> program, List<List<String>> without) throws Exception {
        List<String> missing = without.stream().flatMap(List::stream).toList();
        URL[] rest = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(entry -> missing.stream().noneMatch(String.valueOf(entry.getFileName())::startsWith))
                .map(AloneTest::url)
                .toArray(URL[]::new);
        try (URLClassLoader alone = new URLClassLoader(rest, ClassLoader.getPlatformClassLoader())) {
            var constructor = alone.loadClass(program.getName()).getDeclaredConstructor();
            constructor.setAccessible(true);
            return (Long) ((Callable<?>) constructor.newInstance()).call();
        }
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
