package dev.scd2.benchmarks.join;

import java.util.Arrays;
import java.util.List;

/** What is joined: how many facts to how many versions of how many keys. */
enum Shape {
    /** Keys of members with a few years of history. */
    USUAL("10m-1m", 10_000_000, 100_000, 10),
    /** Every key has one version. */
    SINGLE("10m-1m-single", 10_000_000, 1_000_000, 1),
    /** Few keys with long histories. */
    DEEP("10m-1m-deep", 10_000_000, 1_000, 1_000),
    /** Few keys have most of the facts: the k-th has a share of 1/k. */
    ZIPF("10m-1m-zipf", 10_000_000, 100_000, 10),
    /** The facts come in order of their time. */
    SORTED("10m-1m-sorted", 10_000_000, 100_000, 10),
    /** More facts than memory: they are read from a file, a million at a time. */
    STREAM("100m-stream", 100_000_000, 100_000, 10),
    /** Each fact is joined to three dimensions. */
    THREE("three-dimensions", 10_000_000, 100_000, 10);

    final String text;
    final int facts;
    final int keys;
    final int versionsOfKey;

    Shape(String text, int facts, int keys, int versionsOfKey) {
        this.text = text;
        this.facts = facts;
        this.keys = keys;
        this.versionsOfKey = versionsOfKey;
    }

    static Shape named(String text) {
        return Arrays.stream(values())
                .filter(shape -> shape.text.equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("There is no shape " + text + ": choose one of " + names() + "."));
    }

    static List<String> names() {
        return Arrays.stream(values()).map(shape -> shape.text).toList();
    }
}
