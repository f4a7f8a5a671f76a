package dev.scd2.tck;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.scd2.dimension.Dimension;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.cases.CaseFile;
import dev.scd2.tck.cases.CaseFiles;
import dev.scd2.tck.cases.CaseResult;
import dev.scd2.tck.cases.CaseRunner;
import dev.scd2.tck.cases.Joiner;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The case files that the kit ships, on a store driven by the engine, one test each; and those of a folder that the system
 * property {@code scd2.cases} names.
 *
 * <p>On failure look first at whether the same case fails on the reference store: then it is the engine, else the store.
 */
public abstract class CaseFilesContract {
    /** Names a folder of more case files. */
    public static final String FOLDER = "scd2.cases";

    /** Returns a fresh, empty store of {@code dimension}; the kit closes it. */
    protected abstract DimensionStore create(Dimension dimension);

    /** Returns what joins facts to versions beside the store; null where nothing does, and joins are skipped. */
    protected @Nullable Joiner joiner() {
        return null;
    }

    /** Returns how many orders are tried of one history; fewer where a store is slow to make. */
    protected int orders() {
        return CaseRunner.ORDERS;
    }

    @TestFactory
    final Stream<DynamicTest> everyCaseOfTheKit() {
        return CaseFiles.shipped().entrySet().stream().map(file -> test(file.getKey(), file.getValue()));
    }

    @TestFactory
    final Stream<DynamicTest> everyCaseOfAFolder() {
        String folder = System.getProperty(FOLDER);
        Assumptions.assumeTrue(folder != null, "no folder of case files is named by -D" + FOLDER);
        Path path = Path.of(folder);
        return CaseFiles.in(path).stream()
                .map(file -> test(path.relativize(file).toString(), CaseFile.read(file)));
    }

    private DynamicTest test(String file, CaseFile read) {
        return dynamicTest(file + ": " + read.name(), () -> check(read));
    }

    private void check(CaseFile file) {
        CaseRunner runner = CaseRunner.on(this::create).withOrders(orders());
        Joiner joiner = joiner();
        CaseResult result = (joiner == null ? runner : runner.withJoiner(joiner)).run(file);
        switch (result.outcome()) {
            case PASSED -> {}
            case FAILED -> throw new AssertionError(String.join("\n", result.findings()));
            case SKIPPED -> Assumptions.abort(String.join("\n", result.findings()));
        }
    }
}
