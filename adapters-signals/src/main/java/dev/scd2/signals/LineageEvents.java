package dev.scd2.signals;

import dev.scd2.dimension.Column;
import dev.scd2.dimension.Dimension;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.DatasetFacets;
import io.openlineage.client.OpenLineage.InputDataset;
import io.openlineage.client.OpenLineage.OutputDataset;
import io.openlineage.client.OpenLineage.RunEvent;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The words of OpenLineage for the runs of a job. Immutable.
 *
 * @param input the dataset that is read; null for the source
 * @param output the dataset that is written
 */
record LineageEvents(
        String namespace, Dimension dimension, @Nullable Name input, Name output) {
    private static final OpenLineage WORDS = new OpenLineage(URI.create("pkg:maven/dev.scd2/scd2-adapters-signals"));

    /** A dataset's. */
    record Name(String namespace, String name) {}

    static LineageEvents of(String namespace, Dimension dimension) {
        return new LineageEvents(namespace, dimension, null, new Name(namespace, dimension.name()));
    }

    LineageEvents withInput(String inputNamespace, String name) {
        return new LineageEvents(namespace, dimension, new Name(inputNamespace, name), output);
    }

    LineageEvents withOutput(String outputNamespace, String name) {
        return new LineageEvents(namespace, dimension, input, new Name(outputNamespace, name));
    }

    OpenLineage.Run run(UUID id, @Nullable RuntimeException failure) {
        OpenLineage.RunFacetsBuilder facets = WORDS.newRunFacetsBuilder();
        if (failure != null) {
            facets.errorMessage(WORDS.newErrorMessageRunFacetBuilder()
                    .message(Failure.cause(failure) + ": " + Failure.message(failure))
                    .programmingLanguage("JAVA")
                    .build());
        }
        return WORDS.newRun(id, facets.build());
    }

    RunEvent event(RunEvent.EventType type, Instant at, OpenLineage.Run run, String source, Sums sums) {
        return WORDS.newRunEventBuilder()
                .eventType(type)
                .eventTime(at.atZone(ZoneOffset.UTC))
                .run(run)
                .job(WORDS.newJobBuilder()
                        .namespace(namespace)
                        .name(source + "." + dimension.name())
                        .build())
                .inputs(List.of(read(input == null ? new Name(namespace, source) : input, sums)))
                .outputs(List.of(written(sums)))
                .build();
    }

    private InputDataset read(Name name, Sums sums) {
        return WORDS.newInputDatasetBuilder()
                .namespace(name.namespace())
                .name(name.name())
                .facets(schema())
                .inputFacets(WORDS.newInputDatasetInputFacetsBuilder()
                        .inputStatistics(WORDS.newInputStatisticsInputDatasetFacetBuilder()
                                .rowCount(sums.rows)
                                .build())
                        .build())
                .build();
    }

    private OutputDataset written(Sums sums) {
        return WORDS.newOutputDatasetBuilder()
                .namespace(output.namespace())
                .name(output.name())
                .facets(schema())
                .outputFacets(WORDS.newOutputDatasetOutputFacetsBuilder()
                        .outputStatistics(WORDS.newOutputStatisticsOutputDatasetFacetBuilder()
                                .rowCount(sums.written)
                                .build())
                        .build())
                .build();
    }

    private DatasetFacets schema() {
        return WORDS.newDatasetFacetsBuilder()
                .schema(WORDS.newSchemaDatasetFacet(
                        Stream.concat(dimension.naturalKey().stream(), dimension.attributes().stream())
                                .map(LineageEvents::field)
                                .toList()))
                .build();
    }

    private static OpenLineage.SchemaDatasetFacetFields field(Column column) {
        return WORDS.newSchemaDatasetFacetFieldsBuilder()
                .name(column.name())
                .type(column.type().toString())
                .build();
    }
}
