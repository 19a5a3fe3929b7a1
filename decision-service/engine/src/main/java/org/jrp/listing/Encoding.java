package org.jrp.listing;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The encoding of a table (编码): UTF-8, or GB18030 where the first bytes beyond ASCII are no UTF-8. Once settled it stays.
 */
final class Encoding {

    private static final Charset GB18030 = Charset.forName("GB18030");

    /** What the platform puts for bytes it cannot read; where it appears one must look again. */
    private static final char REPLACEMENT = '\uFFFD';

    private @Nullable Charset settled;

    /** Settles it by the beginning of a file, which may end inside a character. */
    Encoding(byte[] beginning) {
        if (!ascii(beginning)) {
            settled = beginsAsUtf8(beginning) ? StandardCharsets.UTF_8 : GB18030;
        }
    }

    /** The text of some whole lines; null where they are not in the encoding of the file. */
    @Nullable String decode(byte[] bytes) {
        if (settled == null && !ascii(bytes)) {
            settled = decode(StandardCharsets.UTF_8, bytes) == null ? GB18030 : StandardCharsets.UTF_8;
        }
        return decode(settled == null ? StandardCharsets.UTF_8 : settled, bytes);
    }

    static @Nullable String decode(Charset charset, byte[] bytes) {
        String quick = new String(bytes, charset);
        if (quick.indexOf(REPLACEMENT) < 0) {
            return quick;
        }
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static boolean ascii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean beginsAsUtf8(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), CharBuffer.allocate(bytes.length), false);
        return !result.isError();
    }
}
