package dev.scd2.examples.healthcare.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.examples.healthcare.oltp.OltpSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What makes the tables of the pipeline in Snowflake, as a file that a person and the linter of {@code adapters-snowflake} can
 * read; {@code -Dscd2.golden=write} writes it anew.
 */
class SnowflakeStatementsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/snowflake.sql");

    @Test
    void theDefinitionsAreTheGoldenOnes() throws IOException {
        List<String> definitions =
                new ArrayList<>(StagingTables.definitions(WarehouseKind.SNOWFLAKE, OltpSchema.entities()));
        definitions.addAll(FactTables.definitions(WarehouseKind.SNOWFLAKE));
        definitions.addAll(Marts.definitions());
        String text = definitions.stream().map(SnowflakeStatementsTest::laidOut).collect(Collectors.joining("\n"));
        if ("write".equals(System.getProperty("scd2.golden"))) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, text);
        }
        assertThat(text).isEqualTo(Files.readString(GOLDEN));
    }

    /** A line for each column and clause: where the lines break means nothing. */
    private static String laidOut(String statement) {
        String name = statement.replaceFirst("(?s).* table (\\S+) as .*", "$1").replace("\"", "");
        return "-- The table " + name.toLowerCase(Locale.ROOT) + ".\n"
                + statement
                        .replace(" as select ", " as\nselect ")
                        .replace(" union all ", "\nunion all\n")
                        .replaceAll(" from (?=\\(select|staging|raw|marts)", "\nfrom ")
                        .replaceAll("( as \"\\w+\"), ", "$1,\n    ")
                + ";\n";
    }
}
