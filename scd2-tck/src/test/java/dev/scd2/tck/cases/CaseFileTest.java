package dev.scd2.tck.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.change.Change;
import dev.scd2.change.Correction;
import dev.scd2.change.Sequence;
import dev.scd2.change.Snapshot;
import dev.scd2.dimension.AttributePolicy;
import dev.scd2.dimension.DeletePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.SystemTime;
import dev.scd2.error.Reason;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaseFileTest {
    private static final String WHOLE = """
            {
              "name": "everything at once",
              "dimension": {
                "naturalKey": ["id"],
                "columns": { "id": "text", "plan": "text", "phone": "text", "fpl": "decimal(5,2)", "born": "date" },
                "policies": { "phone": "overwrite" },
                "deletes": "mark", "history": "bitemporal", "systemTime": "source", "maxDeleteShare": 1.0,
                "rejectLimit": 3, "personal": ["phone"], "tieBreak": "fpl", "allowNewColumns": true,
                "watermark": { "at": "2024-01-01T00:00:00Z", "late": "record" }
              },
              "steps": [
                { "apply": [
                  { "kind": "observation", "validFrom": "2024-01-01T00:00:00Z", "sequence": [1, 2], "key": { "id": "M1" },
                    "values": { "plan": null, "fpl": 1.50, "born": "2000-02-29" }, "position": ["feed", 0, 17],
                    "systemTime": "2024-02-01T00:00:00Z" },
                  { "kind": "correction", "validFrom": "2024-01-01T00:00:00Z", "validTo": null, "existence": "absent",
                    "sequence": 7, "key": { "id": "M1" } },
                  { "kind": "erasure", "sequence": 9, "key": { "id": "M1" } } ],
                  "systemTime": "2024-03-01T00:00:00Z" },
                { "snapshot": { "at": "2024-05-01T00:00:00Z", "sequence": 8, "scope": { "plan": "A" }, "unsaid": ["phone"],
                    "rows": [ { "id": "M2", "plan": "A", "fpl": 1, "born": null } ] } },
                { "addColumns": { "tier": "long" } },
                { "prune": { "before": "2024-01-01T00:00:00Z" } },
                { "expect": { "versions": [ { "id": "M1", "tier": 1, "validTo": null } ], "error": "BEFORE_HORIZON" } }
              ],
              "expect": { "quarantined": [ { "reason": "CONFLICT" } ] }
            }
            """;

    @TempDir
    private Path directory;

    @Test
    void theDimensionIsAsDeclared() {
        Dimension dimension = history(WHOLE).dimension();

        assertThat(dimension.naturalKey()).extracting("name").containsExactly("id");
        assertThat(dimension.attributes()).extracting("name").containsExactly("plan", "phone", "fpl", "born");
        assertThat(dimension.attributes().get(1).policy()).isEqualTo(AttributePolicy.OVERWRITE);
        assertThat(dimension.deletePolicy()).isEqualTo(DeletePolicy.MARK);
        assertThat(dimension.systemTime()).isEqualTo(SystemTime.SOURCE);
        assertThat(dimension.personal()).containsExactly("phone");
        assertThat(dimension.tieBreak()).contains("fpl");
        assertThat(dimension.rejectLimit()).isEqualTo(3);
        assertThat(dimension.watermark()).contains(Instant.parse("2024-01-01T00:00:00Z"));
    }

    @Test
    void valuesAreExactAndOfTheTypeOfTheirColumn() {
        Change observed = applied(0).batch().changes().get(0);

        assertThat(observed.fields())
                .containsEntry("id", "M1")
                .containsEntry("fpl", new BigDecimal("1.50"))
                .containsEntry("born", LocalDate.of(2000, 2, 29))
                .containsEntry("plan", null)
                .doesNotContainKey("phone");
        assertThat(observed.sequence()).isEqualTo(Sequence.of(1, 2));
        assertThat(observed.position()).hasToString("feed/0@17");
    }

    @Test
    void aChangeIsRecordedWhenItSaysSoAndElseWithItsStep() {
        assertThat(applied(0).batch().changes())
                .extracting(Change::systemTime)
                .startsWith(Instant.parse("2024-02-01T00:00:00Z"), Instant.parse("2024-03-01T00:00:00Z"));
    }

    @Test
    void anAbsenceIsACorrectionWithoutValues() {
        Correction absence = (Correction) applied(0).batch().changes().get(1);

        assertThat(absence.existence()).isEqualTo(Correction.Existence.ABSENT);
        assertThat(absence.validTo()).isNull();
    }

    @Test
    void aSnapshotHasAScopeAndWhatItLeavesUnsaid() {
        Snapshot snapshot = applied(1).batch().snapshot().orElseThrow();

        assertThat(snapshot.scope()).containsEntry("plan", "A");
        assertThat(snapshot.unsaid()).containsExactly("phone");
        assertThat(snapshot.rows()).hasSize(1);
    }

    @Test
    void anErrorBelongsToTheStepBeforeTheExpectation() {
        assertThat(applied(0).error()).isNull();
        assertThat(((Step.Prune) history(WHOLE).steps().get(3)).error()).isEqualTo(Reason.BEFORE_HORIZON);
    }

    @Test
    void addedColumnsStandBehindTheOthers() {
        Step.AddColumns added = (Step.AddColumns) history(WHOLE).steps().get(2);

        assertThat(added.wider().attributes()).extracting("name").endsWith("born", "tier");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"name\": \"every|\"nam\": 1, \"name\": \"every|'nam'",
                "\"tieBreak\"|\"tiebreak\"|dimension has the unknown field 'tiebreak'",
                "\"late\"|\"latest\"|dimension.watermark has the unknown field 'latest'",
                "\"existence\"|\"exists\"|steps[0].apply[1] has the unknown field 'exists'",
                "\"scope\"|\"scoop\"|steps[1].snapshot has the unknown field 'scoop'",
                "\"before\"|\"upTo\"|steps[3].prune has the unknown field 'upTo'",
                "\"tier\": 1|\"teir\": 1|steps[4].expect.versions[0] has the unknown field 'teir'",
                "\"quarantined\"|\"quarantine\"|expect has the unknown field 'quarantine'",
                "{ \"reason\"|{ \"why\": 1, \"reason\"|expect.quarantined[0] has the unknown field 'why'"
            })
    void anUnknownFieldIsNamedWithItsPlace(String said, String wrong, String message) {
        refuses(WHOLE.replaceFirst(java.util.regex.Pattern.quote(said), wrong), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2024-05-01T00:00:00Z|yesterday|steps[1].snapshot.at is 'yesterday', which is no ISO-8601 instant",
                "\"observation\"|\"upsert\"|steps[0].apply[0].kind is 'upsert', which is none of observation, patch,",
                "\"CONFLICT\"|\"CONFLICTS\"|expect.quarantined[0].reason is 'CONFLICTS', which is none of",
                "\"date\" }|\"day\" }|dimension.columns.born cannot be: There is no column type 'day'",
                "\"id\": \"M1\", \"tier\": 1|\"id\": \"M1\", \"tier\": \"x\"|steps[4].expect.versions[0].tier is not a long",
                "\"name\": \"every|\"name\": 1, \"name\": \"every|is no JSON at line 2: Duplicate field 'name'",
                "\"phone\": \"overwrite\"|\"fone\": \"overwrite\"|dimension.policies names 'fone'"
            })
    void whatCannotBeIsNamedWithItsPlace(String said, String wrong, String message) {
        refuses(WHOLE.replaceFirst(java.util.regex.Pattern.quote(said), wrong), message);
    }

    @Test
    void everyOrderIsRefusedWhereOrderDecides() {
        refuses(
                WHOLE.replace("\"name\": \"every", "\"orders\": \"all\", \"name\": \"every"),
                "case.json: orders is only for a maxDeleteShare of 1.0");
    }

    @Test
    void aLoadOfABitemporalHistorySaysItsTime() {
        String byLoad = WHOLE.replace("\"systemTime\": \"source\", ", "")
                .replace(
                        "\"watermark\": { \"at\": \"2024-01-01T00:00:00Z\", \"late\": \"record\" }",
                        "\"rejectLimit\": 4")
                .replace("\"rejectLimit\": 3, ", "");

        refuses(byLoad, "steps[1] needs the field 'systemTime'");
    }

    @Test
    void theKitShipsCasesOfBothKinds() {
        assertThat(CaseFiles.shipped().values())
                .hasSizeGreaterThan(100)
                .hasAtLeastOneElementOfType(HistoryCase.class)
                .hasAtLeastOneElementOfType(JoinCase.class);
    }

    private void refuses(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(CaseFileException.class)
                .hasMessageStartingWith("case.json")
                .hasMessageContaining(message);
    }

    private Step.Apply applied(int step) {
        return (Step.Apply) history(WHOLE).steps().get(step);
    }

    private HistoryCase history(String json) {
        return (HistoryCase) read(json);
    }

    private CaseFile read(String json) {
        try {
            return CaseFile.read(Files.writeString(directory.resolve("case.json"), json));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
