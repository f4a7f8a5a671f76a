package dev.scd2.snowflake.load;

/** The layout that the tests share. */
final class PayerLayout {
    static final String ROLE = "arn:aws:iam::000000000000:role/snowflake";

    private PayerLayout() {}

    static LoadLayout declared() {
        return LoadLayout.of("payer")
                .stage(LoadStage.internal("landing"))
                .raw("members")
                .raw("claims");
    }
}
