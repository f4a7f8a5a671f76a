package dev.scd2.examples.healthcare.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.tck.docs.GuidePage;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** The tables of {@code docs/faults.md} and the tests that they name. */
class FaultsGuideTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern NAMED = Pattern.compile("`(\\w+)#(\\w+)` \\|");
    private static final List<Class<?>> MATRIX =
            List.of(KilledChain.class, ServerFaults.class, StoreFaults.class, FeedFaults.class, TwoProcesses.class);

    @Test
    void everyTestThatAPageNamesIsThereAndEachOfTheMatrixIsNamed() throws IOException {
        GuidePage page = GuidePage.named("faults");
        List<MatchResult> named = NAMED.matcher(page.text()).results().toList();
        assertThat(named).hasSizeGreaterThan(20);
        for (MatchResult test : named) {
            assertThat(source(test.group(1)))
                    .as(test.group())
                    .containsPattern("@(Test|ParameterizedTest)\\n(    @\\w+.*\\n)*    void " + test.group(2) + "\\(");
        }
        assertThat(page.rows().stream().filter(row -> !row.startsWith("| fault |")))
                .as("rows")
                .hasSameSizeAs(named);
        TreeSet<String> names = new TreeSet<>();
        named.forEach(test -> names.add(test.group(1) + "#" + test.group(2)));
        assertThat(names).containsAll(matrix());
    }

    private static List<String> matrix() {
        return MATRIX.stream()
                .flatMap(group -> Stream.of(group.getDeclaredMethods()))
                .filter(FaultsGuideTest::isTest)
                .map(method -> method.getDeclaringClass().getSimpleName() + "#" + method.getName())
                .toList();
    }

    private static boolean isTest(Method method) {
        return method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class);
    }

    private static String source(String type) throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.filter(module -> Files.isDirectory(module.resolve("src")))
                    .toList()) {
                try (Stream<Path> files = Files.walk(module.resolve("src"))) {
                    List<Path> found =
                            files.filter(file -> file.endsWith(type + ".java")).toList();
                    if (!found.isEmpty()) {
                        return Files.readString(found.get(0));
                    }
                }
            }
        }
        throw new AssertionError("There is no " + type + ".java.");
    }
}
