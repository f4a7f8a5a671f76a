package dev.scd2.tck.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A page that tells of something else than a test runs. */
class GuidePageTest {
    private final GuidePage page = GuidePage.named("extracting");

    @Test
    void samplesAndRowsOfAPageAreFound() {
        assertThat(page.samples())
                .hasSize(4)
                .allSatisfy(sample -> assertThat(sample.java()).contains("ChangeSource source"));
        assertThat(page.samples()).extracting(GuideSample::name).contains(Optional.of("landing"));
        assertThat(page.rows()).isNotEmpty().allSatisfy(row -> assertThat(row).startsWith("| "));
    }

    @Test
    void aLineThatDoesNotRunFails() {
        GuideSample sample = new GuideSample(Optional.empty(), "// a remark\nprivate final GuidePage page =\n");
        Path source = Path.of("src/test/java/dev/scd2/tck/docs/GuidePageTest.java");
        assertThatThrownBy(() -> sample.requireIn(source)).isInstanceOf(AssertionError.class);
        new GuideSample(Optional.empty(), "class GuidePageTest {\n\n@Test").requireIn(source);
        assertThatThrownBy(() -> new GuideSample(Optional.empty(), "@Test\nclass GuidePageTest {").requireIn(source))
                .as("lines in another order")
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> new GuideSample(Optional.empty(), "// only this").requireIn(source))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> page.requireSamplesIn(GuidePageTest.class, 4)).isInstanceOf(AssertionError.class);
    }

    @Test
    void aSampleThatIsMissingFails() {
        assertThatThrownBy(() -> page.requireSamplesIn(GuidePageTest.class, 3))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("samples of docs/extracting.md");
        assertThatThrownBy(() -> page.requireSamplesIn(GuidePageTest.class, "another"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("<!-- another --> in docs/extracting.md");
    }

    @Test
    void aSettingThatIsNotNamedFails() {
        assertThatThrownBy(() -> page.requireSettingsOf(Duration.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("settings of class java.time.Duration in docs/extracting.md");
        assertThatThrownBy(() -> page.requireSettingsOf(GuidePageTest.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("settings of class dev.scd2.tck.docs.GuidePageTest");
    }

    @Test
    void aPageThatIsMissingIsNamed() {
        assertThatThrownBy(() -> GuidePage.named("none"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("none.md");
    }
}
