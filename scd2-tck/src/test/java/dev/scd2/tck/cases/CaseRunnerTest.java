package dev.scd2.tck.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.tck.cases.CaseResult.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the runner must find, and what it must let pass. */
class CaseRunnerTest {
    private static final String TWO_VERSIONS = """
            {
              "name": "two versions",
              "dimension": { "naturalKey": ["id"], "columns": { "id": "text", "plan": "text" }, "maxDeleteShare": 1.0 },
              "steps": [
                { "apply": [
                  { "kind": "observation", "validFrom": "2024-01-01T00:00:00Z", "sequence": 1, "key": { "id": "M1" }, "values": { "plan": "A" } },
                  { "kind": "observation", "validFrom": "2024-02-01T00:00:00Z", "sequence": 2, "key": { "id": "M1" }, "values": { "plan": "B" } } ] },
                { "apply": [
                  { "kind": "observation", "validFrom": "2024-01-15T00:00:00Z", "sequence": 3, "key": { "id": "M1" }, "values": { "plan": "B" } } ] } ],
              "expect": {
                "versions": [
                  { "id": "M1", "validTo": null },
                  { "id": "M1", "plan": "A", "validFrom": "2024-01-01T00:00:00Z", "validTo": "2024-01-15T00:00:00Z" } ],
                "asOf": [ { "validAt": "2024-01-20T00:00:00Z", "rows": [ { "id": "M1", "plan": "B" } ] } ],
                "quarantined": [],
                "restated": [ { "key": { "id": "M1" }, "from": "2024-01-15T00:00:00Z", "to": null } ] },
              "orders": "all",
              "replay": true
            }
            """;

    private static final String JOIN = """
            {
              "name": "a claim after the coverage ended does not match",
              "dimension": { "naturalKey": ["id"], "columns": { "id": "text", "plan": "text" } },
              "versions": [ { "id": "M1", "plan": "A", "validFrom": "2024-01-01T00:00:00Z", "validTo": "2024-06-01T00:00:00Z" } ],
              "facts": [ { "claim_id": 1, "id": "M1", "at": "2024-07-01T00:00:00Z" } ],
              "expect": [ { "claim_id": 1, "outcome": "GAP", "plan": null } ]
            }
            """;

    @TempDir
    private Path directory;

    @Test
    void whatIsAsExpectedPasses() {
        CaseResult result = run(TWO_VERSIONS);

        assertThat(result.findings()).isEmpty();
        assertThat(result.outcome()).isEqualTo(Outcome.PASSED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"plan\": \"A\", \"validFrom\": \"2024-01-01|\"plan\": \"Z\", \"validFrom\": \"2024-01-01|versions",
                "{ \"id\": \"M1\", \"validTo\": null }, | |versions: expected 1 row, actual 2 rows",
                "[ { \"id\": \"M1\", \"plan\": \"B\" } ]|[ ]|in force at 2024-01-20T00:00:00Z: expected 0 rows",
                "\"quarantined\": []|\"quarantined\": [ { \"reason\": \"CONFLICT\" } ]|expected [CONFLICT]",
                "\"from\": \"2024-01-15|\"from\": \"2024-01-16|restated",
                "\"quarantined\": []|\"error\": \"REJECT_LIMIT\"|expected to fail with REJECT_LIMIT, and did not"
            })
    void whatIsNotAsExpectedFails(String said, String wrong, String finding) {
        String json = TWO_VERSIONS.replaceAll("\\s*\\n\\s*", " ").replace("\"orders\": \"all\",", "");
        String other = json.replace(said, wrong == null ? "" : wrong);

        assertThat(other).isNotEqualTo(json);
        CaseResult result = run(other);

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.findings()).singleElement().asString().contains(finding);
    }

    @Test
    void rowsThatDifferStandUnderEachOther() {
        String finding = run(TWO_VERSIONS.replace("\"plan\": \"A\", \"validFrom\"", "\"plan\": \"Z\", \"validFrom\""))
                .findings()
                .get(0);

        assertThat(finding).isEqualTo("""
                in the end: versions: expected 2 rows, actual 2 rows, 1 alike. Those that are not:
                            id  plan  validFrom             validTo
                  expected  M1  Z     2024-01-01T00:00:00Z  2024-01-15T00:00:00Z
                  actual    M1  A     2024-01-01T00:00:00Z  2024-01-15T00:00:00Z""");
    }

    @Test
    void aRowThatLeavesColumnsOutTakesNoOtherRowsMatch() {
        ExpectedRow any = new ExpectedRow(Map.of("id", "M1"));
        ExpectedRow one = new ExpectedRow(Map.of("id", "M1", "plan", "A"));

        assertThat(RowMatch.differences("rows", List.of(any, one), List.of(row("A"), row("B"))))
                .isEmpty();
        assertThat(RowMatch.differences("rows", List.of(one, one), List.of(row("A"), row("B"))))
                .isPresent();
        assertThat(RowMatch.differences("rows", List.of(any), List.of(row("A"), row("B"))))
                .isPresent();
    }

    @Test
    void everyOrderOfAFewPiecesIsTriedOnceAndRandomOnesOfMany() {
        List<Piece> three = Piece.of(((HistoryCase) read(TWO_VERSIONS)).steps());

        List<Trial> every = Trial.of(three, 500, 1);
        assertThat(Trial.orders(every)).isEqualTo(6);
        assertThat(every.get(0).lanes().stream().map(java.util.Arrays::toString))
                .doesNotHaveDuplicates();
        assertThat(Trial.orders(Trial.of(three, 5, 1))).isEqualTo(5);
    }

    @Test
    void aJoinIsSkippedUnlessSomethingJoins() {
        assertThat(run(JOIN).outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(joined("GAP").findings()).isEmpty();
        assertThat(joined("UNKNOWN_KEY").outcome()).isEqualTo(Outcome.FAILED);
    }

    private CaseResult joined(String outcome) {
        Joiner joiner = join -> join.facts().stream()
                .map(fact -> {
                    Map<String, @Nullable Object> row = new LinkedHashMap<>(fact);
                    row.put("outcome", outcome);
                    row.put("plan", null);
                    return row;
                })
                .toList();
        return CaseRunner.on(InMemoryStore::of).withJoiner(joiner).run(read(JOIN));
    }

    private static Map<String, @Nullable Object> row(String plan) {
        return Map.of("id", "M1", "plan", plan);
    }

    private CaseResult run(String json) {
        return CaseRunner.on(InMemoryStore::of).run(read(json));
    }

    private CaseFile read(String json) {
        try {
            return CaseFile.read(Files.writeString(directory.resolve("case.json"), json));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
