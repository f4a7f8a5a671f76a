package dev.scd2.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;

/**
 * Files that are being made one: an object that lies in the lake from before the first step on, so that whoever comes next
 * ends just this.
 *
 * <p>The plans of a partition are numbered. A plan is written only where there is none of its turn, and only once the one
 * before is done, which is when none of its files is left; the one before goes after that, and the last one stays. So of two
 * who begin at once one has the turn, and whoever is slow with an old plan can neither begin nor take away another. Immutable.
 *
 * @param turn  from 1 on
 * @param by  tells apart who has the turn
 * @param sources  neighbours of one partition and date, in order, at least two
 */
record CompactionPlan(long turn, String by, List<LakeFile> sources) {
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

    /** Returns with what the keys of all plans of its partition begin. */
    String partition() {
        return partition(wide());
    }

    static String partition(LakeFile file) {
        return ROOT + "entity=" + file.entity() + "/" + file.partition() + "-";
    }

    /** Of two plans of a partition the later has the greater key. */
    String key() {
        return partition() + String.format(Locale.ROOT, "%012d", turn) + ".json";
    }

    byte[] toJson() {
        ObjectNode document = JSON.createObjectNode().put("turn", turn).put("by", by);
        sources.forEach(file -> document.withArray("sources").add(file.key()));
        try {
            return JSON.writeValueAsBytes(document);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A tree could not be written as JSON.", impossible);
        }
    }

    static CompactionPlan read(String key, byte[] json, LakeLocation location) {
        try {
            JsonNode document = JSON.readTree(json);
            List<LakeFile> sources = new ArrayList<>();
            for (JsonNode source : document.path("sources")) {
                sources.add(LakeFile.named(source.asText()).orElseThrow());
            }
            CompactionPlan plan = new CompactionPlan(
                    document.path("turn").asLong(), document.path("by").asText(), sources);
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
