package dev.scd2.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Files that are being made one: an object that lies in the lake from before the first step until after the last, so that
 * whoever comes next ends just this. Immutable.
 *
 * @param sources  neighbours of one partition and date, in order, at least two
 */
record CompactionPlan(List<LakeFile> sources) {
    static final String ROOT = "compacting/";
    private static final JsonMapper JSON = new JsonMapper();

    CompactionPlan {
        sources = List.copyOf(sources);
    }

    /** Returns the name of the file that they become. */
    LakeFile wide() {
        LakeFile first = sources.get(0);
        LakeFile last = sources.get(sources.size() - 1);
        return new LakeFile(first.entity(), first.date(), first.partition(), first.first(), last.last());
    }

    /** There is one plan at a time for a partition. */
    String key() {
        return ROOT + "entity=" + wide().entity() + "/" + wide().partition() + ".json";
    }

    byte[] toJson() {
        ObjectNode document = JSON.createObjectNode();
        sources.forEach(file -> document.withArray("sources").add(file.key()));
        try {
            return JSON.writeValueAsBytes(document);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A tree could not be written as JSON.", impossible);
        }
    }

    static CompactionPlan read(String key, byte[] json, LakeLocation location) {
        try {
            List<LakeFile> sources = new ArrayList<>();
            for (JsonNode source : JSON.readTree(json).path("sources")) {
                sources.add(LakeFile.named(source.asText()).orElseThrow());
            }
            CompactionPlan plan = new CompactionPlan(sources);
            if (sources.size() > 1 && plan.key().equals(key)) {
                return plan;
            }
            throw new NoSuchElementException("sources");
        } catch (IOException | NoSuchElementException e) {
            throw new LakeException(
                    "The object " + key + " in " + location
                            + " is no plan of a compaction. Remove it, and compact again.",
                    e);
        }
    }
}
