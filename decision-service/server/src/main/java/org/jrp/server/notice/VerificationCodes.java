package org.jrp.server.notice;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jrp.server.subject.SubjectVault;
import org.springframework.stereotype.Component;

/**
 * The codes printed on notices (验证码): 24 characters of Crockford's base 32, in groups of four. They hold the first 80 bits of the
 * decision's id and 40 bits of a keyed hash of the whole id, so that nobody can make one up, and tell nothing about anybody.
 */
@Component
public final class VerificationCodes {

    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final byte[] PURPOSE = "verify".getBytes(StandardCharsets.US_ASCII);
    private static final int ID_BYTES = 10;
    private static final int MAC_BYTES = 5;
    private static final int LENGTH = 24;
    private static final int GROUP = 4;
    private static final int LONGEST = 64;

    private final SubjectVault vault;

    VerificationCodes(SubjectVault vault) {
        this.vault = vault;
    }

    /**
     * What a code says (验证码的内容): the ids it may stand for, and the hash that tells which.
     *
     * @param low the smallest
     * @param high the greatest
     */
    public record Range(UUID low, UUID high, byte[] mac) {

        public Range {
            mac = mac.clone();
        }

        @Override
        public byte[] mac() {
            return mac.clone();
        }
    }

    /** The code of a decision. */
    public String of(UUID id) {
        byte[] bytes = Arrays.copyOf(bytes(id), ID_BYTES + MAC_BYTES);
        System.arraycopy(mac(id), 0, bytes, ID_BYTES, MAC_BYTES);
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            if (i > 0 && i % GROUP == 0) {
                code.append('-');
            }
            code.append(ALPHABET.charAt(five(bytes, i)));
        }
        return code.toString();
    }

    /** Reads a code as people type it: in either case, with any hyphens and blanks, O for 0, I and L for 1. */
    public static Optional<Range> read(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        String code = text.replaceAll("[\\s\\-‐-―−]", "")
                .toUpperCase(Locale.ROOT)
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
        if (code.length() != LENGTH) {
            return Optional.empty();
        }
        byte[] bytes = new byte[ID_BYTES + MAC_BYTES];
        for (int i = 0; i < LENGTH; i++) {
            int value = ALPHABET.indexOf(code.charAt(i));
            if (value < 0) {
                return Optional.empty();
            }
            for (int bit = 0; bit < 5; bit++) {
                int at = i * 5 + bit;
                bytes[at / 8] |= (byte) ((value >> 4 - bit & 1) << 7 - at % 8);
            }
        }
        ByteBuffer id = ByteBuffer.wrap(bytes);
        long high = id.getLong();
        long low = (id.getShort() & 0xFFFFL) << 48;
        return Optional.of(new Range(
                new UUID(high, low),
                new UUID(high, low | (1L << 48) - 1),
                Arrays.copyOfRange(bytes, ID_BYTES, ID_BYTES + MAC_BYTES)));
    }

    /** Whether it is the code of that decision; takes the same time whatever differs. */
    public boolean proves(Range range, UUID id) {
        byte[] expected = Arrays.copyOf(mac(id), MAC_BYTES);
        boolean same = MessageDigest.isEqual(expected, range.mac());
        boolean within = id.getMostSignificantBits() == range.low().getMostSignificantBits()
                && id.getLeastSignificantBits() >>> 48 == range.low().getLeastSignificantBits() >>> 48;
        return same & within;
    }

    private byte[] mac(UUID id) {
        return vault.digest(PURPOSE, bytes(id));
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    /** The number in five bits, counted in fives from the first. */
    private static int five(byte[] bytes, int index) {
        int value = 0;
        for (int at = index * 5; at < index * 5 + 5; at++) {
            value = value << 1 | bytes[at / 8] >> 7 - at % 8 & 1;
        }
        return value;
    }
}
