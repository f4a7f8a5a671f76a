package dev.scd2.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadEnvelopeTest {
    private static final String UPDATE = """
            {"before":{"id":1,"price":"1.50"},"after":{"id":1,"price":"2.50","weight":1.10},
             "source":{"ts_us":1763640000123456,"txId":755,"lsn":24737256,"sequence":"[\\"24737032\\",\\"24737256\\"]"},
             "transaction":{"id":"755:24737256","total_order":2,"data_collection_order":1},"op":"u"}""";

    @Test
    void changeKeepsItsRowsAndItsPlaceInTheSource() {
        DebeziumEnvelope change = (DebeziumEnvelope) ReadEnvelope.of("shop.items", 3, 99, "{\"id\":1}", UPDATE);
        assertThat(change.op()).isEqualTo("u");
        assertThat(change.key()).hasToString("{\"id\":1}");
        assertThat(change.before()).hasToString("{\"id\":1,\"price\":\"1.50\"}");
        assertThat(change.after()).hasToString("{\"id\":1,\"price\":\"2.50\",\"weight\":1.10}");
        assertThat(change.lastCommitLsn()).isEqualTo(24737032L);
        assertThat(change.lsn()).isEqualTo(24737256L);
        assertThat(change.totalOrder()).isEqualTo(2L);
        assertThat(change.txId()).isEqualTo(755L);
        assertThat(change.tsMicros()).isEqualTo(1763640000123456L);
    }

    @Test
    void envelopeOfAConverterWithSchemasReadsTheSame() {
        DebeziumEnvelope change = (DebeziumEnvelope) ReadEnvelope.of(
                "shop.items",
                3,
                99,
                "{\"schema\":{},\"payload\":{\"id\":1}}",
                "{\"schema\":{},\"payload\":" + UPDATE + "}");
        assertThat(change).isEqualTo(ReadEnvelope.of("shop.items", 3, 99, "{\"id\":1}", UPDATE));
    }

    @Test
    void firstChangeAfterARestartKnowsNoLastCommit() {
        DebeziumEnvelope change =
                (DebeziumEnvelope) ReadEnvelope.of("t", 0, 0, null, UPDATE.replace("\\\"24737032\\\"", "null"));
        assertThat(change.lastCommitLsn()).isNull();
        assertThat(change.lsn()).isEqualTo(24737256L);
    }

    @Test
    void messageWithoutAValueIsATombstone() {
        assertThat(ReadEnvelope.of("t", 0, 5, "{\"id\":1}", null)).isEqualTo(new Tombstone("t", 0, 5, "{\"id\":1}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"op\":\"c\",\"after\":{\"secret\"",
                "null",
                "[1]",
                "{}",
                "{\"op\":\"x\",\"after\":{}}",
                "{\"op\":7}",
                "{\"op\":\"c\"}",
                "{\"op\":\"u\",\"after\":\"secret\"}",
                "{\"op\":\"d\",\"before\":null}",
                "{\"op\":\"c\",\"after\":{}} secret",
            })
    void whatIsNoChangeIsSaidToBeMalformedWithoutItsContent(String value) {
        ReadEnvelope read = ReadEnvelope.of("t", 1, 2, null, value);
        assertThat(read).isInstanceOf(MalformedEnvelope.class);
        MalformedEnvelope malformed = (MalformedEnvelope) read;
        assertThat(malformed.payload()).isEqualTo(value);
        assertThat(malformed.reason()).isNotEmpty().doesNotContain("secret");
        assertThat(malformed.toString()).startsWith("MalformedEnvelope[t-1@2: ").doesNotContain("secret");
    }

    @Test
    void brokenKeyMakesTheMessageMalformed() {
        assertThat(ReadEnvelope.of("t", 1, 2, "{\"id\":", UPDATE)).isInstanceOf(MalformedEnvelope.class);
    }
}
