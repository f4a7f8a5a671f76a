package dev.scd2.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page and the tests name the same rules. */
class ContractPageTest {
    private static final List<Class<?>> GROUPS = List.of(
            ValueRules.class,
            VersionRules.class,
            EvidenceRules.class,
            ReadingRules.class,
            ListingRules.class,
            TransactionRules.class,
            BookkeepingRules.class,
            ScanRules.class,
            StateRules.class,
            BeliefRules.class,
            EvolutionRules.class,
            PreviewRules.class);

    @Test
    void everyRuleOnThePageHasATestAndEveryTestARule() throws IOException {
        String page = Files.readString(Path.of("CONTRACT.md"));
        TreeSet<Integer> onThePage = Pattern.compile("\\| STORE-(\\d+) \\| MUST \\|")
                .matcher(page)
                .results()
                .map(match -> Integer.valueOf(match.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
        TreeSet<Integer> tested = GROUPS.stream()
                .flatMap(group -> Stream.of(group.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(ContractPageTest::number)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(tested).isNotEmpty().isEqualTo(onThePage);
        List<Class<?>> nested = Arrays.stream(DimensionStoreContract.class.getDeclaredClasses())
                .<Class<?>>map(Class::getSuperclass)
                .toList();
        assertThat(nested).containsExactlyInAnyOrderElementsOf(GROUPS);
    }

    private static Integer number(Method test) {
        return Integer.valueOf(test.getName().replaceFirst("store(\\d+)_.*", "$1"));
    }
}
