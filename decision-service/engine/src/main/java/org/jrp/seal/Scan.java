package org.jrp.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Reading JSON of a known form byte by byte (逐字节读取). Whatever is in another form, though right, is left to the strict reader. */
final class Scan {

    static final int UUID_LENGTH = 36;

    private static final int[] VALUES = values();

    private Scan() {}

    /** Whether those bytes begin there. */
    static boolean at(byte[] bytes, int from, int to, byte[] wanted) {
        return to - from >= wanted.length && Arrays.equals(bytes, from, from + wanted.length, wanted, 0, wanted.length);
    }

    /** Where the text ends that begins there, at its quotation mark; -1 where it has an escape or does not end. */
    static int textEnd(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b == '"') {
                return i;
            }
            if (b == '\\' || b >= 0 && b < 0x20) {
                return -1;
            }
        }
        return -1;
    }

    /** Whether a UUID in small letters stands there. */
    static boolean uuid(byte[] bytes, int from, int to) {
        if (to - from != UUID_LENGTH) {
            return false;
        }
        for (int i = 0; i < UUID_LENGTH; i++) {
            byte b = bytes[from + i];
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? b != '-' : (b < '0' || b > '9') && (b < 'a' || b > 'f')) {
                return false;
            }
        }
        return true;
    }

    /** Decodes base64 in the one form that encoding gives; null where it is in another or none. */
    static byte @Nullable [] base64(byte[] bytes, int from, int to) {
        int length = to - from;
        if ((length & 3) != 0) {
            return null;
        }
        if (length > 0 && bytes[to - 1] == '=') {
            boolean two = bytes[to - 2] == '=';
            int value = VALUES[bytes[two ? to - 3 : to - 2] & 0xFF];
            if (value < 0 || (value & (two ? 0xF : 0x3)) != 0) {
                return null;
            }
        }
        try {
            ByteBuffer decoded = Base64.getDecoder().decode(ByteBuffer.wrap(bytes, from, length));
            byte[] array = decoded.array();
            return decoded.limit() == array.length ? array : Arrays.copyOf(array, decoded.limit());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    static String ascii(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static int[] values() {
        int[] values = new int[256];
        Arrays.fill(values, -1);
        String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < digits.length(); i++) {
            values[digits.charAt(i)] = i;
        }
        return values;
    }
}
