package dev.scd2.examples.healthcare.generate;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.datafaker.Faker;

/** Invented names and streets, drawn once per run. Immutable. */
final class Names {
    private final List<String> female;
    private final List<String> male;
    private final List<String> last;
    private final List<String> streets;

    Names(long seed) {
        Faker faker = new Faker(Locale.US, new Random(seed));
        female = some(200, () -> faker.name().femaleFirstName());
        male = some(200, () -> faker.name().maleFirstName());
        last = some(400, () -> faker.name().lastName());
        streets = some(200, () -> faker.address().streetName());
    }

    private static List<String> some(int count, Supplier<String> source) {
        return Stream.generate(source).limit(count).toList();
    }

    String first(Draw draw, String gender) {
        return draw.pick(gender.equals("F") ? female : male);
    }

    String last(Draw draw) {
        return draw.pick(last);
    }

    String street(Draw draw) {
        return draw.between(1, 9_899) + " " + draw.pick(streets);
    }

    static String phone(Draw draw) {
        return "555-" + draw.between(200, 999) + "-" + draw.between(1_000, 9_999);
    }
}
