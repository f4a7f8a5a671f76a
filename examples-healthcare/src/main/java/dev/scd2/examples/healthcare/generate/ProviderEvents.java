package dev.scd2.examples.healthcare.generate;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happens to providers; the payer learns it late. Confined to one thread. */
final class ProviderEvents {
    private static final Map<String, List<String>> TURNS = Map.of(
            "Family Medicine", List.of("Internal Medicine", "Psychiatry"),
            "Internal Medicine", List.of("Cardiology", "Endocrinology", "Pulmonology"),
            "Cardiology", List.of("Internal Medicine"),
            "Pediatrics", List.of("Family Medicine"));

    private final Run run;
    private final ProviderDirectory directory;

    ProviderEvents(Run run, ProviderDirectory directory) {
        this.run = run;
        this.directory = directory;
    }

    /** Draws the events of a month, for those whom the payer knows. */
    void month(LocalDate first) {
        for (Provider provider : List.copyOf(directory.all())) {
            if (provider.isScripted() || provider.entity().isEmpty() || !provider.isOpen(first)) {
                continue;
            }
            Draw draw = run.draw("provider", provider.id(), "events of " + first);
            LocalDate day = draw.within(first, first.lengthOfMonth());
            if (draw.chance(0.10 / 12)) {
                move(provider, day, draw);
            }
            if (draw.chance(0.08 / 12)) {
                learn(provider, day, draw, "provider_phone", said("phone", Names.phone(draw)));
            }
            if (draw.chance(0.05 / 12) && TURNS.containsKey(provider.specialty())) {
                turn(provider, day, draw);
            }
            if (draw.chance(0.015 / 12)) {
                learn(provider, day, draw, "provider_rename", said("name", directory.newName(provider, draw)));
            }
            if (draw.chance(0.03 / 12) && !provider.isOrganisation()) {
                close(provider, day, draw);
            }
        }
    }

    private void move(Provider provider, LocalDate day, Draw draw) {
        List<Place> near = Place.in(provider.place().state());
        Place to = draw.pick(draw.chance(0.85) ? near : Place.ALL);
        provider.moved(to);
        learn(provider, day, draw, "provider_move", directory.address(to, draw));
    }

    private void turn(Provider provider, LocalDate day, Draw draw) {
        String specialty = draw.pick(TURNS.getOrDefault(provider.specialty(), List.of("Family Medicine")));
        provider.specialty(specialty);
        Map<String, @Nullable Object> said = said("specialty", specialty);
        said.put("taxonomy_code", ProviderDirectory.taxonomy(specialty));
        learn(provider, day, draw, "provider_specialty", said);
    }

    private void close(Provider provider, LocalDate day, Draw draw) {
        provider.closedOn(day);
        Map<String, @Nullable Object> said = said("npi_status", "DEACTIVATED");
        said.put("deactivation_date", day);
        learn(provider, day, draw, "provider_deactivation", said);
    }

    private static Map<String, @Nullable Object> said(String column, Object value) {
        Map<String, @Nullable Object> said = new HashMap<>();
        said.put(column, value);
        return said;
    }

    /** Lets the payer learn it within 30 days in 60 %, later in 40 %. */
    private void learn(Provider provider, LocalDate day, Draw draw, String kind, Map<String, @Nullable Object> said) {
        int lag = draw.chance(0.6) ? draw.between(0, 30) : draw.between(31, 365);
        run.at(
                day.plusDays(lag),
                Group.PROVIDERS,
                () -> provider.entity().ifPresent(entity -> {
                    if (entity.report(day, said)) {
                        run.anomaly(kind, "providers", provider.id());
                        if (lag > 30) {
                            run.anomaly("late_provider_change", "providers", provider.id());
                        }
                    }
                }));
    }
}
