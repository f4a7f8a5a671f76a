package dev.scd2.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.dimension.Bytes;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ValueTextTest {
    private static final List<TableColumn> ALL = List.of(
            new TableColumn("text", ColumnType.TEXT),
            new TableColumn("long", ColumnType.LONG),
            new TableColumn("decimal", ColumnType.decimal(10, 2)),
            new TableColumn("double", ColumnType.DOUBLE),
            new TableColumn("boolean", ColumnType.BOOLEAN),
            new TableColumn("date", ColumnType.DATE),
            new TableColumn("timestamp", ColumnType.TIMESTAMP),
            new TableColumn("bytes", ColumnType.BYTES));

    @Test
    void keysOfEveryTypeComeBack() {
        Key key = Key.of(
                "a\",\u0000\uD83D",
                Long.MIN_VALUE,
                new BigDecimal("1.50"),
                Double.NaN,
                false,
                LocalDate.MAX,
                Instant.parse("0001-01-01T00:00:00.000001Z"),
                Bytes.of(new byte[] {0, -1}));
        assertThat(ValueText.key(ValueText.of(key), ALL)).isEqualTo(key);
    }

    @Test
    void keysThatDifferHaveTextsThatDiffer() {
        assertThat(ValueText.of(Key.of("a\",\"b", "c"))).isNotEqualTo(ValueText.of(Key.of("a", "b\",\"c")));
        assertThat(ValueText.of(Key.of("", ""))).isNotEqualTo(ValueText.of(Key.of("")));
    }

    @Test
    void decimalsHaveOneTextWhateverTheirScale() {
        assertThat(ValueText.of(new BigDecimal("100.00"))).isEqualTo("100");
        assertThat(ValueText.of(new BigDecimal("0.00"))).isEqualTo("0");
        assertThat(ValueText.of(Key.of(new BigDecimal("5.0")))).isEqualTo(ValueText.of(Key.of(5L)));
    }

    @Test
    void scopesComeBackWithTheirNulls() {
        Map<String, Object> scope = new HashMap<>();
        scope.put("text", null);
        scope.put("decimal", new BigDecimal("1.50"));
        scope.put("date", LocalDate.of(2026, 1, 1));
        assertThat(ValueText.values(
                        ValueText.of(scope),
                        name -> ALL.stream()
                                .filter(column -> column.name().equals(name))
                                .findFirst()
                                .orElseThrow()
                                .type()::parse))
                .isEqualTo(scope);
        assertThat(ValueText.of(Map.of())).isNull();
        assertThat(ValueText.values(null, name -> text -> text)).isEmpty();
    }

    @Test
    void namesComeBackWhateverTheyContain() {
        Set<String> names = Set.of("a,b", "\"", "", "é");
        assertThat(ValueText.names(ValueText.of(names))).isEqualTo(names);
    }

    @Test
    void rowsComeBackWithWhatIsUnsaidAndErased() {
        Row row = Row.of("x", null, Row.unsaid(), Row.erased(-1), Row.erased(0), Row.erased(Long.MIN_VALUE));
        Object[] values = {"x", null, null, null, null, null};
        assertThat(SaidMask.of(row)).isEqualTo("110eee");
        assertThat(SaidMask.row(values, SaidMask.of(row), SaidMask.tokens(row))).isEqualTo(row);
        Row plain = Row.of("x", null);
        assertThat(SaidMask.of(plain)).isNull();
        assertThat(SaidMask.tokens(plain)).isNull();
        assertThat(SaidMask.row(new Object[] {"x", null}, null, null)).isEqualTo(plain);
    }
}
