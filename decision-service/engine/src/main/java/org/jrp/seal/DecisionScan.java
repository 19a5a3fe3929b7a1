package org.jrp.seal;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jrp.record.DecisionRecord;
import org.jspecify.annotations.Nullable;

/**
 * The quick way through the line of a decision (决定行快速核验): in the form in which exports write it, without escapes, it is taken apart byte
 * by byte, and the texts are copied as they stand into the envelope of {@link DecisionRecord#recordHash} and the text of
 * {@link DecisionLeaf}. It says yes or nothing: where it finds anything unusual the strict reader has the word. Not for several threads.
 */
final class DecisionScan {

    private static final int DEPARTMENT = 2;
    private static final int CREDENTIAL = 3;
    private static final int OFFICER = 4;
    private static final int PURPOSE = 5;
    private static final int CONTEXT = 6;
    private static final int MATTER = 7;
    private static final int OUTCOME = 8;
    private static final int AS_OF = 9;
    private static final int DECIDED_AT = 10;
    private static final int ENGINE = 11;
    private static final int DECISION_HASH = 12;
    private static final int RECORD_HASH = 13;
    private static final byte[][] NAMES = {
        Scan.ascii("{\"id\":"),
        Scan.ascii(",\"subject\":"),
        Scan.ascii(",\"department\":"),
        Scan.ascii(",\"credential\":"),
        Scan.ascii(",\"officer\":"),
        Scan.ascii(",\"purpose\":"),
        Scan.ascii(",\"context\":"),
        Scan.ascii(",\"matter\":"),
        Scan.ascii(",\"outcome\":"),
        Scan.ascii(",\"asOf\":"),
        Scan.ascii(",\"decidedAt\":"),
        Scan.ascii(",\"engine\":"),
        Scan.ascii(",\"decisionHash\":"),
        Scan.ascii(",\"recordHash\":")
    };
    private static final byte[] CANONICAL = Scan.ascii(",\"canonical\":\"");
    private static final byte[] PERSONAL = Scan.ascii("\",\"personal\":\"");
    private static final byte[] END = Scan.ascii("\",\"exemptions\":null}");
    private static final byte[] NULL = Scan.ascii("null");
    private static final byte[] DIGITS = Scan.ascii("0123456789abcdef");
    private static final byte[] PREFIX = Scan.ascii("sha256:");
    private static final byte[][] ENVELOPE = {
        Scan.ascii("{\"decidedAt\":"),
        Scan.ascii(",\"decisionHash\":"),
        Scan.ascii(",\"decisionId\":"),
        Scan.ascii(",\"engineBuild\":"),
        Scan.ascii(",\"officer\":"),
        Scan.ascii(",\"personalCiphertext\":\""),
        Scan.ascii("\",\"purpose\":"),
        Scan.ascii(",\"requester\":"),
        Scan.ascii(",\"version\":1}")
    };
    private static final byte[][] LEAF = {
        Scan.ascii("\0{\"columns\":{\"asOf\":"),
        Scan.ascii(",\"canonical\":"),
        Scan.ascii(",\"context\":"),
        Scan.ascii(",\"credential\":"),
        Scan.ascii(",\"decidedAt\":"),
        Scan.ascii(",\"decisionHash\":"),
        Scan.ascii(",\"department\":"),
        Scan.ascii(",\"engine\":"),
        Scan.ascii(",\"exemptions\":null,\"id\":"),
        Scan.ascii(",\"matter\":"),
        Scan.ascii(",\"officer\":"),
        Scan.ascii(",\"outcome\":"),
        Scan.ascii(",\"personal\":\"sha256:"),
        Scan.ascii("\",\"purpose\":"),
        Scan.ascii(",\"recordHash\":"),
        Scan.ascii(",\"subject\":"),
        Scan.ascii("},\"key\":"),
        Scan.ascii(",\"kind\":\"decision\",\"version\":1}")
    };

    private final MessageDigest sha = sha();
    private final int[] from = new int[NAMES.length];
    private final int[] to = new int[NAMES.length];
    private final byte[] hash = new byte[MerkleTree.HASH_BYTES];
    private byte[] line = new byte[0];
    private byte[] out = new byte[1 << 12];
    private int length;

