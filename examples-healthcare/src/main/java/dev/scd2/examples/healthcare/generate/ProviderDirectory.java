package dev.scd2.examples.healthcare.generate;

import dev.scd2.examples.healthcare.oltp.OltpTable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The providers of the world, and how the payer records them. Confined to one thread. */
final class ProviderDirectory {
    static final Set<String> ORGANISATIONS = Set.of("Hospital", "Pharmacy", "Laboratory");
    /** In the order in which a state gets them. */
    private static final List<String> SPECIALTIES = List.of(
            "Family Medicine",
            "Pharmacy",
            "Hospital",
            "Internal Medicine",
            "Pediatrics",
            "Laboratory",
            "Obstetrics",
            "Cardiology",
            "Orthopedic Surgery",
            "Psychiatry",
            "Pharmacy",
            "Dermatology",
            "Endocrinology",
            "Family Medicine",
            "Pulmonology",
            "Internal Medicine");

    private static final Map<String, String> TAXONOMY = Map.ofEntries(
            Map.entry("Family Medicine", "207Q00000X"),
            Map.entry("Internal Medicine", "207R00000X"),
            Map.entry("Pediatrics", "208000000X"),
            Map.entry("Obstetrics", "207V00000X"),
            Map.entry("Cardiology", "207RC0000X"),
            Map.entry("Orthopedic Surgery", "207X00000X"),
            Map.entry("Psychiatry", "2084P0800X"),
            Map.entry("Dermatology", "207N00000X"),
            Map.entry("Endocrinology", "207RE0101X"),
            Map.entry("Pulmonology", "207RP1001X"),
            Map.entry("Hospital", "282N00000X"),
            Map.entry("Pharmacy", "3336C0003X"),
            Map.entry("Laboratory", "291U00000X"));

    private final Run run;
    private final Names names;
    private final List<Provider> all = new ArrayList<>();

    ProviderDirectory(Run run, Names names) {
        this.run = run;
        this.names = names;
    }

    /** Puts the first providers and the yearly new ones into the agenda. */
    void start() {
        run.at(Run.START, Group.PROVIDERS, () -> {
            for (int i = 0; i < run.preset().providers(); i++) {
                String state = Place.STATES.get(i % Place.STATES.size());
                record(
                        create(state, SPECIALTIES.get(i / Place.STATES.size() % SPECIALTIES.size())),
                        Run.START.minusDays(1));
            }
        });
        int perYear = Math.max(4, run.preset().providers() / 20);
        for (int year = Run.START.getYear(); year <= Run.LAST_SERVICE.getYear(); year++) {
            for (int i = 0; i < perYear; i++) {
                Draw draw = run.draw("provider", year + "-" + i, "opening");
                LocalDate opens = LocalDate.of(year, 1, 1).plusDays(i * 365L / perYear + draw.between(0, 20));
                int lag = draw.chance(0.6) ? draw.between(5, 30) : draw.between(31, 75);
                run.at(opens, Group.PLANS, () -> open(draw, opens, lag));
            }
        }
    }

    private void open(Draw draw, LocalDate opens, int lag) {
        List<String> persons =
                SPECIALTIES.stream().filter(s -> !ORGANISATIONS.contains(s)).toList();
        Provider provider = create(draw.pick(Place.STATES), draw.pick(persons));
        run.at(opens.plusDays(lag), Group.PROVIDERS, () -> {
            record(provider, opens);
            run.anomaly("new_provider", "providers", provider.id());
        });
    }

    private Provider create(String state, String specialty) {
        String id = String.format("PR%06d", run.next("provider"));
        Draw draw = run.draw("provider", id, "birth");
        Provider provider = new Provider(id, specialty, draw.pick(Place.in(state)), draw, false);
        all.add(provider);
        return provider;
    }

    /** Makes a provider of a fixed story known. */
    Provider scripted(String id, String specialty, Place place, LocalDate effective) {
        Provider provider = new Provider(id, specialty, place, run.draw("provider", id, "birth"), true);
        record(provider, effective);
        return provider;
    }

    private void record(Provider provider, LocalDate opened) {
        Draw draw = run.draw("provider", provider.id(), "record");
        LocalDate enumerated = opened.minusDays(draw.between(30, 4_000));
        Map<String, @Nullable Object> columns = new HashMap<>(address(provider.place(), draw));
        columns.put("provider_id", provider.id());
        columns.put("npi", npi(provider.id()));
        columns.put("entity_type", provider.isOrganisation() ? 2 : 1);
        columns.put("name", name(provider, draw));
        columns.put("specialty", provider.specialty());
        columns.put("taxonomy_code", taxonomy(provider.specialty()));
        columns.put("phone", Names.phone(draw));
        columns.put("group_tin", String.format("%09d", draw.between(100_000_000, 999_999_998)));
        columns.put("npi_status", "ACTIVE");
        columns.put("enumeration_date", enumerated);
        LocalDate effective = opened.isBefore(Run.START) ? enumerated : opened;
        provider.recorded(Entity.insert(run, OltpTable.PROVIDERS, effective, columns));
    }

    private String name(Provider provider, Draw draw) {
        return provider.isOrganisation()
                ? provider.place().city() + " " + names.last(draw) + " " + provider.specialty()
                : "Dr. " + names.first(draw, draw.chance(0.5) ? "F" : "M") + " " + names.last(draw);
    }

    String newName(Provider provider, Draw draw) {
        return name(provider, draw);
    }

    /** The address columns of a provider in a city. */
    Map<String, @Nullable Object> address(Place place, Draw draw) {
        Map<String, @Nullable Object> columns = new HashMap<>();
        columns.put("street", names.street(draw));
        columns.put("city", place.city());
        columns.put("state", place.state());
        columns.put("zip", draw.pick(place.zips()));
        return columns;
    }

    static String taxonomy(String specialty) {
        return TAXONOMY.getOrDefault(specialty, "207Q00000X");
    }

    /** A number of ten digits whose last is the Luhn check digit over the prefix 80840 and the nine before. */
    static String npi(String providerId) {
        String nine = "1" + String.format("%08d", Math.floorMod(providerId.hashCode() * 2_654_435_761L, 100_000_000L));
        String digits = "80840" + nine;
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int twice = digit * (i % 2 == 0 ? 2 : 1);
            sum += twice > 9 ? twice - 9 : twice;
        }
        return nine + (10 - sum % 10) % 10;
    }

    List<Provider> all() {
        return all;
    }

    /** Draws who treats: mostly in the member's state; now and then one that the payer does not know yet. */
    Provider choose(Draw draw, String state, String specialty, LocalDate day) {
        if (!ORGANISATIONS.contains(specialty) && draw.chance(0.2)) {
            List<Provider> unknown = all.stream()
                    .filter(p -> p.entity().isEmpty() && !p.isOrganisation())
                    .toList();
            if (!unknown.isEmpty()) {
                return draw.pick(unknown);
            }
        }
        List<Provider> fitting = open(state, specialty, day);
        if (fitting.isEmpty()) {
            fitting = open(state, "Family Medicine", day);
        }
        if (fitting.isEmpty()) {
            fitting = all.stream()
                    .filter(p -> p.isOpen(day) && !p.isOrganisation())
                    .toList();
        }
        return draw.pick(fitting);
    }

    private List<Provider> open(String state, String specialty, LocalDate day) {
        return all.stream()
                .filter(p -> p.isOpen(day)
                        && p.entity().isPresent()
                        && p.specialty().equals(specialty)
                        && p.place().state().equals(state))
                .toList();
    }
}
