package dev.scd2.tck.broken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The kit must reject stores that are broken on purpose, by the rule that their fault breaks. */
class BrokenStoresTest {
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void theContractRejectsTheFaultByItsRule(Fault fault) {
        ContractOfABrokenStore.trying(fault);
        Outcome outcome = run(ContractOfABrokenStore.class);
        assertThat(outcome.failed()).anyMatch(name -> name.startsWith(fault.rule));
        assertThat(outcome.passed()).isNotEmpty();
    }

    @Test
    void theContractAcceptsAStoreWithoutAFault() {
        ContractOfABrokenStore.trying(Fault.NONE);
        Outcome outcome = run(ContractOfABrokenStore.class);
        assertThat(outcome.failed()).isEmpty();
        assertThat(outcome.passed()).hasSizeGreaterThan(40);
    }

    @ParameterizedTest
    @EnumSource(names = {"DROPS_EVIDENCE_THAT_CHANGES_NO_VERSION", "FORGETS_WHAT_WAS_SAID", "SHORTENS_AT_A_PATCH"})
    void convergenceRejectsAStoreThatForgetsEvidence(Fault fault) {
        ConvergenceOfABrokenStore.trying(fault);
        assertThat(run(ConvergenceOfABrokenStore.class).failed()).isNotEmpty();
    }

    @Test
    void convergenceShowsTheSeedAndASmallHistory() {
        ConvergenceOfABrokenStore.trying(Fault.DROPS_EVIDENCE_THAT_CHANGES_NO_VERSION);
        assertThat(run(ConvergenceOfABrokenStore.class).messages())
                .anyMatch(message -> message.contains("-Dscd2.seed=") && message.contains("shrunk from"));
    }

    private record Outcome(List<String> passed, List<String> failed, List<String> messages) {}

    private static Outcome run(Class<?> contract) {
        Outcome outcome = new Outcome(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(contract))
                .build();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (test.getSource().orElse(null) instanceof MethodSource method) {
                    boolean passed = result.getStatus() == Status.SUCCESSFUL;
                    (passed ? outcome.passed() : outcome.failed()).add(method.getMethodName());
                    result.getThrowable().map(String::valueOf).ifPresent(outcome.messages()::add);
                }
            }
        });
        return outcome;
    }
}