    /**
     * The hash of the decision's leaf, where the line is in the usual form and its own hashes are right; else null.
     *
     * @param begin where the line begins
     * @param end where it ends
     */
    byte @Nullable [] leaf(byte[] bytes, int begin, int end) {
        line = bytes;
        int at = begin;
        for (int i = 0; i < NAMES.length; i++) {
            if (!Scan.at(bytes, at, end, NAMES[i])) {
                return null;
            }
            at += NAMES[i].length;
            int until = value(at, end);
            if (until < 0) {
                return null;
            }
            from[i] = at;
            to[i] = until;
            at = until;
        }
        int personalTo = end - END.length;
        if (!Scan.at(bytes, at, end, CANONICAL) || personalTo < at || !Scan.at(bytes, personalTo, end, END)) {
            return null;
        }
        at += CANONICAL.length;
        int personalFrom = personalTo;
        while (personalFrom > at && bytes[personalFrom - 1] != '"') {
            personalFrom--;
        }
        int canonicalTo = personalFrom - PERSONAL.length;
        if (canonicalTo < at || !Scan.at(bytes, canonicalTo, end, PERSONAL)) {
            return null;
        }
        byte[] canonical = Scan.base64(bytes, at, canonicalTo);
        byte[] personal = Scan.base64(bytes, personalFrom, personalTo);
        if (canonical == null
                || personal == null
                || !Scan.uuid(bytes, from[0] + 1, to[0] - 1)
                || nulls()
                || !isHash(DECISION_HASH, canonical, canonical.length)) {
            return null;
        }
        envelope(personalFrom, personalTo);
        if (!isHash(RECORD_HASH, out, length)) {
            return null;
        }
        text(personal);
        return digest(out, length).clone();
    }

    /** Behind the value that begins there: a text without escapes, or null; -1 where there is none. */
    private int value(int at, int end) {
        if (at < end && line[at] == '"') {
            int mark = Scan.textEnd(line, at + 1, end);
            return mark < 0 ? -1 : mark + 1;
        }
        return Scan.at(line, at, end, NULL) ? at + NULL.length : -1;
    }

    /** Whether a value is null that may not be. */
    private boolean nulls() {
        for (int i = 0; i < NAMES.length; i++) {
            if (line[from[i]] != '"' && i != OFFICER && i != MATTER) {
                return true;
            }
        }
        return false;
    }

    /** Whether that field says {@code sha256:} and the digest of those bytes. */
    private boolean isHash(int field, byte[] bytes, int count) {
        int at = from[field] + 1;
        if (to[field] - 1 - at != PREFIX.length + 2 * MerkleTree.HASH_BYTES
                || !Scan.at(line, at, line.length, PREFIX)) {
            return false;
        }
        at += PREFIX.length;
        for (byte b : digest(bytes, count)) {
            if (line[at] != DIGITS[b >> 4 & 0xF] || line[at + 1] != DIGITS[b & 0xF]) {
                return false;
            }
            at += 2;
        }
        return true;
    }

    private void envelope(int personalFrom, int personalTo) {
        length = 0;
        put(ENVELOPE[0]).field(DECIDED_AT);
        put(ENVELOPE[1]).field(DECISION_HASH);
        put(ENVELOPE[2]).field(0);
        put(ENVELOPE[3]).field(ENGINE);
        put(ENVELOPE[4]).field(OFFICER);
        put(ENVELOPE[5]).put(line, personalFrom, personalTo);
        put(ENVELOPE[6]).field(PURPOSE);
        put(ENVELOPE[7]).put(line, from[DEPARTMENT], to[DEPARTMENT] - 1);
        out[length++] = '/';
        put(line, from[CREDENTIAL] + 1, to[CREDENTIAL]);
        put(ENVELOPE[8]);
    }

    private void text(byte[] personal) {
        byte[] digest = digest(personal, personal.length);
        length = 0;
        put(LEAF[0]).field(AS_OF);
        put(LEAF[1]).field(DECISION_HASH);
        put(LEAF[2]).field(CONTEXT);
        put(LEAF[3]).field(CREDENTIAL);
        put(LEAF[4]).field(DECIDED_AT);
        put(LEAF[5]).field(DECISION_HASH);
        put(LEAF[6]).field(DEPARTMENT);
        put(LEAF[7]).field(ENGINE);
        put(LEAF[8]).field(0);
        put(LEAF[9]).field(MATTER);
        put(LEAF[10]).field(OFFICER);
        put(LEAF[11]).field(OUTCOME);
        put(LEAF[12]);
        for (byte b : digest) {
            out[length++] = DIGITS[b >> 4 & 0xF];
            out[length++] = DIGITS[b & 0xF];
        }
        put(LEAF[13]).field(PURPOSE);
        put(LEAF[14]).field(RECORD_HASH);
        put(LEAF[15]).field(1);
        put(LEAF[16]).field(0);
        put(LEAF[17]);
    }

    private DecisionScan put(byte[] bytes) {
        return put(bytes, 0, bytes.length);
    }

    private DecisionScan put(byte[] bytes, int begin, int end) {
        int more = end - begin;
        if (length + more + 2 * MerkleTree.HASH_BYTES > out.length) {
            out = Arrays.copyOf(out, Math.max(2 * out.length, length + more + 2 * MerkleTree.HASH_BYTES));
        }
        System.arraycopy(bytes, begin, out, length, more);
        length += more;
        return this;
    }

    private void field(int field) {
        put(line, from[field], to[field]);
    }

    private byte[] digest(byte[] bytes, int count) {
        try {
            sha.update(bytes, 0, count);
            sha.digest(hash, 0, hash.length);
            return hash;
        } catch (DigestException e) {
            throw new IllegalStateException("A digest of SHA-256 has 32 bytes.", e);
        }
    }

    private static MessageDigest sha() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
