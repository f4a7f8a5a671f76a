package dev.scd2.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is measured on a database, each thing beside its peer and in turn with it. Confined to one thread. */
final class StoreBenchmarks {
    private static final int CHANGES = 10_000;
    private static final int SMALL_BATCHES = 1_000;
    private static final int SMALL = 10;
    private static final double SMALL_TARGET_MILLIS = 20;
    private static final int MILLION = 1_000_000;

    private final Database database;
    private final Options options;
    private final Report report;

    StoreBenchmarks(Database database, Options options, Report report) {
        this.database = database;
        this.options = options;
        this.report = report;
    }

    void run() throws Exception {
        if (options.asksFor("load")) {
            load();
        }
        if (options.asksFor("batch") || options.asksFor("small")) {
            Map<Integer, World> worlds = new LinkedHashMap<>();
            for (int rows : sizes()) {
                worlds.put(rows, World.loaded(database, "rows_" + rows, rows, options.seed()));
            }
            batches(worlds);
            for (World world : worlds.values()) {
                world.close();
            }
        }
        if (options.asksFor("snapshot")) {
            snapshots();
        }
    }

    private int[] sizes() {
        int rows = options.rows();
        return options.large() ? new int[] {rows, 10 * rows} : new int[] {rows / 10, rows};
    }

    private void load() throws Exception {
        report.begin("load: versions into an empty store, two for each key, batches of " + World.BATCH);
        for (int rows : options.large() ? sizes() : new int[] {options.rows()}) {
            List<Double> ours = new ArrayList<>();
            List<Double> inside = new ArrayList<>();
            List<Double> plain = new ArrayList<>();
            String how = "";
            Path export = null;
            for (int run = 0; run < options.runsOr(rows > MILLION ? 1 : 3); run++) {
                try (World world = World.loaded(database, "load_" + run, rows, options.seed())) {
                    String table = world.schema + ".member";
                    ours.add(world.loadMillis());
                    export = export == null ? database.exported(table) : export;
                    how = database.loading(table);
                    plain.add(database.plainLoad(export, table, world.schema + ".plain"));
                    world.verify();
                    inside.add(world.loadedInside());
                }
            }
            double target = database.name().equals("postgres") ? 3 : 5;
            report.result(new Result("load", database.name(), "initial load", rows, ours, how, plain, target));
            report.result(new Result("load", database.name(), "initial load inside", rows, inside, how, plain, 0));
        }
    }

    private void batches(Map<Integer, World> worlds) throws Exception {
        Map<Integer, Peer> peers = new LinkedHashMap<>();
        for (Map.Entry<Integer, World> entry : worlds.entrySet()) {
            peers.put(entry.getKey(), Peer.of(database, entry.getValue().schema));
            database.settle(entry.getValue().schema);
        }
        if (options.asksFor("batch")) {
            batch(worlds, peers);
        }
        if (options.asksFor("small")) {
            int rows = sizes()[1];
            report.begin("small: batches of " + SMALL + " changes, one after the other");
            small(rows, worlds.get(rows), peers.get(rows));
        }
        for (Map.Entry<Integer, World> entry : worlds.entrySet()) {
            entry.getValue().verifySameAs(peers.get(entry.getKey()));
        }
    }

