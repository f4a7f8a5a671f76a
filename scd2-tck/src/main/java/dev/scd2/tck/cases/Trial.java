package dev.scd2.tck.cases;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Orders and batch cuts of one history that can be tried side by side: they differ in when each change comes, and agree
 * in when listings and truncates come, which speak of the keys of every lane. Immutable.
 *
 * @param pieces the changes and listings
 * @param lanes for each order, for each piece, the number of the batch in which it comes, from 0
 */
record Trial(List<Piece> pieces, List<int[]> lanes) {
    /** Up to so many pieces every order is tried. */
    private static final int MOST_PIECES = 6;

    private static final int LANES = 250;
    private static final int LANES_WITH_LISTINGS = 50;

    /**
     * Returns every order, each piece in a batch of its own, where there are few pieces and the limit is not set lower than
     * usual; else as many random orders and cuts as the limit says.
     */
    static List<Trial> of(List<Piece> pieces, int limit, long seed) {
        if (pieces.size() <= MOST_PIECES && (limit >= CaseRunner.ORDERS || factorial(pieces.size()) <= limit)) {
            return permutations(pieces);
        }
        SplittableRandom random = new SplittableRandom(seed);
        boolean withListings = pieces.stream().anyMatch(Piece::isOfEveryKey);
        int most = withListings ? LANES_WITH_LISTINGS : LANES;
        List<Trial> trials = new ArrayList<>();
        for (int left = limit; left > 0; left -= most) {
            trials.add(random(pieces, Math.min(most, left), random));
        }
        return trials;
    }

    /** Returns how many orders are tried. */
    static int orders(List<Trial> trials) {
        return trials.stream().mapToInt(trial -> trial.lanes.size()).sum();
    }

    /** Returns the numbers of the batches that are not empty, ascending. */
    Iterable<Integer> batches() {
        TreeSet<Integer> numbers = new TreeSet<>();
        lanes.forEach(lane -> Arrays.stream(lane).forEach(numbers::add));
        return numbers;
    }

    /** Returns in which lanes a piece comes in a batch. */
    boolean[] lanesWith(int piece, int batch) {
        boolean[] with = new boolean[lanes.size()];
        for (int lane = 0; lane < with.length; lane++) {
            with[lane] = lanes.get(lane)[piece] == batch;
        }
        return with;
    }

    /** Returns each order by itself. */
    List<Trial> apart() {
        return lanes.stream().map(lane -> new Trial(pieces, List.of(lane))).toList();
    }

    /** Returns the first order in words: its batches, each with the labels of what it holds. */
    String drawn() {
        Map<Integer, List<String>> labels = new LinkedHashMap<>();
        batches().forEach(batch -> labels.put(batch, new ArrayList<>()));
        for (int i = 0; i < pieces.size(); i++) {
            labels.get(lanes.get(0)[i]).add(pieces.get(i).label());
        }
        return String.join(
                " then ",
                labels.values().stream().map(batch -> String.join("+", batch)).toList());
    }

    private static List<Trial> permutations(List<Piece> pieces) {
        Map<List<Integer>, List<int[]>> byListings = new LinkedHashMap<>();
        for (int[] order : permutations(pieces.size())) {
            List<Integer> listings = new ArrayList<>();
            for (int i = 0; i < order.length; i++) {
                if (pieces.get(i).isOfEveryKey()) {
                    listings.add(order[i]);
                }
            }
            byListings.computeIfAbsent(listings, place -> new ArrayList<>()).add(order);
        }
        return byListings.values().stream()
                .map(lanes -> new Trial(pieces, lanes))
                .toList();
    }

    /** Returns every arrangement of the numbers from 0 on. */
    private static List<int[]> permutations(int size) {
        List<int[]> shorter = List.of(new int[0]);
        for (int number = 0; number < size; number++) {
            List<int[]> longer = new ArrayList<>();
            for (int[] order : shorter) {
                for (int at = 0; at <= order.length; at++) {
                    int[] with = Arrays.copyOf(order, order.length + 1);
                    System.arraycopy(order, at, with, at + 1, order.length - at);
                    with[at] = number;
                    longer.add(with);
                }
            }
            shorter = longer;
        }
        return shorter;
    }

    private static int factorial(int n) {
        return n <= 1 ? 1 : n * factorial(n - 1);
    }

    private static Trial random(List<Piece> pieces, int lanes, SplittableRandom random) {
        long snapshots =
                pieces.stream().filter(piece -> piece.snapshot() != null).count();
        int batches = Math.max((int) snapshots, 1 + random.nextInt(pieces.size()));
        int[] common = new int[pieces.size()];
        TreeSet<Integer> taken = new TreeSet<>();
        for (int i = 0; i < common.length; i++) {
            common[i] = random.nextInt(batches);
            while (pieces.get(i).snapshot() != null && !taken.add(common[i])) {
                common[i] = random.nextInt(batches);
            }
        }
        List<int[]> orders = new ArrayList<>();
        for (int lane = 0; lane < lanes; lane++) {
            int[] order = new int[common.length];
            for (int i = 0; i < order.length; i++) {
                order[i] = pieces.get(i).isOfEveryKey() ? common[i] : random.nextInt(batches);
            }
            orders.add(order);
        }
        return new Trial(pieces, orders);
    }
}
