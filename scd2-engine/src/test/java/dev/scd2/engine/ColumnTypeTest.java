package dev.scd2.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.scd2.dimension.ColumnType;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnTypeTest {
    private static final ColumnType AMOUNT = ColumnType.decimal(5, 2);

    @ParameterizedTest
    @CsvSource({
        "1.5, 1.50",
        "999.99, 999.99",
        "-999.990, -999.99",
        "1e2, 100.00",
        "0e999999999, 0.00",
        "0e-999999999, 0.00",
        "0.010, 0.01",
        "100e-4, 0.01"
    })
    void aNumberThatFitsADecimalIsGivenItsScale(String number, String scaled) {
        assertThat(AMOUNT.coerce(new BigDecimal(number))).isEqualTo(new BigDecimal(scaled));
    }

    /** One would be written with a hundred million digits, were it scaled to see that they are too many. */
    @ParameterizedTest
    @ValueSource(
            strings = {"1000", "999.991", "0.001", "1e-3", "1e100000000", "-1e999999999", "1e-999999999", "1e2147483647"
            })
    @Timeout(10)
    void aNumberThatDoesNotFitADecimalIsRefused(String number) {
        assertThatIllegalArgumentException().isThrownBy(() -> AMOUNT.coerce(new BigDecimal(number)));
        assertThatIllegalArgumentException().isThrownBy(() -> AMOUNT.parse(number));
    }

    @Test
    void aNumberTooLargeForADoubleIsRefusedAndDoesNotBecomeInfinite() {
        ColumnType type = ColumnType.DOUBLE;
        assertThat(type.coerce(new BigDecimal("1.7e308"))).isEqualTo(1.7e308);
        assertThatIllegalArgumentException().isThrownBy(() -> type.coerce(new BigDecimal("1e309")));
        assertThatIllegalArgumentException().isThrownBy(() -> type.coerce(new BigDecimal("-1e999999999")));
        assertThat(type.coerce(Double.POSITIVE_INFINITY)).isEqualTo(Double.POSITIVE_INFINITY);
    }
}
