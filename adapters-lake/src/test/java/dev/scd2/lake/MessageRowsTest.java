package dev.scd2.lake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scd2.debezium.JsonMessage;
import dev.scd2.debezium.NotAChange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both ways to read a message come to the same row, or the quick one to none. */
class MessageRowsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SOURCE = "\"source\":{\"version\":\"3\",\"ts_ms\":17,\"snapshot\":\"false\","
            + "\"sequence\":\"[\\\"1\\\",\\\"2\\\"]\",\"ts_us\":17001,\"txId\":5,\"lsn\":99,\"xmin\":null}";
    private static final String LAST =
            "\"transaction\":{\"id\":\"5:99\",\"total_order\":3,\"data_collection_order\":3},\"ts_ms\":18,\"ts_us\":18000}";
    private static final String CHANGE =
            "{\"before\":null,\"after\":{\"id\":1,\"name\":\"Zoë \\\"Z\\\" {}\",\"x\":[{}]}," + SOURCE
                    + ",\"op\":\"c\"," + LAST;

    @Test
    void whatDebeziumWritesIsCutOutAsItStands() throws NotAChange {
        LakeRow row = MessageRows.plain(2, 7, "{\"id\":1}", CHANGE);
        assertThat(row).isEqualTo(MessageRows.nodes(2, 7, node("{\"id\":1}"), CHANGE));
        assertThat(row)
                .isEqualTo(new LakeRow(
                        "c",
                        "{\"id\":1}",
                        null,
                        "{\"id\":1,\"name\":\"Zoë \\\"Z\\\" {}\",\"x\":[{}]}",
                        99L,
                        3L,
                        5L,
                        17001L,
                        2,
                        7,
                        null,
                        null));
        assertThat(LakeRow.of(2, 7, "{\"id\":1}", CHANGE)).isEqualTo(row);
    }

    @Test
    void longMessagesAreCutAtTheRightPlaces() throws NotAChange {
        String text = "ü\\n".repeat(40_000);
        String change = CHANGE.replace("\"before\":null", "\"before\":{\"id\":1,\"name\":\"" + text + "\"}")
                .replace("\"op\":\"c\"", "\"op\":\"u\"");
        LakeRow row = MessageRows.plain(0, 0, "{}", change);
        assertThat(row).isNotNull().isEqualTo(MessageRows.nodes(0, 0, node("{}"), change));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{",
                "{}",
                "{} {}",
                "{\"op\":\"c\"}",
                "{\"op\":7}",
                "{\"schema\":{},\"payload\":{\"op\":\"d\"}}",
                "{\"op\":\"t\",\"source\":{\"lsn\":1,\"txId\":1,\"ts_us\":1},\"transaction\":{\"total_order\":1}}",
                "{\"op\":\"d\",\"before\":5,\"source\":{\"lsn\":1,\"txId\":1,\"ts_us\":1},\"transaction\":{\"total_order\":1}}",
                "{\"op\":\"d\",\"source\":{\"lsn\":\"1\",\"txId\":1,\"ts_us\":1},\"transaction\":{\"total_order\":1}}",
                "{\"op\":\"d\",\"source\":{\"lsn\":1,\"txId\":1,\"ts_ms\":1},\"transaction\":{\"total_order\":1}}",
                "{\"op\":\"d\",\"op\":\"c\",\"source\":{\"lsn\":1,\"txId\":1,\"ts_us\":1},\"transaction\":{\"total_order\":1}}",
                "{\"op\":\"d\",\"source\":{\"lsn\":1e3,\"txId\":1,\"ts_us\":1},\"transaction\":{\"total_order\":1}}",
                "{\"op\":\"d\",\"source\":{\"lsn\":99999999999999999999,\"txId\":1,\"ts_us\":1},\"transaction\":{\"total_order\":1}}",
                "{\"op\":\"d\",\"source\":[],\"transaction\":{\"total_order\":1}}",
                "{\"op\":\"d\",\"source\":{\"lsn\":1,\"txId\":1,\"ts_us\":1},\"transaction\":null}",
                "{\"op\":\"d\",\"source\":{\"lsn\":1,\"txId\":1,\"ts_us\":1,\"sequence\":\"[\"},\"transaction\":{\"total_order\":1}}",
            })
    void whatIsOddIsReadAsBefore(String value) throws Exception {
        LakeRow quick = MessageRows.plain(0, 0, "{}", value);
        LakeRow slow = slow(value);
        if (quick != null) {
            assertThat(quick).isEqualTo(slow);
        }
        assertThat(LakeRow.of(0, 0, "{}", value).problem() == null).isEqualTo(slow != null);
    }

    @Test
    void aMessageThatIsCutAnywhereIsMalformed() {
        for (int i = 0; i < CHANGE.length(); i++) {
            assertThat(LakeRow.of(0, 0, "{}", CHANGE.substring(0, i)).op()).isEqualTo(LakeRow.MALFORMED);
        }
        assertThat(LakeRow.of(0, 0, "{", CHANGE).op()).isEqualTo(LakeRow.MALFORMED);
        assertThat(LakeRow.of(0, 0, "{", null).op()).isEqualTo(LakeRow.TOMBSTONE);
        assertThat(LakeRow.of(0, 0, null, CHANGE).op()).isEqualTo("c");
    }

    private static JsonNode node(String json) throws NotAChange {
        return JsonMessage.parse(json).object();
    }

    private static @Nullable LakeRow slow(String value) throws Exception {
        try {
            return MessageRows.nodes(0, 0, JSON.readTree("{}"), value);
        } catch (NotAChange malformed) {
            return null;
        }
    }
}
