package org.jrp.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ResponseReaderTest {

    private static final String CREATED =
            "HTTP/1.1 201 \r\nLocation: /x\r\nContent-Type: application/json\r\ncontent-length: 7\r\n\r\n{\"a\":1}";

    @Test
    void an_answer_is_whole_at_its_last_byte_wherever_it_is_cut() {
        byte[] bytes = CREATED.getBytes(StandardCharsets.US_ASCII);

        for (int cut = 0; cut < bytes.length; cut++) {
            ResponseReader reader = new ResponseReader(true);

            assertThat(reader.read(ByteBuffer.wrap(bytes, 0, cut))).isFalse();
            assertThat(reader.read(ByteBuffer.wrap(bytes, cut, bytes.length - cut)))
                    .isTrue();
            assertThat(reader.status()).isEqualTo(201);
            assertThat(reader.body()).asString().isEqualTo("{\"a\":1}");
            assertThat(reader.closing()).isFalse();
        }
    }

    @Test
    void an_answer_arrives_byte_by_byte() {
        ResponseReader reader = new ResponseReader(false);
        byte[] bytes = CREATED.getBytes(StandardCharsets.US_ASCII);

        for (int i = 0; i < bytes.length; i++) {
            assertThat(reader.read(ByteBuffer.wrap(bytes, i, 1))).isEqualTo(i == bytes.length - 1);
        }
        assertThat(reader.body()).isEmpty();
    }

    @Test
    void what_follows_an_answer_stays_in_the_buffer() {
        ResponseReader reader = new ResponseReader(true);
        ByteBuffer both =
                ByteBuffer.wrap((CREATED + "HTTP/1.1 503 Busy\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));

        assertThat(reader.read(both)).isTrue();
        reader.next();
        assertThat(reader.read(both)).isTrue();

        assertThat(reader.status()).isEqualTo(503);
        assertThat(reader.closing()).isTrue();
        assertThat(reader.body()).isEmpty();
        assertThat(both.hasRemaining()).isFalse();
    }

    @Test
    void an_answer_without_its_length_is_refused() {
        ByteBuffer chunked = ByteBuffer.wrap(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

        assertThatThrownBy(() -> new ResponseReader(false).read(chunked))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("without its length");
    }

    @Test
    void bytes_that_are_no_answer_are_refused() {
        ByteBuffer other = ByteBuffer.wrap("-ERR unknown command\r\n".getBytes(StandardCharsets.US_ASCII));

        assertThatThrownBy(() -> new ResponseReader(false).read(other))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("status line");
    }
}
