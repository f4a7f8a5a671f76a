package dev.scd2.tck.cases;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.scd2.change.Batch;
import dev.scd2.dimension.ConflictPolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.SystemTime;
import dev.scd2.error.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads case files. Confined to one thread. */
final class CaseReader {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final JsonObject file;
    private final Declaration initial;
    private Declaration declaration;

    private CaseReader(JsonObject file) {
        this.file = file;
        Set<String> later = new HashSet<>();
        for (JsonObject step : file.objects("steps")) {
            if (step.has("addColumns")) {
                later.addAll(step.object("addColumns").fields().keySet());
            }
        }
        initial = Declaration.read(file.object("dimension"), later);
        declaration = initial;
    }

    static CaseFile read(Path path) {
        String name = String.valueOf(path.getFileName());
        try {
            JsonObject file = JsonObject.of(JSON.readTree(Files.readString(path)), name + ":");
            return file.has("facts") ? JoinReader.read(file) : new CaseReader(file).history();
        } catch (JsonProcessingException noJson) {
            throw new CaseFileException(
                    name + " is no JSON at line " + noJson.getLocation().getLineNr() + ": "
                            + noJson.getOriginalMessage(),
                    noJson);
        } catch (IOException unreadable) {
            throw new CaseFileException(name + " cannot be read: " + unreadable, unreadable);
        }
    }

    private HistoryCase history() {
        file.with("name", "source", "dimension", "steps", "expect", "orders", "replay");
        if (file.find("orders") != null && !file.text("orders").equals("all")) {
            throw file.wrong("orders", "must be \"all\".");
        }
        List<JsonObject> said = file.objects("steps");
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < said.size(); i++) {
            steps.add(step(said.get(i), i + 1, error(said.subList(i + 1, said.size()))));
        }
        Expectation expect = file.find("expect") == null
                ? Expectation.NOTHING
                : new ExpectationReader(declaration).read(file.object("expect"));
        boolean everyOrder = file.find("orders") != null;
        if (everyOrder) {
            requireThatOrderDecidesNothing(steps);
        }
        return new HistoryCase(file.text("name"), initial.dimension(), steps, expect, everyOrder, file.flag("replay"));
    }

    private Step step(JsonObject said, int number, @Nullable Reason error) {
        said.with("apply", "snapshot", "addColumns", "prune", "expect", "systemTime");
        boolean applies = said.has("apply") || said.has("snapshot");
        int kinds = (applies ? 1 : 0)
                + (said.has("addColumns") ? 1 : 0)
                + (said.has("prune") ? 1 : 0)
                + (said.has("expect") ? 1 : 0);
        if (kinds != 1) {
            throw said.wrong("must be one of apply, snapshot, addColumns, prune, expect.");
        }
        if (said.has("expect")) {
            return new Step.Check(number, new ExpectationReader(declaration).read(said.object("expect")));
        }
        if (said.has("prune")) {
            JsonObject prune = said.object("prune").with("before");
            return new Step.Prune(number, prune.instant("before"), error);
        }
        if (said.has("addColumns")) {
            Declaration wider = declaration.with(Declaration.types(said.object("addColumns")));
            declaration = error == null ? wider : declaration;
            return new Step.AddColumns(number, wider.dimension(), error);
        }
        return new Step.Apply(number, batch(said), error);
    }

    private Batch batch(JsonObject said) {
        Instant recorded = said.instantOrNull("systemTime");
        boolean byLoad = declaration.dimension().systemTime() == SystemTime.LOAD;
        if (byLoad && recorded == null) {
            throw said.wrong("needs the field 'systemTime': the history is bitemporal by the time of loads.");
        }
        ChangeReader reader = new ChangeReader(declaration, recorded);
        Batch.Builder batch = Batch.builder();
        said.objects("apply").forEach(change -> batch.change(reader.change(change)));
        if (said.has("snapshot")) {
            batch.snapshot(reader.snapshot(said.object("snapshot")));
        }
        if (byLoad && recorded != null) {
            batch.systemTime(recorded);
        }
        return batch.build();
    }

    /** Returns the error that is expected of the step before {@code later}: the next thing that happens ends the search. */
    private @Nullable Reason error(List<JsonObject> later) {
        for (JsonObject step : later) {
            if (!step.has("expect")) {
                return null;
            }
            JsonObject expect = step.object("expect");
            if (expect.find("error") != null) {
                return expect.word("error", Reason.class);
            }
        }
        JsonObject last = file.find("expect") == null ? null : file.object("expect");
        return last == null || last.find("error") == null ? null : last.word("error", Reason.class);
    }

    private void requireThatOrderDecidesNothing(List<Step> steps) {
        Dimension dimension = initial.dimension();
        boolean decides = dimension.maxDeleteShare() < 1
                || dimension.systemTime() == SystemTime.LOAD
                || dimension.rejectLimit() < Long.MAX_VALUE
                || dimension.conflictPolicy() == ConflictPolicy.FAIL
                || dimension.watermark().isPresent();
        for (Step step : steps) {
            decides |= step instanceof Step.AddColumns
                    || step instanceof Step.Prune
                    || (step instanceof Step.Apply apply && apply.error() != null);
        }
        if (decides) {
            throw file.wrong(
                    "orders",
                    "is only for a maxDeleteShare of 1.0, and without system time of loads, prune, rejectLimit, onConflict"
                            + " fail, addColumns, watermark and steps with error.");
        }
    }
}
