package dev.scd2.signals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.scd2.change.ChangeSource;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.engine.intake.Intake;
import dev.scd2.engine.intake.IntakeListener;
import dev.scd2.engine.intake.IntakeResult;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.error.SourceException;
import dev.scd2.kafka.TopicSource;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.docs.GuidePage;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.openlineage.client.OpenLineage.RunEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** The Java of docs/signals.md, run; and the page, compared with it and with what is told. */
class SignalsGuideTest {
    private final GuidePage page = GuidePage.named("signals");

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final List<RunEvent> events = new ArrayList<>();

    @Test
    void theProgramOfTheGuideReadsASourceAndTellsOfIt() {
        IntakeResult result = program(Members.of(Members.five()));
        assertThat(result.accepted()).isEqualTo(3);
        assertThat(registry.get("scd2.intake.accepted").counter().count()).isEqualTo(3);
        assertThat(lines.list).hasSize(3);
        assertThat(events).hasSize(2);
    }

    @Test
    void theLagsOfTheGuideAreShown() {
        Dimension member = Members.MEMBER;
        MeteredIntake meters = MeteredIntake.of(registry, member);
        assertThat(topic("localhost:1", member, meters).name()).isEqualTo("member");
        slot(meters);
        assertThat(registry.get("scd2.intake.lag").gauge().value()).isEqualTo(4096);
    }

    @Test
    void everyMeterIsARowOfTheTable() {
        AtomicInteger reads = new AtomicInteger();
        failing(() -> reads.getAndIncrement() != 1, MeteredIntake.of(registry, Members.MEMBER));
        MeteredIntake.of(registry, Members.MEMBER).lag("members").accept(0, 1L);
        assertThat(registry.getMeters()).hasSize(10);
        String guide = page.text();
        for (Meter meter : registry.getMeters()) {
            Meter.Id id = meter.getId();
            String type = id.getType().name().toLowerCase(Locale.ROOT);
            String unit = id.getName().equals("scd2.intake.lag") ? "messages, or as said" : id.getBaseUnit();
            String more = id.getTags().stream()
                    .map(Tag::getKey)
                    .filter(key -> !key.equals("source") && !key.equals("dimension"))
                    .findFirst()
                    .map(key -> "`" + key + "`")
                    .orElse("");
            assertThat(guide)
                    .contains("| `" + id.getName() + "` | " + type + " | " + unit + " |"
                            + (more.isEmpty() ? "" : " " + more) + " |");
        }
    }

    @Test
    void everyEventAndItsKeysAreARowOfTheTable() {
        AtomicInteger reads = new AtomicInteger();
        failing(() -> reads.getAndIncrement() != 1, LoggedIntake.of(logger(), Members.MEMBER));
        Intake.of(Members.of(), History.of(InMemoryStore.of(Members.MEMBER)), LoggedIntake.of(logger(), Members.MEMBER))
                .catchUp();
        String guide = page.text();
        List<String> rows =
                lines.list.stream().map(SignalsGuideTest::row).distinct().toList();
        assertThat(rows).hasSize(5).allSatisfy(row -> assertThat(guide).contains(row));
    }

    @Test
    void everyLineOfJavaInTheGuideIsALineThatRuns() {
        page.requireSamplesIn(SignalsGuideTest.class, 3);
    }

    private static String row(ILoggingEvent line) {
        String keys = String.join(
                ", ",
                line.getKeyValuePairs().stream()
                        .skip(3)
                        .map(pair -> "`" + pair.key + "`")
                        .toList());
        return "| `" + line.getKeyValuePairs().get(0).value + "` | " + line.getLevel() + " |"
                + (keys.isEmpty() ? "" : " " + keys) + " |";
    }

    /** Runs what fails for good in the end. */
    private static void failing(BooleanSupplier fails, IntakeListener listener) {
        Intake intake = Intake.of(
                        new Members(List.of(Members.five()), fails),
                        History.of(InMemoryStore.of(Members.MEMBER)),
                        listener)
                .retries(1, Duration.ZERO);
        assertThatThrownBy(intake::catchUp).isInstanceOf(SourceException.class);
    }

    private IntakeResult program(ChangeSource source) {
        Dimension member = Members.MEMBER;
        DimensionStore store = InMemoryStore.of(member);
        Logger logger = logger();
        Consumer<RunEvent> client = events::add;
        MeteredIntake meters = MeteredIntake.of(registry, member);
        LoggedIntake log = LoggedIntake.of(logger, member);
        LineageIntake lineage = LineageIntake.of(client, "payer", member);
        IntakeResult result =
                Intake.of(source, History.of(store), meters, log, lineage).catchUp();
        return result;
    }

    private static TopicSource topic(String bootstrap, Dimension member, MeteredIntake meters) {
        TopicSource source = TopicSource.from(bootstrap, "member", member)
                .lag(lag -> lag.behind().forEach(meters.lag("member")))
                .build();
        return source;
    }

    private void slot(MeteredIntake meters) {
        meters.lag("member", 0, "bytes", () -> unconfirmedBytes());
    }

    private long unconfirmedBytes() {
        return 4096;
    }

    private Logger logger() {
        ch.qos.logback.classic.Logger logger = new LoggerContext().getLogger("intake");
        lines.start();
        logger.addAppender(lines);
        return logger;
    }
}
