package dev.scd2.examples.healthcare.generate;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A city. Immutable. */
record Place(String state, String region, String countyFips, String ratingArea, String city, List<String> zips) {
    /** All cities that the payer knows. */
    static final List<Place> ALL = Lines.of("places.txt").stream()
            .map(f -> new Place(f[0], f[1], f[2], f[3], f[4], List.copyOf(Arrays.asList(f[5].split(" ", -1)))))
            .toList();

    /** All states, in the order of the file. */
    static final List<String> STATES = ALL.stream().map(Place::state).distinct().toList();

    static List<Place> in(String state) {
        return ALL.stream().filter(place -> place.state().equals(state)).toList();
    }

    /** The address columns of a member who lives here. */
    Map<String, @Nullable Object> memberAddress(String street, String zip) {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put("street", street);
        columns.put("city", city);
        columns.put("county_fips", countyFips);
        columns.put("zip", zip);
        columns.put("state", state);
        columns.put("rating_area", ratingArea);
        columns.put("region", region);
        return columns;
    }
}
