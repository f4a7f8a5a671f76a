package dev.scd2.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.change.Observation;
import dev.scd2.change.Sequence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The columns of a change are a copy that behaves as a {@link LinkedHashMap} does, and that nobody can change. */
class FieldsOfChangesTest {
    private static Map<String, @Nullable Object> fields(Map<String, @Nullable Object> given) {
        return new Observation(given, Instant.EPOCH, Sequence.of(1), null).fields();
    }

    @Test
    void anyColumnsAreThereInTheirOrder() {
        Random random = new Random(7);
        for (int run = 0; run < 2_000; run++) {
            Map<String, @Nullable Object> given = new LinkedHashMap<>();
            int columns = random.nextInt(40);
            for (int i = 0; i < columns; i++) {
                String name = "c" + random.nextInt(60);
                given.put(random.nextInt(50) == 0 ? null : name, random.nextInt(4) == 0 ? null : random.nextInt());
            }
            Map<String, @Nullable Object> fields = fields(given);
            assertThat(fields).isEqualTo(given);
            assertThat(fields.hashCode()).isEqualTo(given.hashCode());
            assertThat(new ArrayList<>(fields.entrySet())).isEqualTo(new ArrayList<>(given.entrySet()));
            List<String> visited = new ArrayList<>();
            fields.forEach((name, value) -> visited.add(name + "=" + value));
            assertThat(visited.toString()).isEqualTo(given.entrySet().toString());
            for (int i = 0; i < 60; i++) {
                assertThat(fields.containsKey("c" + i)).isEqualTo(given.containsKey("c" + i));
                assertThat(fields.get("c" + i)).isEqualTo(given.get("c" + i));
            }
        }
    }

    @Test
    void laterChangesOfTheGivenMapAreNotSeen() {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        given.put("plan", "gold");
        Map<String, @Nullable Object> fields = fields(given);
        given.put("plan", "silver");
        given.put("phone", null);
        assertThat(fields).containsOnlyKeys("plan").containsEntry("plan", "gold");
    }

    @Test
    void ofEqualNamesThatAMapToldApartOneIsLeft() {
        Map<String, @Nullable Object> given = new TreeMap<>(Comparator.comparingInt(System::identityHashCode));
        given.put("plan", "gold");
        given.put(new String("plan".toCharArray()), "gold");
        assertThat(given).hasSize(2);
        assertThat(fields(given)).hasSize(1).containsEntry("plan", "gold");
    }

    @Test
    void nobodyCanChangeThem() {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        given.put("plan", "gold");
        Map<String, @Nullable Object> fields = fields(given);
        assertThatThrownBy(() -> fields.put("plan", "silver")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> fields.remove("plan")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(fields::clear).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> fields.entrySet().iterator().next().setValue("silver"))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(fields).containsEntry("plan", "gold");
    }
}
