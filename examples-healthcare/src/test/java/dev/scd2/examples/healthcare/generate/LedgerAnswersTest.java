package dev.scd2.examples.healthcare.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.examples.healthcare.oltp.OltpColumn;
import dev.scd2.examples.healthcare.oltp.OltpTable;
import dev.scd2.examples.healthcare.oltp.Row;
import dev.scd2.examples.healthcare.oltp.RowChange;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LedgerAnswersTest {
    private static final long SEED = 2_024;
    private static final Set<String> TECHNICAL =
            Set.of("effective_date", "is_correction", "recorded_at", "row_version", "source_system");
    private static final LocalDate FAR = LocalDate.of(9_000, 1, 1);

    private final PayerSimulation simulation = PayerSimulation.of(Preset.DEFAULT, SEED);
    private final Map<OltpTable, Map<String, Row>> tables = new EnumMap<>(OltpTable.class);
    private LedgerAnswers answers;

    @BeforeAll
    void readTheLedger(@TempDir Path directory) throws Exception {
        simulation.writeLedger(directory);
        answers = LedgerAnswers.read(directory);
        for (OltpTable table : OltpTable.values()) {
            tables.put(table, new TreeMap<>());
        }
        simulation
                .transactions()
                .flatMap(transaction -> transaction.changes().stream())
                .forEach(change -> {
                    Row after = change.after();
                    if (after == null) {
                        tables.get(change.table()).remove(change.values().keyText());
                    } else {
                        tables.get(change.table()).put(after.keyText(), after);
                    }
                });
    }

    @Test
    void theLedgerSaysExactlyTheColumnsThatDifferBetweenTheImages() {
        List<String> told = new ArrayList<>();
        List<String> read = new ArrayList<>();
        Ledger ledger = new Ledger() {
            @Override
            public void said(Stamp stamp, Row row, String column, @Nullable Object value, LocalDate validFrom) {
                told.add(statement(row, column, value, validFrom, stamp.recordedAt(), stamp.order()));
            }

            @Override
            public void gone(Stamp stamp, Row row, LocalDate validFrom) {
                told.add(statement(row, "*", null, validFrom, stamp.recordedAt(), stamp.order()));
            }

            @Override
            public void covered(Stamp stamp, Row enrollment) {}

            @Override
            public void claimed(Stamp stamp, Row claim) {}

            @Override
            public void claimGone(Stamp stamp, Row claim) {}

            @Override
            public void anomaly(String kind, String entity, String key, LocalDate day) {}
        };
        long[] order = new long[1];
        new Simulation(Preset.XS, SEED, ledger).forEachRemaining(transaction -> {
            for (RowChange change : transaction.changes()) {
                if (change.table().isVersioned()) {
                    read.addAll(statements(change, transaction.recordedAt(), order[0]));
                }
                order[0]++;
            }
        });
        assertThat(read).isNotEmpty().containsExactlyInAnyOrderElementsOf(told);
    }

    private static List<String> statements(RowChange change, Instant recordedAt, long order) {
        Row row = change.values();
        LocalDate effective = (LocalDate) row.get("effective_date");
        if (change.kind() == RowChange.Kind.DELETE) {
            return List.of(statement(row, "*", null, effective, recordedAt, order));
        }
        List<String> statements = new ArrayList<>();
        for (OltpColumn column : change.table().columns()) {
            String name = column.name();
            Row before = change.before();
            boolean differs = before == null || !Objects.equals(before.get(name), row.get(name));
            if (differs && !TECHNICAL.contains(name) && !change.table().key().contains(name)) {
                statements.add(statement(row, name, row.get(name), effective, recordedAt, order));
            }
        }
        return statements;
    }

    private static String statement(
            Row row, String column, @Nullable Object value, LocalDate validFrom, Instant recordedAt, long order) {
        return row.table() + " " + row.keyText() + " " + column + "=" + value + " from " + validFrom + " said "
                + recordedAt + " #" + order;
    }

    @Test
    void theRowsShowWhatIsInForceInTheEnd() {
        for (OltpTable table : OltpTable.values()) {
            if (!table.isVersioned()) {
                continue;
            }
            for (Row row : tables.get(table).values()) {
                Map<String, @Nullable String> inForce =
                        answers.entity(table.tableName(), row.keyText(), FAR).orElseThrow();
                inForce.forEach((column, value) -> assertThat(value)
                        .as("%s.%s, seed %d", table, column, SEED)
                        .isEqualTo(row.get(column) == null ? null : String.valueOf(row.get(column))));
            }
        }
    }

    @Test
    void everyClaimHasAnAnswer() {
        assertThat(answers.claimIds())
                .containsExactlyInAnyOrderElementsOf(
                        tables.get(OltpTable.CLAIMS).keySet());
        long covered = answers.claimIds().stream()
                .filter(id -> answers.forClaim(id).coverage().isPresent())
                .count();
        assertThat((double) covered / answers.claimIds().size()).isBetween(0.93, 0.999);
        long known = answers.claimIds().stream()
                .map(answers::forClaim)
                .filter(answer ->
                        answer.member().isPresent() && answer.provider().isPresent())
                .count();
        assertThat(known).isEqualTo(answers.claimIds().size());
    }

    @Test
    void someClaimsWerePaidForDaysThatProveNotCovered() {
        long overpaid = answers.claimIds().stream()
                .filter(id -> isPaid(id) && answers.forClaim(id).coverage().isEmpty())
                .count();
        assertThat(overpaid).as("seed %d", SEED).isBetween(5L, 120L);
    }

    @Test
    void someClaimsWereDeniedForDaysThatProveCovered() {
        long wronglyDenied = answers.claimIds().stream()
                .filter(id -> Set.of("26", "27", "31")
                        .contains(String.valueOf(claim(id).get("carc"))))
                .filter(id -> answers.forClaim(id).coverage().isPresent())
                .count();
        assertThat(wronglyDenied).as("seed %d", SEED).isPositive();
    }

    @Test
    void theStoryMemberLosesCoverageLateAndMovedEarlier() {
        Map<LocalDate, ClaimAnswer> story = new TreeMap<>();
        for (String id : answers.claimIds()) {
            ClaimAnswer answer = answers.forClaim(id);
            if (answer.memberId().equals(PayerSimulation.STORY_MEMBER)) {
                story.put(answer.serviceDate(), answer);
                assertThat(isPaid(id)).isTrue();
            }
        }
        assertThat(story.keySet())
                .containsExactly(
                        LocalDate.of(2024, 3, 12),
                        LocalDate.of(2024, 5, 28),
                        LocalDate.of(2024, 7, 10),
                        LocalDate.of(2024, 8, 14));
        assertThat(story.values().stream().map(answer -> answer.coverage().isPresent()))
                .containsExactly(true, true, false, false);
        assertThat(story.values().stream()
                        .map(answer -> value(answer.member(), "zip").equals("78230")))
                .containsExactly(false, true, true, true);
        assertThat(story.values().stream().map(answer -> value(answer.member(), "fpl_ratio")))
                .containsExactly("1.90", "1.90", "1.45", "1.45");
        assertThat(story.values().stream().map(answer -> value(answer.provider(), "specialty")))
                .containsExactly("Family Medicine", "Family Medicine", "Cardiology", "Cardiology");
    }

    private static String value(Optional<Map<String, @Nullable String>> columns, String name) {
        return String.valueOf(columns.orElseThrow().get(name));
    }

    @Test
    void whatWasKnownOfCoverageIsAnsweredAsOfItsRecording() {
        LocalDate served = LocalDate.of(2024, 7, 10);
        String member = PayerSimulation.STORY_MEMBER;
        assertThat(answers.coverage(member, served, Instant.parse("2023-12-03T00:00:00Z")))
                .isEmpty();
        assertThat(answers.coverage(member, served, Instant.parse("2024-09-03T23:59:59Z")))
                .isPresent();
        assertThat(answers.coverage(member, served, Instant.parse("2024-09-05T00:00:00Z")))
                .isEmpty();
    }

    @Test
    void aDeletedTestRowExistsUntilItsDelete() {
        Optional<Map<String, @Nullable String>> later = answers.entity("members", "TEST-M001", FAR);
        assertThat(later).isEmpty();
        boolean existed = LocalDate.of(2023, 1, 1)
                .datesUntil(LocalDate.of(2026, 1, 1))
                .anyMatch(day -> answers.entity("members", "TEST-M001", day).isPresent());
        assertThat(existed).isTrue();
    }

    @Test
    void aClaimThatIsNotThereIsRefusedWithoutItsName() {
        assertThatThrownBy(() -> answers.forClaim("C-unheard-of"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("unheard");
    }

    private boolean isPaid(String claimId) {
        Row claim = claim(claimId);
        return "PAID".equals(claim.get("status")) && ((BigDecimal) claim.get("total_paid")).signum() > 0;
    }

    private Row claim(String claimId) {
        return tables.get(OltpTable.CLAIMS).get(claimId);
    }
}
