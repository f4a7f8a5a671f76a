package dev.scd2.tck.broken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedMethod;

import dev.scd2.store.Evidence;
import dev.scd2.store.KeyHistory;
import dev.scd2.tck.DimensionStoreContract;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The kit must reject stores that are broken on purpose, by the rule that their fault breaks. */
class BrokenStoresTest {
    static List<Fault> faults() {
        return Fault.all();
    }

    @Test
    void everyRuleHasAFaultThatBreaksIt() {
        TreeSet<String> broken = new TreeSet<>();
        Fault.all().forEach(fault -> broken.add(fault.rule()));
        assertThat(rules().keySet()).hasSizeGreaterThan(70).containsExactlyElementsOf(broken);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void theContractRejectsTheFaultByItsRuleAndSaysWhatToLookAt(Fault fault) {
        ContractOfABrokenStore.trying(fault);
        Outcome outcome = run(rules().get(fault.rule()));
        assertThat(outcome.failed()).hasSize(1);
        assertThat(outcome.messages())
                .anyMatch(message -> message.contains("is broken. Look at ") && message.contains("STORE-"));
    }

    @Test
    void theContractAcceptsAStoreWithoutAFault() {
        ContractOfABrokenStore.trying(Fault.NONE);
        Outcome outcome = run(selectClass(ContractOfABrokenStore.class));
        assertThat(outcome.failed()).isEmpty();
        assertThat(outcome.passed()).hasSizeGreaterThan(70);
    }

    /** As a database does that sorts on several threads. */
    @Test
    void theKitAcceptsAStoreThatShowsEvidenceInAnotherOrderEachTime() {
        Random order = new Random(1);
        Fault restless = new Fault(
                "none",
                "",
                dimension -> SoundStore.showing(dimension, history -> {
                    List<Evidence> evidence = new ArrayList<>(history.evidence());
                    Collections.shuffle(evidence, order);
                    return new KeyHistory(history.key(), history.since(), history.versions(), history.past(), evidence);
                }));
        ContractOfABrokenStore.trying(restless);
        assertThat(run(selectClass(ContractOfABrokenStore.class)).failed()).isEmpty();
        ConvergenceOfABrokenStore.trying(restless);
        assertThat(run(selectClass(ConvergenceOfABrokenStore.class)).failed()).isEmpty();
    }

    @Test
    void convergenceRejectsAStoreThatForgetsEvidence() {
        List<String> forgetting =
                List.of("drops evidence that changes no version", "forgets what was said", "shortens at a patch");
        for (String name : forgetting) {
            assertThat(run(converging(name)).failed()).as(name).isNotEmpty();
        }
    }

    @Test
    void convergenceShowsTheSeedAndASmallHistory() {
        assertThat(run(converging("drops evidence that changes no version")).messages())
                .anyMatch(message -> message.contains("-Dscd2.seed=") && message.contains("shrunk from"));
    }

    private static DiscoverySelector converging(String name) {
        ConvergenceOfABrokenStore.trying(Fault.all().stream()
                .filter(fault -> fault.name().equals(name))
                .findFirst()
                .orElseThrow());
        return selectClass(ConvergenceOfABrokenStore.class);
    }

    /** The test of each rule, by the beginning of its name. */
    private static Map<String, DiscoverySelector> rules() {
        Map<String, DiscoverySelector> rules = new TreeMap<>();
        for (Class<?> group : DimensionStoreContract.class.getDeclaredClasses()) {
            Stream.of(group.getSuperclass().getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(Test.class))
                    .map(Method::getName)
                    .forEach(name -> rules.put(
                            name.replaceFirst("_.*", "_"),
                            selectNestedMethod(List.of(ContractOfABrokenStore.class), group, name)));
        }
        return rules;
    }

    private record Outcome(List<String> passed, List<String> failed, List<String> messages) {}

    private static Outcome run(DiscoverySelector tests) {
        Outcome outcome = new Outcome(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(tests)
                                .build(),
                        new TestExecutionListener() {
                            @Override
                            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                                if (test.isTest()) {
                                    boolean passed = result.getStatus() == Status.SUCCESSFUL;
                                    (passed ? outcome.passed() : outcome.failed()).add(test.getDisplayName());
                                    result.getThrowable().map(String::valueOf).ifPresent(outcome.messages()::add);
                                }
                            }
                        });
        return outcome;
    }
}
