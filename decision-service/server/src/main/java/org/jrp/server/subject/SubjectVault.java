package org.jrp.server.subject;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jrp.server.Lent;
import org.jrp.server.RandomBytes;
import org.jrp.subject.SubjectId;
import org.jrp.subject.Uscc;

/**
 * Refers to subjects without their numbers, and encrypts what is personal (主体保险箱). A reference is a keyed hash (HMAC-SHA-256,
 * cut to 16 bytes) of type and number: it cannot be guessed back without the key, as an unkeyed hash of a citizen's number can within
 * hours. Encryption is AES-256-GCM, bound to the row it stands in. Safe for many threads.
 */
public final class SubjectVault {

    private static final int REFERENCE_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SubjectKeys keys;
    private final Map<Integer, SecretKeySpec> seals = new HashMap<>();
    private final List<Lent<Mac>> macs = new ArrayList<>();
    private final Lent<Mac> content;
    private final Lent<Cipher> gcm = new Lent<>(SubjectVault::gcm);

    public SubjectVault(SubjectKeys keys) {
        this.keys = keys;
        for (SubjectKeys.Version version : keys.versions()) {
            seals.put(version.number(), new SecretKeySpec(version.seal(), "AES"));
            macs.add(mac(version.index()));
        }
        this.content = mac(keys.versions().get(0).index());
    }

    /** Number of the newest key: what new rows are written under. */
    public int keyVersion() {
        return keys.newest().number();
    }

    /** The reference under which a row about the subject is written. */
    public byte[] reference(SubjectId id) {
        return macs.get(macs.size() - 1).with(mac -> hash(mac, id));
    }

    /**
     * Every reference under which rows may speak of the subject: under each key still in use, and, for a social credit code, also as
     * the organisation code inside it (records from before 2015).
     */
    public List<byte[]> references(SubjectId id) {
        List<byte[]> references = new ArrayList<>(2 * macs.size());
        for (Lent<Mac> lent : macs) {
            lent.with(mac -> {
                references.add(hash(mac, id));
                if (id instanceof Uscc uscc) {
                    uscc.orgCode().ifPresent(code -> references.add(hash(mac, code)));
                }
                return mac;
            });
        }
        return references;
    }

    /** A keyed hash of any content, the same as long as the first key is kept: 32 bytes. */
    public byte[] digest(byte[]... parts) {
        return content.with(mac -> {
            mac.update((byte) 'd');
            for (byte[] part : parts) {
                mac.update(ByteBuffer.allocate(4).putInt(part.length).array());
                mac.update(part);
            }
            return mac.doFinal();
        });
    }

    /**
     * Encrypts under the newest key: one byte of key version, nonce, ciphertext with tag.
     *
     * @param place the row it will stand in; it opens nowhere else
     */
    public byte[] seal(byte[] plain, byte[] place) {
        byte[] nonce = RandomBytes.of(NONCE_BYTES);
        int version = keys.newest().number();
        return gcm.with(cipher -> {
            try {
                cipher.init(Cipher.ENCRYPT_MODE, seals.get(version), new GCMParameterSpec(TAG_BITS, nonce));
                cipher.updateAAD(place);
                byte[] sealed = new byte[1 + NONCE_BYTES + cipher.getOutputSize(plain.length)];
                sealed[0] = (byte) version;
                System.arraycopy(nonce, 0, sealed, 1, NONCE_BYTES);
                cipher.doFinal(plain, 0, plain.length, sealed, 1 + NONCE_BYTES);
                return sealed;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("Every Java platform has AES-GCM.", e);
            }
        });
    }

    /**
     * Decrypts what {@link #seal} gave.
     *
     * @throws UnreadableException when the key is gone, the bytes were changed, or they come from another row
     */
    public byte[] open(byte[] sealed, byte[] place) {
        if (sealed.length <= 1 + NONCE_BYTES) {
            throw new UnreadableException("The ciphertext is too short.");
        }
        SecretKeySpec key = seals.get((int) sealed[0]);
        if (key == null) {
            throw new UnreadableException("The key of version " + sealed[0] + " is not in the file of keys.");
        }
        return gcm.with(cipher -> {
            try {
                cipher.init(
                        Cipher.DECRYPT_MODE,
                        key,
                        new GCMParameterSpec(TAG_BITS, Arrays.copyOfRange(sealed, 1, 1 + NONCE_BYTES)));
                cipher.updateAAD(place);
                return cipher.doFinal(sealed, 1 + NONCE_BYTES, sealed.length - 1 - NONCE_BYTES);
            } catch (AEADBadTagException e) {
                throw new UnreadableException("The ciphertext was changed, or stands in another row than its own.");
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("Every Java platform has AES-GCM.", e);
            }
        });
    }

    /** Thrown when a ciphertext does not open (无法解密). */
    public static final class UnreadableException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnreadableException(String message) {
            super(message);
        }
    }

    /** Looking one up among the providers takes longer than using it. */
    private static Cipher gcm() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has AES-GCM.", e);
        }
    }

    private static byte[] hash(Mac mac, SubjectId id) {
        mac.update((byte) 's');
        mac.update(id.type().code().getBytes(StandardCharsets.UTF_8));
        mac.update((byte) ':');
        return Arrays.copyOf(mac.doFinal(id.value().getBytes(StandardCharsets.UTF_8)), REFERENCE_BYTES);
    }

    private static Lent<Mac> mac(byte[] key) {
        return new Lent<>(() -> {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(key, "HmacSHA256"));
                return mac;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("Every Java platform has HMAC-SHA-256.", e);
            }
        });
    }
}
