package dev.scd2.tck.cases;

import dev.scd2.mutation.Insert;
import dev.scd2.mutation.Mutation;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.store.BatchResult;
import java.util.ArrayList;
import java.util.List;

/** A dry run beside what was then done. Stateless. */
final class DryRun {
    private DryRun() {}

    /** Returns in words what a dry run said otherwise than what was done; surrogate keys are reserved only then. */
    static List<String> differences(BatchResult planned, BatchResult done) {
        List<String> findings = new ArrayList<>();
        MutationPlan plan = withSurrogatesOf(planned.plan(), done.plan());
        note(findings, "mutations", plan.mutations(), done.plan().mutations());
        note(findings, "evidence", plan.evidence(), done.plan().evidence());
        note(findings, "superseded evidence", plan.superseded(), done.plan().superseded());
        note(findings, "listings", plan.marks(), done.plan().marks());
        note(findings, "rejections", plan.rejections(), done.plan().rejections());
        note(findings, "restatements", plan.restatements(), done.plan().restatements());
        note(findings, "accepted changes", planned.accepted(), done.accepted());
        note(findings, "replayed changes", planned.replayed(), done.replayed());
        note(findings, "rejected changes", planned.rejected(), done.rejected());
        return findings;
    }

    private static void note(List<String> findings, String part, Object planned, Object done) {
        if (!planned.equals(done)) {
            findings.add("the dry run has other " + part + " than what was done");
        }
    }

    private static MutationPlan withSurrogatesOf(MutationPlan planned, MutationPlan done) {
        for (int i = 0;
                i < Math.min(planned.mutations().size(), done.mutations().size());
                i++) {
            Mutation mutation = planned.mutations().get(i);
            if (mutation instanceof Insert && mutation.surrogate() < 0) {
                return planned.withSurrogates(done.mutations().get(i).surrogate() + 1 + mutation.surrogate());
            }
        }
        return planned;
    }
}
