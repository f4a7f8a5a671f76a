package dev.scd2.examples.healthcare.generate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Answers from the ledger by looking at every statement: too simple to be wrong, hence the truth that a pipeline is checked
 * against.
 *
 * <ul>
 *   <li>A column has, on a day, the value of the statement with the greatest (valid from, order) of those valid from that
 *       day or before.
 *   <li>An entity exists from the day of its first statement on, and not from the day of a delete on.
 *   <li>The coverage of a member on a day is that of medical spans only, also for pharmacy claims: of the spans whose last
 *       statement is not void and contains the day, the one whose last statement was recorded last.
 * </ul>
 *
 * <p>All of the ledger is held in memory; an answer takes time linear in what was said of the claim's member, provider and
 * plan. Immutable, thread-safe.
 */
public final class LedgerAnswers {
    private record Statement(
            @Nullable String column, @Nullable String value, LocalDate validFrom, long order) {}

    private record Cover(
            String enrollmentId,
            String planId,
            LocalDate start,
            @Nullable LocalDate endExcl,
            boolean isVoid,
            Instant recordedAt,
            long order) {}

    private record Claimed(
            String memberId, String providerId, @Nullable String planId, LocalDate serviceDate) {}

    private final Map<String, List<Statement>> statements = new HashMap<>();
    private final Map<String, List<Cover>> covers = new HashMap<>();
    private final Map<String, Claimed> claims = new LinkedHashMap<>();
    private final Map<String, Long> anomalies = new TreeMap<>();

    private LedgerAnswers() {}

    /**
     * Reads the ledger that {@link PayerSimulation#writeLedger} wrote.
     *
     * @throws IOException if a file is missing or cannot be read
     */
    public static LedgerAnswers read(Path directory) throws IOException {
        LedgerAnswers answers = new LedgerAnswers();
        lines(directory.resolve(LedgerFiles.STATEMENTS), answers::statement);
        lines(directory.resolve(LedgerFiles.COVERAGE), answers::cover);
        lines(directory.resolve(LedgerFiles.CLAIMS), answers::claim);
        try (Stream<String> rows = Files.lines(directory.resolve(LedgerFiles.ANOMALIES))) {
            rows.skip(1).forEach(row -> answers.anomalies.merge(row.substring(0, row.indexOf(',')), 1L, Long::sum));
        }
        return answers;
    }

