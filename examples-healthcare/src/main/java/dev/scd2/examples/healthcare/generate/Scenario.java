package dev.scd2.examples.healthcare.generate;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a visit is about: who treats it, where, for what and with which steps. Immutable. */
record Scenario(
        String name,
        String claimType,
        String specialty,
        String placeOfService,
        String diagnosis,
        String drg,
        int leastAge,
        int greatestAge,
        String sex,
        String segment,
        Set<Integer> months,
        double weight,
        List<Step> steps) {

    /** One procedure or drug, with its price in cents. */
    record Step(String system, String code, long price) {}

    private static final List<Scenario> ALL =
            Lines.of("scenarios.txt").stream().map(Scenario::parse).toList();
    private static final Map<String, Scenario> BY_NAME =
            ALL.stream().collect(Collectors.toMap(Scenario::name, scenario -> scenario));

    private static Scenario parse(String[] f) {
        Set<Integer> months = f[10].equals("*")
                ? Set.of()
                : Arrays.stream(f[10].split(" ", -1)).map(Integer::valueOf).collect(Collectors.toUnmodifiableSet());
        List<Step> steps = Arrays.stream(f[12].split(";", -1))
                .map(step -> step.split(":", -1))
                .map(step -> new Step(step[0], step[1], Long.parseLong(step[2]) * 100))
                .toList();
        return new Scenario(
                f[0],
                f[1],
                f[2],
                f[3],
                f[4],
                f[5],
                Integer.parseInt(f[6]),
                Integer.parseInt(f[7]),
                f[8],
                f[9],
                months,
                Double.parseDouble(f[11]),
                steps);
    }

    static Scenario named(String name) {
        Scenario scenario = BY_NAME.get(name);
        if (scenario == null) {
            throw new IllegalArgumentException("No scenario " + name);
        }
        return scenario;
    }

    /** Draws a scenario that fits the person on the day. */
    static Scenario of(Draw draw, Person person, LocalDate day) {
        String type = List.of("PHARMACY", "PROFESSIONAL", "INSTITUTIONAL").get(draw.weighted(45, 48, 7));
        double[] weights = new double[ALL.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = ALL.get(i).claimType().equals(type) ? ALL.get(i).fit(person, day) : 0;
        }
        double any = Arrays.stream(weights).sum();
        return any == 0
                ? named(person.ageOn(day) < 18 ? "visit-child" : "visit-adult")
                : ALL.get(draw.weighted(weights));
    }

    private double fit(Person person, LocalDate day) {
        int age = person.ageOn(day);
        if (age < leastAge || age > greatestAge || !(sex.equals("*") || sex.equals(person.gender()))) {
            return 0;
        }
        double fit = weight;
        if (!segment.equals("*")) {
            fit *= segment.equals(person.segment()) ? 3 : 0.25;
        }
        if (!months.isEmpty()) {
            fit *= months.contains(day.getMonthValue()) ? 2 : 0.4;
        }
        return fit;
    }
}
