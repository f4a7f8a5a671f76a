package dev.scd2.tck.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation, whose samples of Java a test of a module runs.
 *
 * <pre>{@code
 * private final GuidePage page = GuidePage.named("lake");
 *
 * @Test
 * void everyLineOfJavaInTheGuideIsALineThatRuns() {
 *     page.requireSamplesIn(LakeGuideTest.class, 2);
 * }
 * }</pre>
 *
 * <p>Pages lie in {@code docs}, beside the directories of the modules, and tests run in that of their module. Immutable.
 */
public final class GuidePage {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Path TESTS = Path.of("src", "test", "java");
    private static final Pattern SAMPLE = Pattern.compile("(?:<!-- ([^\n]+) -->\n)?```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern ANY_SAMPLE = Pattern.compile("```.*?```", Pattern.DOTALL);

    private final String name;
    private final String text;

    private GuidePage(String name, String text) {
        this.name = name;
        this.text = text;
    }

    /**
     * Reads the page {@code docs/<name>.md}.
     *
     * @throws UncheckedIOException if it is not there
     */
    public static GuidePage named(String name) {
        return new GuidePage(name, read(DOCS.resolve(name + ".md")));
    }

    /** Returns the page as it stands in its file. */
    public String text() {
        return text;
    }

    /** Returns the lines of its tables, headings and rules among them, in order. */
    public List<String> rows() {
        return text.lines().filter(line -> line.startsWith("| ")).toList();
    }

    /** Returns its samples of Java, in order. */
    public List<GuideSample> samples() {
        return SAMPLE.matcher(text)
                .results()
                .map(sample -> new GuideSample(Optional.ofNullable(sample.group(1)), sample.group(2)))
                .toList();
    }

    /**
     * Requires that the page has so many samples of Java, and that the lines of each are lines of this test, in their order.
     *
     * @throws AssertionError if one is not
     */
    public void requireSamplesIn(Class<?> test, int number) {
        List<GuideSample> samples = samples();
        assertThat(samples).as("samples of docs/%s.md", name).hasSize(number);
        samples.forEach(sample -> sample.requireIn(source(test)));
    }

    /**
     * Requires that the samples behind {@code <!-- name -->} are there, and that the lines of each are lines of this test, in
     * their order.
     *
     * @throws AssertionError if one is not
     */
    public void requireSamplesIn(Class<?> test, String... names) {
        for (String wanted : names) {
            List<GuideSample> found = samples().stream()
                    .filter(sample -> sample.name().equals(Optional.of(wanted)))
                    .toList();
            assertThat(found).as("<!-- %s --> in docs/%s.md", wanted, name).hasSize(1);
            found.get(0).requireIn(source(test));
        }
    }

    /**
     * Requires that the page names every setting of these types, as {@code name(} in a code span: their public methods that
     * return the type itself.
     *
     * @throws AssertionError if one is missing, or a type has no setting
     */
    public void requireSettingsOf(Class<?>... types) {
        String prose = ANY_SAMPLE.matcher(text).replaceAll("");
        for (Class<?> type : types) {
            List<String> settings = Stream.of(type.getDeclaredMethods())
                    .filter(method -> isSetting(type, method))
                    .map(Method::getName)
                    .distinct()
                    .toList();
            assertThat(settings).as("settings of %s", type).isNotEmpty();
            assertThat(settings)
                    .as("settings of %s in docs/%s.md", type, name)
                    .allSatisfy(setting -> assertThat(prose).containsPattern("`[^`\n]*\\b" + setting + "\\("));
        }
    }

    private static boolean isSetting(Class<?> type, Method method) {
        return Modifier.isPublic(method.getModifiers()) && !method.isSynthetic() && method.getReturnType() == type;
    }

    private static Path source(Class<?> test) {
        return TESTS.resolve(test.getName().replace('.', '/') + ".java");
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + ": run the test in the directory of its module.", e);
        }
    }
}
