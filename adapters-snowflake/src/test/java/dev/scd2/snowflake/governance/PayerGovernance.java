package dev.scd2.snowflake.governance;

import java.math.BigDecimal;
import java.util.List;

/** The declaration of a payer's warehouse that the tests share. */
final class PayerGovernance {
    private PayerGovernance() {}

    static Governance.Builder builder() {
        return Governance.of("payer")
                .schema("raw", "messages as they landed")
                .schema("staging", "typed rows")
                .schema("intermediate", "claims put together")
                .schema("marts", "curated tables")
                .schema("secure", "what analysts ask")
                .role(FunctionalRole.named("payer_loader", "brings files into raw tables")
                        .access("raw", Access.LOAD)
                        .warehouse("load_wh"))
                .role(FunctionalRole.named("payer_transformer", "builds every layer behind the raw one")
                        .access("raw", Access.READ)
                        .access("staging", Access.BUILD)
                        .access("intermediate", Access.BUILD)
                        .access("marts", Access.BUILD)
                        .warehouse("transform_wh"))
                .role(FunctionalRole.named("payer_store", "keeps the histories")
                        .access("marts", Access.WRITE)
                        .warehouse("transform_wh"))
                .role(FunctionalRole.named("payer_analyst", "asks questions about nobody in particular")
                        .access("secure", Access.READ)
                        .warehouse("report_wh"))
                .role(FunctionalRole.named("payer_actuary", "works with a limited data set")
                        .inherits("payer_analyst"))
                .role(FunctionalRole.named("payer_broker", "sees the own book")
                        .access("secure", Access.READ)
                        .warehouse("report_wh"))
                .role(FunctionalRole.named("payer_ops", "serves members, whom it has to know")
                        .inherits("payer_analyst"))
                .role(FunctionalRole.named("payer_auditor", "answers for who saw what")
                        .inherits("payer_ops")
                        .access("audit", Access.READ))
                .columnClass(ColumnClass.named("direct_identifier", "names a person")
                        .shows("payer_ops", Mask.clear())
                        .shows("payer_broker", Mask.clear()))
                .columnClass(ColumnClass.named("record_identifier", "points at a person's records")
                        .shows("payer_ops", Mask.clear())
                        .shows("payer_broker", Mask.clear())
                        .shows("payer_analyst", Mask.token()))
                .columnClass(ColumnClass.named("birth_date", "when a person was born")
                        .shows("payer_ops", Mask.clear())
                        .shows("payer_actuary", Mask.clear())
                        .shows("payer_analyst", Mask.year()))
                .columnClass(ColumnClass.named("event_date", "when a person was served")
                        .shows("payer_ops", Mask.clear())
                        .shows("payer_actuary", Mask.clear())
                        .shows("payer_analyst", Mask.month()))
                .columnClass(ColumnClass.named("postal_code", "where a person lives")
                        .shows("payer_ops", Mask.clear())
                        .shows("payer_actuary", Mask.clear())
                        .shows("payer_analyst", Mask.zip3())
                        .shows("payer_broker", Mask.zip3()))
                .columnClass(ColumnClass.named("diagnosis", "what a person suffers from")
                        .shows("payer_ops", Mask.clear())
                        .shows("payer_actuary", Mask.clear())
                        .shows("payer_analyst", Mask.grouped(List.of("B20", "F1", "F3"), "sensitive")))
                .columnClass(ColumnClass.named("income", "what a person earns")
                        .shows("payer_ops", Mask.clear())
                        .shows("payer_analyst", Mask.band(new BigDecimal("10000"))))
                .columnClass(ColumnClass.named("free_text", "may name anybody"))
                .table(GovernedTable.of("marts", "dim_member")
                        .column("member_sk", "NUMBER(19, 0)")
                        .column("member_id", "VARCHAR", "record_identifier")
                        .column("name", "VARCHAR", "direct_identifier")
                        .column("dob", "DATE", "birth_date")
                        .column("zip", "VARCHAR", "postal_code")
                        .column("income", "NUMBER(12, 2)", "income")
                        .column("broker_name", "VARCHAR")
                        .rowsBy("own_book", "broker_name"))
                .table(GovernedTable.of("marts", "fact_claim_line")
                        .column("claim_id", "VARCHAR")
                        .column("member_id", "VARCHAR", "record_identifier")
                        .column("service_date", "DATE", "event_date")
                        .column("received_at", "TIMESTAMP_NTZ(6)", "event_date")
                        .column("diagnosis_code", "VARCHAR", "diagnosis")
                        .column("note", "VARCHAR", "free_text")
                        .column("paid_amount", "NUMBER(12, 2)"))
                .view(SecureView.of(
                        "secure",
                        "member",
                        "Members, as much of them as the asking role may see.",
                        "marts",
                        "dim_member",
                        List.of("member_sk", "member_id", "name", "dob", "zip", "income")))
                .view(SecureView.of(
                        "secure",
                        "claim_line",
                        "Lines of claims, without notes.",
                        "marts",
                        "fact_claim_line",
                        List.of("claim_id", "member_id", "service_date", "diagnosis_code", "paid_amount")))
                .rowPolicy(RowPolicy.named("own_book", "brokers see their own book only", "VARCHAR")
                        .entitledBy("book", "user_name", "broker_name")
                        .allRowsFor("payer_ops")
                        .allRowsFor("payer_analyst")
                        .allRowsFor("payer_transformer")
                        .allRowsFor("payer_store"))
                .stage("raw", "lake", StageKind.EXTERNAL)
                .stage("raw", "landing", StageKind.INTERNAL)
                .tokenFunction("token")
                .auditViews("audit");
    }

    static Governance declared() {
        return builder().build();
    }
}
