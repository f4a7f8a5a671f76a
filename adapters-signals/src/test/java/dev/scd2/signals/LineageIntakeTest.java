package dev.scd2.signals;

import static dev.scd2.signals.Members.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.engine.intake.Intake;
import io.micrometer.core.instrument.MockClock;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.RunEvent;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import io.openlineage.client.OpenLineageClientUtils;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineageIntakeTest {
    private final MockClock clock = Noon.clock();
    private final List<RunEvent> events = new ArrayList<>();
    private final LineageIntake lineage = LineageIntake.of(events::add, "payer", MEMBER, Noon.instants(clock));

    @Test
    void aRunIsToldFromItsStartToItsEndWithWhatItReadAndWrote() {
        Intake.of(Members.of(Members.five()), Noon.history(clock), lineage.every(Duration.ZERO))
                .catchUp();
        assertThat(events)
                .extracting(RunEvent::getEventType)
                .containsExactly(EventType.START, EventType.RUNNING, EventType.RUNNING, EventType.COMPLETE);
        assertThat(events).extracting(LineageIntakeTest::read).containsExactly(0L, 2L, 5L, 5L);
        assertThat(events)
                .extracting(LineageIntakeTest::written)
                .as("versions of M1 and M2, then the first of M2 ends where its second begins")
                .containsExactly(0L, 2L, 4L, 4L);
        assertThat(events)
                .extracting(event -> event.getRun().getRunId())
                .containsOnly(events.get(0).getRun().getRunId());
        assertThat(events).allSatisfy(event -> {
            assertThat(event.getJob().getNamespace()).isEqualTo("payer");
            assertThat(event.getJob().getName()).isEqualTo("members.member");
        });
        assertThat(events.get(0).getEventTime().toInstant()).isEqualTo(Noon.NOON);
        assertThat(events.get(3).getEventTime().toInstant()).isEqualTo(Noon.NOON.plusMillis(500));
    }

    @Test
    void runningIsToldOnceInAWhile() {
        Intake.of(Members.of(Members.five()), Noon.history(clock), lineage).catchUp();
        assertThat(events).extracting(RunEvent::getEventType).containsExactly(EventType.START, EventType.COMPLETE);
        assertThat(read(events.get(1))).isEqualTo(5);
    }

    @Test
    void eachRunHasAnIdOfItsOwn() {
        Intake intake = Intake.of(Members.of(Members.five()), Noon.history(clock), lineage);
        intake.catchUp();
        intake.catchUp();
        assertThat(events.stream().map(event -> event.getRun().getRunId()).distinct())
                .hasSize(2);
        assertThat(read(events.get(3))).as("nothing was there any more").isZero();
    }

    @Test
    void aRunThatFailsSaysWhyAndNoValue() {
        Intake dead = Intake.of(new Members(List.of(Members.five()), () -> true), Noon.history(clock), lineage)
                .retries(1, Duration.ZERO);
        assertThatThrownBy(dead::catchUp).hasMessage("The members cannot be read.");
        assertThat(events).extracting(RunEvent::getEventType).containsExactly(EventType.START, EventType.FAIL);
        OpenLineage.ErrorMessageRunFacet error =
                events.get(1).getRun().getFacets().getErrorMessage();
        assertThat(error.getMessage()).isEqualTo("SourceException: The members cannot be read.");
        assertThat(error.getStackTrace()).isNull();
        assertThat(json(events.get(1))).doesNotContain("ill");
    }

    @Test
    void datasetsCanBeNamedAndHaveTheColumnsOfTheDimension() {
        LineageIntake named =
                lineage.input("kafka://broker:9092", "shop.member").output("postgres://db:5432", "w.member");
        Intake.of(Members.of(Members.five()), Noon.history(clock), named).catchUp();
        OpenLineage.InputDataset input = events.get(1).getInputs().get(0);
        OpenLineage.OutputDataset output = events.get(1).getOutputs().get(0);
        assertThat(input.getNamespace() + " " + input.getName()).isEqualTo("kafka://broker:9092 shop.member");
        assertThat(output.getNamespace() + " " + output.getName()).isEqualTo("postgres://db:5432 w.member");
        assertThat(output.getFacets().getSchema().getFields())
                .extracting(field -> field.getName() + " " + field.getType())
                .containsExactly("member_id text", "plan text", "fee decimal(10,2)");
        assertThat(input.getFacets().getSchema().getFields()).hasSize(3);
    }

    @Test
    void anEventIsJsonByThePublishedSpecification() {
        Intake.of(Members.of(Members.five()), Noon.history(clock), lineage).catchUp();
        RunEvent again = OpenLineageClientUtils.runEventFromJson(json(events.get(1)));
        assertThat(json(again)).isEqualTo(json(events.get(1)));
        assertThat(json(again))
                .contains(
                        "\"eventType\":\"COMPLETE\"",
                        "\"schemaURL\":\"https://openlineage.io/spec/",
                        "\"producer\":\"pkg:maven/dev.scd2/scd2-adapters-signals\"",
                        "\"outputStatistics\":",
                        "\"inputs\":[{\"namespace\":\"payer\",\"name\":\"members\"",
                        "\"outputs\":[{\"namespace\":\"payer\",\"name\":\"member\"");
    }

    private static String json(RunEvent event) {
        return OpenLineageClientUtils.toJson(event);
    }

    private static long read(RunEvent event) {
        return event.getInputs().get(0).getInputFacets().getInputStatistics().getRowCount();
    }

    private static long written(RunEvent event) {
        return event.getOutputs().get(0).getOutputFacets().getOutputStatistics().getRowCount();
    }
}
