package dev.scd2.examples.healthcare.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.examples.healthcare.oltp.OltpTable;
import dev.scd2.examples.healthcare.oltp.OltpTransaction;
import dev.scd2.examples.healthcare.oltp.Row;
import dev.scd2.examples.healthcare.oltp.RowChange;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PayerSimulationTest {
    private static final long SEED = 42;
    private final PayerSimulation simulation = PayerSimulation.of(Preset.DEFAULT, SEED);
    private final Map<OltpTable, Map<String, Row>> tables = new EnumMap<>(OltpTable.class);
    private final List<String> broken = new ArrayList<>();
    private LedgerAnswers answers;
    private long transactions;
    private Instant last = Instant.MIN;

    @BeforeAll
    void replay(@TempDir Path directory) throws Exception {
        simulation.writeLedger(directory);
        answers = LedgerAnswers.read(directory);
        for (OltpTable table : OltpTable.values()) {
            tables.put(table, new HashMap<>());
        }
        simulation.transactions().forEach(this::apply);
    }

    private void apply(OltpTransaction transaction) {
        if (transaction.index() != transactions++ || !transaction.recordedAt().isAfter(last)) {
            broken.add("transaction " + transaction.index() + " is out of order");
        }
        last = transaction.recordedAt();
        for (RowChange change : transaction.changes()) {
            Map<String, Row> rows = tables.get(change.table());
            String key = change.values().keyText();
            Row known = change.after() == null ? rows.remove(key) : rows.put(key, change.after());
            if (!Objects.equals(known, change.before())) {
                broken.add("image before of " + change.table() + " in transaction " + transaction.index());
            }
            if (change.after() != null
                    && !transaction.recordedAt().equals(change.after().get("recorded_at"))) {
                broken.add("recorded_at of " + change.table() + " in transaction " + transaction.index());
            }
        }
    }

    private Map<String, Row> table(OltpTable table) {
        return tables.get(table);
    }

    @Test
    void eachTransactionFollowsFromTheRowsBeforeIt() {
        assertThat(broken).as("seed %d", SEED).isEmpty();
        assertThat(transactions).isGreaterThan(1_000);
    }

    @Test
    void presetDefaultHasItsFloors() {
        assertThat(table(OltpTable.MEMBERS)).hasSizeBetween(1_000, 1_200);
        assertThat(table(OltpTable.POLICIES)).hasSizeGreaterThanOrEqualTo(1_000);
        assertThat(table(OltpTable.PROVIDERS)).hasSizeGreaterThanOrEqualTo(60);
        assertThat(table(OltpTable.CLAIMS)).hasSizeBetween(5_000, 9_000);
        assertThat(table(OltpTable.POLICIES).values().stream().map(row -> row.get("plan_type")))
                .contains("HMO", "PPO", "MEDICARE", "MEDICAID");
        assertThat(table(OltpTable.PLANS).values().stream().map(row -> row.get("metal_tier")))
                .contains("Bronze", "Silver", "Gold", "Platinum", "Catastrophic");
    }

    @Test
    void presetXsHasItsFloorsAndItsStory() {
        TreeSet<String> members = new TreeSet<>();
        PayerSimulation.of(Preset.XS, SEED)
                .transactions()
                .flatMap(t -> t.changes().stream())
                .filter(change -> change.table() == OltpTable.MEMBERS)
                .forEach(change -> members.add(change.values().keyText()));
        assertThat(members).hasSizeGreaterThanOrEqualTo(100).contains(PayerSimulation.STORY_MEMBER);
    }

    @Test
    void everyKindOfEventHappens() {
        assertThat(answers.anomalies().keySet())
                .as("seed %d", SEED)
                .contains(
                        "address_move",
                        "appeal_won",
                        "audited_start",
                        "book_move",
                        "broker_change",
                        "cancellation",
                        "csr_change",
                        "death",
                        "deleted_test_row",
                        "dob_correction",
                        "duplicate_claim",
                        "early_member_claim",
                        "early_provider_claim",
                        "fpl_change",
                        "gender_correction",
                        "grace_cured",
                        "grace_period",
                        "late_filing",
                        "late_provider_change",
                        "left_at_renewal",
                        "line_of_business_crossing",
                        "name_change",
                        "new_enrollment",
                        "new_provider",
                        "newborn",
                        "overlapping_span",
                        "overtaken_change",
                        "pended_claim",
                        "phone_change",
                        "plan_correction",
                        "plan_discontinued",
                        "plan_switch_open_enrollment",
                        "plan_switch_special",
                        "provider_deactivation",
                        "provider_move",
                        "provider_phone",
                        "provider_rename",
                        "provider_specialty",
                        "reinstatement",
                        "replacement_claim",
                        "retro_enrollment",
                        "retro_termination_death",
                        "retro_termination_other",
                        "retro_termination_premium",
                        "return",
                        "reversal_claim",
                        "segment_change",
                        "termination",
                        "unknown_plan_claim",
                        "void_span",
                        "denied_18",
                        "denied_27",
                        "denied_29",
                        "denied_31");
    }

    @Test
    void sharesOfFaultsAreNearTheirRates() {
        double claims = answers.claimIds().size();
        Map<String, Long> found = answers.anomalies();
        assertThat(found.get("duplicate_claim") / claims).isBetween(0.008, 0.022);
        assertThat(found.get("early_member_claim") / claims).isBetween(0.004, 0.02);
        assertThat(found.get("early_provider_claim") / claims).isBetween(0.005, 0.03);
        assertThat(found.get("unknown_plan_claim") / claims).isBetween(0.0005, 0.005);
    }

    @Test
    void claimsWalkThroughTheirStatuses() {
        assertThat(table(OltpTable.CLAIMS).values().stream().map(row -> row.get("status")))
                .contains("PAID", "DENIED", "REVERSED", "VOIDED");
        assertThat(table(OltpTable.CLAIM_STATUS_HISTORY).values().stream().map(row -> row.get("status")))
                .contains("RECEIVED", "IN_REVIEW", "PENDED", "APPROVED", "PARTIAL", "DENIED", "PAID", "REVERSED");
        assertThat(table(OltpTable.CLAIMS).values().stream().map(row -> row.get("claim_type")))
                .contains("PROFESSIONAL", "INSTITUTIONAL", "PHARMACY");
    }

    @Test
    void amountsAddUpOnEveryLineAndHeader() {
        Map<String, BigDecimal> paidOfLines = new HashMap<>();
        for (Row line : table(OltpTable.CLAIM_LINES).values()) {
            assertThat(amount(line, "allowed_amount"))
                    .isEqualByComparingTo(amount(line, "paid_amount")
                            .add(amount(line, "deductible_amount"))
                            .add(amount(line, "coinsurance_amount"))
                            .add(amount(line, "copay_amount"))
                            .add(amount(line, "other_payer_amount")));
            assertThat(amount(line, "paid_amount").abs())
                    .isLessThanOrEqualTo(amount(line, "allowed_amount").abs());
            assertThat(amount(line, "allowed_amount").abs())
                    .isLessThanOrEqualTo(amount(line, "billed_amount").abs());
            paidOfLines.merge(String.valueOf(line.get("claim_id")), amount(line, "paid_amount"), BigDecimal::add);
        }
        for (Row claim : table(OltpTable.CLAIMS).values()) {
            assertThat(paidOfLines.get(claim.keyText())).isEqualByComparingTo(amount(claim, "total_paid"));
            if ("REVERSAL".equals(claim.get("record_type"))) {
                Row reversed = table(OltpTable.CLAIMS).get(String.valueOf(claim.get("prior_claim_id")));
                assertThat(amount(claim, "total_paid"))
                        .isEqualByComparingTo(amount(reversed, "total_paid").negate());
            }
        }
    }

    private static BigDecimal amount(Row row, String column) {
        return (BigDecimal) row.get(column);
    }

    @Test
    void everyNpiHasItsCheckDigit() {
        for (Row provider : table(OltpTable.PROVIDERS).values()) {
            String digits = "80840" + provider.get("npi");
            int sum = 0;
            for (int i = 0; i < digits.length(); i++) {
                int digit = (digits.charAt(digits.length() - 1 - i) - '0') * (i % 2 == 0 ? 1 : 2);
                sum += digit > 9 ? digit - 9 : digit;
            }
            assertThat(digits).hasSize(15);
            assertThat(sum % 10).isZero();
        }
        assertThat(table(OltpTable.PROVIDERS).values().stream().map(row -> row.get("npi")))
                .doesNotHaveDuplicates();
    }

    @Test
    void equalSeedsGiveEqualStreamsAndOthersDoNot() {
        String digest = StreamDigest.of(PayerSimulation.of(Preset.XS, 7));
        assertThat(StreamDigest.of(PayerSimulation.of(Preset.XS, 7))).isEqualTo(digest);
        assertThat(StreamDigest.of(PayerSimulation.of(Preset.XS, 8))).isNotEqualTo(digest);
    }

    @Test
    void anUnknownPresetIsRefusedWithTheNamesOfAll() {
        assertThatThrownBy(() -> Preset.parse("huge"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("xs, default, s");
    }
}
