package dev.scd2.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What one load put into the lake, or an upkeep left in it: an object that is written once, behind the files it tells of, and
 * named by its own content. Immutable.
 *
 * @param files  the files that it vouches for
 * @param dropped  the offsets that were given up on purpose
 */
record LakeManifest(List<ManifestEntry> files, List<OffsetRange> dropped) {
    static final String ROOT = "manifest/";
    private static final JsonMapper JSON = new JsonMapper();
    private static final int FORM = 1;
    private static final int NAME = 32;

    LakeManifest {
        files = files.stream()
                .sorted(Comparator.comparing(ManifestEntry::file, Listing.ORDER))
                .toList();
        dropped = dropped.stream()
                .sorted(Comparator.comparing(OffsetRange::entity)
                        .thenComparing(OffsetRange::partition)
                        .thenComparing(OffsetRange::first))
                .toList();
    }

    byte[] toJson() {
        ObjectNode document = JSON.createObjectNode().put("form", FORM);
        for (ManifestEntry entry : files) {
            document.withArray("files")
                    .addObject()
                    .put("key", entry.file().key())
                    .put("from", entry.from())
                    .put("first", entry.file().first())
                    .put("last", entry.file().last())
                    .put("rows", entry.rows())
                    .put("bytes", entry.bytes())
                    .put("sha256", entry.sha256())
                    .put("latest_us", entry.latestMicros());
        }
        for (OffsetRange range : dropped) {
            document.withArray("dropped")
                    .addObject()
                    .put("entity", range.entity())
                    .put("partition", range.partition())
                    .put("first", range.first())
                    .put("last", range.last());
        }
        try {
            return JSON.writeValueAsBytes(document);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A tree could not be written as JSON.", impossible);
        }
    }

    /** Returns where a manifest with this content lies. */
    String key(byte[] json) {
        LocalDate date = files.stream()
                .map(entry -> entry.file().date())
                .max(Comparator.naturalOrder())
                .orElse(LocalDate.EPOCH);
        return ROOT + "dt=" + date + "/" + Checksum.of(json).substring(0, NAME) + ".json";
    }

    /**
     * Reads a manifest.
     *
     * @throws LakeException if it is not what its name says, or none of this form
     */
    static LakeManifest read(String key, byte[] json, LakeLocation location) {
        String name = key.substring(key.lastIndexOf('/') + 1);
        if (!name.equals(Checksum.of(json).substring(0, NAME) + ".json")) {
            throw unreadable(key, location, "its content is not the one that its name tells of", null);
        }
        try {
            JsonNode document = JSON.readTree(json);
            if (document.path("form").asInt() != FORM) {
                throw unreadable(key, location, "it is of another form than this program knows", null);
            }
            List<ManifestEntry> files = new ArrayList<>();
            for (JsonNode file : document.path("files")) {
                files.add(new ManifestEntry(
                        LakeFile.named(file.path("key").asText()).orElseThrow(),
                        file.path("from").asLong(),
                        file.path("rows").asLong(),
                        file.path("bytes").asLong(),
                        file.path("sha256").asText(),
                        file.hasNonNull("latest_us") ? file.path("latest_us").asLong() : null));
            }
            List<OffsetRange> dropped = new ArrayList<>();
            for (JsonNode range : document.path("dropped")) {
                dropped.add(new OffsetRange(
                        range.path("entity").asText(),
                        range.path("partition").asInt(),
                        range.path("first").asLong(),
                        range.path("last").asLong()));
            }
            return new LakeManifest(files, dropped);
        } catch (IOException | java.util.NoSuchElementException e) {
            throw unreadable(key, location, "it is no manifest", e);
        }
    }

    private static LakeException unreadable(
            String key, LakeLocation location, String why, @org.jspecify.annotations.Nullable Exception cause) {
        return new LakeException("The manifest " + key + " in " + location + " cannot be trusted: " + why + ".", cause);
    }
}
