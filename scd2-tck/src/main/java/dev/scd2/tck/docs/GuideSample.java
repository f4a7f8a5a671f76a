package dev.scd2.tck.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A sample of Java in a page. Immutable.
 *
 * @param name what stands in the comment right before it, if one does
 * @param java what it says
 */
public record GuideSample(Optional<String> name, String java) {

    /**
     * Requires that its lines stand in a source, in their order; how far they are indented, empty lines, lines that are a
     * comment and what stands between them there does not matter.
     *
     * @param source relative to the directory of the module
     * @throws AssertionError if one does not
     */
    public void requireIn(Path source) {
        List<String> sample = lines(java);
        assertThat(sample).as("a sample").isNotEmpty();
        assertThat(lines(GuidePage.read(source))).as("%s", source).containsSubsequence(sample);
    }

    private static List<String> lines(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("//"))
                .toList();
    }
}