    private static void lines(Path file, Consumer<JsonNode> consumer) throws IOException {
        ObjectMapper mapper = new ObjectMapper(new JsonFactory());
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file), 1 << 16);
                MappingIterator<JsonNode> all = mapper.readerFor(JsonNode.class).readValues(in)) {
            all.forEachRemaining(consumer);
        }
    }

    private void statement(JsonNode line) {
        statements
                .computeIfAbsent(
                        line.get("entity").asText() + " " + line.get("key").asText(), any -> new ArrayList<>())
                .add(new Statement(
                        text(line, "column"),
                        text(line, "value"),
                        day(line, "valid_from"),
                        line.get("order").asLong()));
    }

    private void cover(JsonNode line) {
        if (line.get("coverage_type").asText().equals("MED")) {
            String end = text(line, "end_excl");
            covers.computeIfAbsent(line.get("member_id").asText(), any -> new ArrayList<>())
                    .add(new Cover(
                            line.get("enrollment_id").asText(),
                            line.get("plan_id").asText(),
                            day(line, "start_date"),
                            end == null ? null : LocalDate.parse(end),
                            line.get("void").asBoolean(),
                            Instant.parse(line.get("recorded_at").asText()),
                            line.get("order").asLong()));
        }
    }

    private void claim(JsonNode line) {
        String id = line.get("claim_id").asText();
        if (line.get("deleted").asBoolean()) {
            claims.remove(id);
        } else {
            claims.put(
                    id,
                    new Claimed(
                            line.get("member_id").asText(),
                            line.get("provider_id").asText(),
                            text(line, "plan_id"),
                            day(line, "service_from_date")));
        }
    }

    private static @Nullable String text(JsonNode line, String name) {
        return line.get(name).isNull() ? null : line.get(name).asText();
    }

    private static LocalDate day(JsonNode line, String name) {
        return LocalDate.parse(line.get(name).asText());
    }

    /** Returns the ids of all claims that were not deleted, in the order of their receipt. */
    public List<String> claimIds() {
        return List.copyOf(claims.keySet());
    }

    /** Returns how many anomalies of each kind were put into the data, by kind. */
    public Map<String, Long> anomalies() {
        return Collections.unmodifiableMap(anomalies);
    }

    /**
     * Returns what was in force on the day of service of a claim.
     *
     * @throws IllegalArgumentException if there is no such claim
     */
    public ClaimAnswer forClaim(String claimId) {
        Claimed claim = claims.get(claimId);
        if (claim == null) {
            throw new IllegalArgumentException("The ledger has no such claim");
        }
        LocalDate day = claim.serviceDate();
        Optional<ClaimAnswer.Coverage> coverage = coverage(claim.memberId(), day);
        return new ClaimAnswer(
                claimId,
                claim.memberId(),
                claim.providerId(),
                claim.planId(),
                day,
                coverage,
                entity("members", claim.memberId(), day),
                entity("providers", claim.providerId(), day),
                coverage.flatMap(covered -> entity("plans", covered.planId() + "|" + day.getYear(), day)));
    }

    /** Returns the medical coverage of a member in force on a day. */
    public Optional<ClaimAnswer.Coverage> coverage(String memberId, LocalDate day) {
        return coverage(memberId, day, Instant.MAX);
    }

    /** Returns the medical coverage of a member in force on a day, as it was recorded by {@code knownAt}, inclusive. */
    public Optional<ClaimAnswer.Coverage> coverage(String memberId, LocalDate day, Instant knownAt) {
        Map<String, Cover> last = new HashMap<>();
        for (Cover cover : covers.getOrDefault(memberId, List.of())) {
            Cover known = last.get(cover.enrollmentId());
            boolean recorded = !cover.recordedAt().isAfter(knownAt);
            if (recorded && (known == null || cover.order() > known.order())) {
                last.put(cover.enrollmentId(), cover);
            }
        }
        Cover best = null;
        for (Cover cover : last.values()) {
            boolean contains =
                    !day.isBefore(cover.start()) && (cover.endExcl() == null || day.isBefore(cover.endExcl()));
            if (!cover.isVoid() && contains && (best == null || cover.order() > best.order())) {
                best = cover;
            }
        }
        return Optional.ofNullable(best).map(cover -> new ClaimAnswer.Coverage(cover.enrollmentId(), cover.planId()));
    }

    /**
     * Returns the columns of an entity in force on a day; empty if it does not exist then.
     *
     * @param entity  the table's name
     * @param key  the key's values, joined by a bar
     */
    public Optional<Map<String, @Nullable String>> entity(String entity, String key, LocalDate day) {
        Map<String, Statement> best = new HashMap<>();
        Statement gone = null;
        for (Statement statement : statements.getOrDefault(entity + " " + key, List.of())) {
            if (statement.validFrom().isAfter(day)) {
                continue;
            }
            String column = statement.column();
            if (column == null) {
                gone = statement;
                continue;
            }
            Statement known = best.get(column);
            if (known == null
                    || statement.validFrom().isAfter(known.validFrom())
                    || (statement.validFrom().equals(known.validFrom()) && statement.order() > known.order())) {
                best.put(column, statement);
            }
        }
        if (gone != null || best.isEmpty()) {
            return Optional.empty();
        }
        Map<String, @Nullable String> values = new TreeMap<>();
        best.forEach((column, statement) -> values.put(column, statement.value()));
        return Optional.of(Collections.unmodifiableMap(values));
    }
}
