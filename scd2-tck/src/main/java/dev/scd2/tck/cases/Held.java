package dev.scd2.tck.cases;

import dev.scd2.error.Reason;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.Rejection;
import dev.scd2.store.StoredVersion;
import dev.scd2.tck.cases.Expectation.Answer;
import dev.scd2.tck.cases.Expectation.Question;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a store shows. Immutable.
 *
 * @param latest versions of the latest belief
 * @param past rows that are no longer believed
 * @param answers to the questions that were put
 * @param quarantined the reasons in quarantine
 */
record Held(
        List<StoredVersion> latest,
        List<StoredVersion> past,
        Map<Question, List<StoredVersion>> answers,
        List<Reason> quarantined) {

    static Held of(DimensionStore store, List<Answer> questions) {
        List<StoredVersion> latest = new ArrayList<>();
        List<StoredVersion> past = new ArrayList<>();
        store.scan(history -> {
            latest.addAll(history.versions());
            past.addAll(history.past());
        });
        Held held = new Held(
                latest,
                past,
                new HashMap<>(),
                store.quarantine().stream().map(Rejection::reason).toList());
        questions.forEach(one -> held.answers.put(one.question(), held.answer(store, one.question())));
        return held;
    }

    private List<StoredVersion> answer(DimensionStore store, Question question) {
        if (question.validAt() == null) {
            return question.systemAt() == null
                    ? latest
                    : all().filter(row -> row.believed().contains(question.systemAt()))
                            .toList();
        }
        List<StoredVersion> rows = new ArrayList<>();
        if (question.systemAt() == null) {
            store.asOf(question.validAt(), rows::add);
        } else {
            store.asOf(question.validAt(), question.systemAt(), rows::add);
        }
        return rows;
    }

    /** Returns the rows of every belief. */
    Stream<StoredVersion> all() {
        return Stream.concat(latest.stream(), past.stream());
    }
}
