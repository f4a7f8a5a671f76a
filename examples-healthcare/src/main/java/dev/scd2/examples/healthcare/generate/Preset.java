package dev.scd2.examples.healthcare.generate;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How large the simulated payer is. Immutable. */
public enum Preset {
    /** 100 members. */
    XS(100, 60),
    /** 1,000 members, about 6,000 claims. */
    DEFAULT(1_000, 84),
    /** 10,000 members. */
    S(10_000, 840);

    private final int members;
    private final int providers;

    Preset(int members, int providers) {
        this.members = members;
        this.providers = providers;
    }

    /**
     * Returns the preset of that name, {@code xs}, {@code default} or {@code s}, in any case.
     *
     * @throws IllegalArgumentException if there is none, naming those that are
     */
    public static Preset parse(String name) {
        return Arrays.stream(values())
                .filter(preset -> preset.label().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No preset " + name + ". There are: "
                        + Arrays.stream(values()).map(Preset::label).collect(Collectors.joining(", "))));
    }

    /** Returns the name that {@link #parse} takes. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns how many people are planned for; newborns, fixed stories and test rows come on top. */
    public int members() {
        return members;
    }

    int providers() {
        return providers;
    }
}