    private void batch(Map<Integer, World> worlds, Map<Integer, Peer> peers) throws Exception {
        report.begin("batch: " + CHANGES + " observations of as many keys, each a new version");
        Map<Integer, Beside> measured = new LinkedHashMap<>();
        for (int run = -1; run < options.runsOr(3); run++) {
            for (Map.Entry<Integer, World> entry : worlds.entrySet()) {
                int rows = entry.getKey();
                World world = entry.getValue();
                List<Integer> members = world.nextRound(Math.min(CHANGES, world.generations.length));
                database.settle(world.schema);
                double took = world.applyChangesOf(members);
                double[] peer = full(world, peers.get(rows), Peer.Missing.KEPT);
                if (run >= 0) {
                    measured.computeIfAbsent(rows, key -> new Beside()).add(took, peer);
                }
            }
        }
        Integer smaller = null;
        for (Integer rows : worlds.keySet()) {
            int keys = worlds.get(rows).generations.length;
            String what = Math.min(CHANGES, keys) + " changes";
            Beside here = measured.get(rows);
            here.report("batch", what, rows, "full extract of " + keys + " keys", 1 / gain(database.name(), rows));
            if (smaller != null) {
                List<Double> before = measured.get(smaller).ours;
                String peer = "ours into " + smaller + " rows";
                report.result(new Result("batch", database.name(), what, rows, here.ours, peer, before, 1.5));
            }
            smaller = rows;
        }
    }

    /** Applies the full extract of a world to its peer; returns the milliseconds of staging it, and of the rest. */
    private double[] full(World world, Peer peer, Peer.Missing missing) throws Exception {
        Path extract = database.extract(world.generations);
        database.settle(world.schema);
        return peer.snapshot(extract, world.at(), missing);
    }

    /** Times of ours, and of set-based SQL with and without the staging of the extract, run by run. */
    private final class Beside {
        private final List<Double> ours = new ArrayList<>();
        private final List<Double> staged = new ArrayList<>();
        private final List<Double> compared = new ArrayList<>();

        void add(double took, double[] peer) {
            ours.add(took);
            staged.add(peer[0] + peer[1]);
            compared.add(peer[1]);
        }

        void report(String benchmark, String what, long rows, String extract, double target) {
            String sql = "set-based SQL, " + extract;
            String store = database.name();
            report.result(new Result(benchmark, store, what, rows, ours, sql, staged, target));
            report.result(new Result(benchmark, store, what, rows, ours, sql + ", staging not counted", compared, 0));
        }
    }

    /** Returns how many times as fast as its peer ours is to be; infinite where that is not said, which makes no target. */
    private static double gain(String store, int rows) {
        if (rows >= 10 * MILLION) {
            return store.equals("postgres") ? 8 : 1.5;
        }
        return rows >= MILLION && store.equals("postgres") ? 1.5 : Double.POSITIVE_INFINITY;
    }

    private void small(int rows, World world, Peer peer) throws Exception {
        List<Double> ours = new ArrayList<>();
        List<Double> peers = new ArrayList<>();
        database.settle(world.schema);
        int batches = Math.min(SMALL_BATCHES, rows / 20);
        for (int i = 0; i < batches; i++) {
            List<Integer> members = world.nextRound(SMALL);
            ours.add(world.applyChangesOf(members));
            peers.add(peer.delta(world.rowsOf(members), world.at()));
        }
        String what = "one of " + batches + " batches of " + SMALL + " changes";
        String delta = "SQL that is told what changed, in order: one UPDATE, one INSERT";
        report.result(new Result("small", database.name(), what, rows, ours, delta, peers, 0));
        if (database.name().equals("postgres")) {
            List<Double> target = List.of(SMALL_TARGET_MILLIS);
            List<Double> median = List.of(Times.median(ours));
            report.result(new Result("small", database.name(), what, rows, median, "20 ms", target, 1));
        }
    }

    private void snapshots() throws Exception {
        int rows = options.rows();
        report.begin("snapshot: a full listing, one row in a hundred changed, none missing");
        try (World world = World.listed(database, "listed", rows, options.seed())) {
            Peer peer = Peer.of(database, world.schema);
            Beside measured = new Beside();
            for (int run = 0; run < options.runsOr(3); run++) {
                world.nextRound(Math.max(1, rows / 100));
                database.settle(world.schema);
                measured.add(world.applyListing(), full(world, peer, Peer.Missing.CLOSED));
            }
            world.verifySameAs(peer);
            measured.report("snapshot", "a listing", rows, "full extract, keys that it lacks closed", 1.5);
        }
    }
}
