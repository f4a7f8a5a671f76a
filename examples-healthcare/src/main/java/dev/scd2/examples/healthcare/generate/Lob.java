package dev.scd2.examples.healthcare.generate;

/** Lines of business, with their share of households and of denials. */
enum Lob {
    ACA(10_100, 50, 0.13),
    EMPLOYER(10_101, 25, 0.06),
    MEDICAID(10_102, 15, 0.09),
    MEDICARE(10_103, 10, 0.06);

    private final int issuer;
    private final double share;
    private final double denialRate;

    Lob(int issuer, double share, double denialRate) {
        this.issuer = issuer;
        this.share = share;
        this.denialRate = denialRate;
    }

    /** The issuer in whose name its plans are filed. */
    int issuer() {
        return issuer;
    }

    double denialRate() {
        return denialRate;
    }

    static Lob of(Draw draw) {
        return values()[draw.weighted(ACA.share, EMPLOYER.share, MEDICAID.share, MEDICARE.share)];
    }
}
