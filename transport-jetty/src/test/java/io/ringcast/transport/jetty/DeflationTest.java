package io.ringcast.transport.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeflationTest {
    private static final int LIMIT = 1_000_000;

    /** A message as RFC 7692 has it: flushed, without the four bytes at its end. */
    private static byte[] message(byte[] content, int level) {
        Deflater deflater = new Deflater(level, true);
        deflater.setInput(content);
        byte[] packed = new byte[2 * content.length + 100];
        int size = deflater.deflate(packed, 0, packed.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(packed, size - 4);
    }

    private static byte[] inflate(byte[] message, int length) throws FrameException {
        return Deflation.inflate(message, length, LIMIT);
    }

    private static byte[] content() {
        byte[] content = new byte[3_000];
        new Random(1).nextBytes(content);
        byte[] text = "and some text, some text".repeat(20).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(text, 0, content, 1_000, text.length);
        return content;
    }

    // A message that was cut off was delivered as far as it went.
    @ParameterizedTest
    @ValueSource(ints = {Deflater.NO_COMPRESSION, Deflater.BEST_SPEED, Deflater.BEST_COMPRESSION})
    void shouldRefuseEveryMessageThatIsCutOff(int level) throws FrameException {
        byte[] message = message(content(), level);

        assertThat(inflate(message, message.length)).isEqualTo(content());
        // The first byte of a stored block alone is the empty message.
        for (int length = 2; length < message.length; length++) {
            int cut = length;
            assertThatThrownBy(() -> inflate(message, cut))
                    .as("%d of %d bytes", cut, message.length)
                    .isInstanceOf(FrameException.class);
        }
    }

    @Test
    void shouldTakeAnEmptyMessage() throws FrameException {
        assertThat(inflate(new byte[] {0}, 1)).isEmpty();
    }

    @Test
    void shouldTakeAMessageWhoseBlockIsMarkedAsTheLast() throws FrameException {
        byte[] content = content();
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        deflater.setInput(content);
        deflater.finish();
        byte[] packed = new byte[2 * content.length];
        int size = deflater.deflate(packed);
        deflater.end();

        // RFC 7692, 7.2.3.4: an empty block comes behind it.
        assertThat(inflate(packed, size + 1)).isEqualTo(content);
    }

    // What came behind such a block was dropped without a word.
    @Test
    void shouldTakeWhatFollowsABlockThatIsMarkedAsTheLast() throws FrameException {
        byte[] first = "42[\"a\",\"".getBytes(StandardCharsets.UTF_8);
        byte[] content = content();
        byte[] packed = concat(concat(marked(first), marked(content)), message(content, 6));

        assertThat(inflate(packed, packed.length))
                .isEqualTo(concat(first, concat(content, content)));
    }

    /** A sender need not forget its window where it marks a block. */
    @Test
    void shouldTakeWhatRefersToTextInFrontOfTheMark() throws FrameException {
        byte[] content = content();
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setDictionary(content);
        deflater.setInput(content);
        byte[] again = new byte[2 * content.length];
        int size = deflater.deflate(again, 0, again.length, Deflater.SYNC_FLUSH) - 4;
        deflater.end();

        byte[] packed = concat(marked(content), Arrays.copyOf(again, size));

        assertThat(size).isLessThan(100);
        assertThat(inflate(packed, packed.length)).isEqualTo(concat(content, content));
    }

    @Test
    void shouldRefuseRubbishBehindTheMark() {
        byte[] packed = concat(marked(content()), new byte[] {-1, -1});

        assertThatThrownBy(() -> inflate(packed, packed.length))
                .isInstanceOfSatisfying(
                        FrameException.class,
                        e -> assertThat(e.status()).isEqualTo(FrameException.BAD_TEXT));
    }

    @Test
    void shouldRefuseAMarkedBlockThatIsCutOff() {
        byte[] packed = marked(content());

        // Its last bits mark the block's end, and the byte behind it has nothing else.
        for (int length = 2; length < packed.length - 1; length++) {
            int cut = length;
            assertThatThrownBy(() -> inflate(packed, cut))
                    .as("%d of %d bytes", cut, packed.length)
                    .isInstanceOf(FrameException.class);
        }
    }

    @Test
    void shouldRefuseMarksWithoutEnd() {
        byte[] packed = new byte[200_000];
        for (int i = 0; i < packed.length; i += 2) {
            packed[i] = 3; // an empty block, marked as the last
        }

        assertThatThrownBy(() -> inflate(packed, packed.length))
                .isInstanceOfSatisfying(
                        FrameException.class,
                        e -> assertThat(e.status()).isEqualTo(FrameException.POLICY));
    }

    private static byte[] marked(byte[] content) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        deflater.setInput(content);
        deflater.finish();
        byte[] packed = new byte[2 * content.length + 100];
        int size = deflater.deflate(packed);
        deflater.end();
        return Arrays.copyOf(packed, size);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
