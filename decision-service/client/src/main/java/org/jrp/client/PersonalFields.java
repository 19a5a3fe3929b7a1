package org.jrp.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jrp.json.Json;
import org.jrp.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts whom a check was about (个人字段加密): AES-256-GCM, a random nonce each time, tied to the record's id so that it cannot be
 * moved to another record. The text is base64 of a version byte (1), the nonce (12 bytes), the ciphertext and its tag (16 bytes).
 */
final class PersonalFields {

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final byte VERSION = 1;
    private static final int KEY_BYTES = 32;

    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();

    PersonalFields(SecretKey key) {
        byte[] encoded = key.getEncoded();
        if (!key.getAlgorithm().equals("AES") || (encoded != null && encoded.length != KEY_BYTES)) {
            throw new IllegalArgumentException("The key for personal fields should be an AES key of 256 bits.");
        }
        this.key = key;
    }

    String encrypt(String decisionId, Check check) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("subject", check.subject().body());
        fields.put(
                "relatedPersons",
                check.relatedPersons().stream().map(Check.RelatedPerson::body).toList());
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, decisionId).doFinal(JsonWriter.inOrder(fields));
            return Base64.getEncoder()
                    .encodeToString(ByteBuffer.allocate(1 + NONCE + sealed.length)
                            .put(VERSION)
                            .put(nonce)
                            .put(sealed)
                            .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Personal fields cannot be encrypted on this platform.", e);
        }
    }

    /**
     * What was encrypted.
     *
     * @throws IllegalArgumentException when key, record or ciphertext do not belong together
     */
    Map<?, ?> decrypt(String decisionId, String ciphertext) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(ciphertext));
            if (bytes.remaining() < 1 + NONCE || bytes.get() != VERSION) {
                throw new IllegalArgumentException("The personal fields are not of version 1.");
            }
            byte[] nonce = new byte[NONCE];
            bytes.get(nonce);
            byte[] sealed = new byte[bytes.remaining()];
            bytes.get(sealed);
            Object fields =
                    Json.read(cipher(Cipher.DECRYPT_MODE, nonce, decisionId).doFinal(sealed));
            return (Map<?, ?>) java.util.Objects.requireNonNull(fields);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("The personal fields cannot be read with this key.", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String decisionId) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(decisionId.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
