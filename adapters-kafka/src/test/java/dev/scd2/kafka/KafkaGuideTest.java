package dev.scd2.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.engine.intake.Intake;
import dev.scd2.engine.intake.IntakeResult;
import dev.scd2.engine.intake.TableMapping;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.docs.GuidePage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of docs/kafka.md, run; and the page, compared with it and with what it names. */
class KafkaGuideTest {
    private final GuidePage page = GuidePage.named("kafka");

    @TempDir
    Path directory;

    @Test
    void theProgramsOfTheGuideReadATopic() throws Exception {
        try (Topics topics = Topics.in(directory)) {
            topics.create("shop.shop.member", 1);
            topics.create("shop.dead", 1);
            topics.send("shop.shop.member", DebeziumLines.of("envelope-own"));
            assertThat(minimal(topics.bootstrap()).accepted()).isEqualTo(12);
            AtomicLong behind = new AtomicLong(-1);
            List<Integer> asked = new ArrayList<>();
            DimensionStore store = InMemoryStore.of(member());
            BooleanSupplier stop = () -> {
                asked.add(1);
                return store.reached("shop.shop.member", 0).isPresent();
            };
            assertThat(whole(topics.bootstrap(), store, behind, stop).accepted())
                    .as("those that know when they were born")
                    .isPositive();
            assertThat(asked).hasSizeGreaterThan(1);
            assertThat(behind).hasValue(0);
        }
    }

    @Test
    void everyLineOfJavaInTheGuideIsALineThatRuns() {
        page.requireSamplesIn(KafkaGuideTest.class, 3);
    }

    @Test
    void everySettingStandsInTheTableOfTheGuide() {
        page.requireSettingsOf(TopicSource.Builder.class, MessageFormat.class, Start.class);
        for (String header : List.of(
                DeadLetters.TOPIC,
                DeadLetters.PARTITION,
                DeadLetters.OFFSET,
                DeadLetters.TIMESTAMP,
                DeadLetters.REASON)) {
            assertThat(page.text()).contains("`" + header + "`");
        }
    }

    private static Dimension member() {
        Dimension member = Dimension.named("member")
                .key("id", ColumnType.LONG)
                .track("name", ColumnType.TEXT)
                .track("city", ColumnType.TEXT)
                .build();
        return member;
    }

    private static IntakeResult minimal(String bootstrap) {
        Dimension member = member();
        DimensionStore store = InMemoryStore.of(member);
        TopicSource source =
                TopicSource.from(bootstrap, "shop.shop.member", member).build();
        IntakeResult result = Intake.of(source, History.of(store)).catchUp();
        return result;
    }

    private static IntakeResult whole(String bootstrap, DimensionStore store, AtomicLong behind, BooleanSupplier stop) {
        Dimension member = store.dimension();
        TopicSource source = TopicSource.from(bootstrap, "shop.shop.member", member)
                .format(MessageFormat.debezium().infinityAsNull())
                .column("born", ColumnType.DATE)
                .mapping(TableMapping.of(member).validFrom("born", ZoneOffset.UTC))
                .deadLetters("shop.dead")
                .group("member-history")
                .lag(lag -> behind.set(lag.total()))
                .build();
        IntakeResult result = Intake.of(source, History.of(store))
                .retries(20, Duration.ofSeconds(1))
                .run(stop);
        return result;
    }
}
