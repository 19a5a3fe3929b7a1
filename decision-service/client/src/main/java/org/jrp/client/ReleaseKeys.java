package org.jrp.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Reads the public key of an installation (安装公钥), as {@code GET /api/v1/releases/key} or {@code jrp bundle keygen} gives it. */
public final class ReleaseKeys {

    private ReleaseKeys() {}

    /**
     * The Ed25519 key in a PEM file.
     *
     * @throws IllegalArgumentException when the file holds none
     */
    public static PublicKey fromPem(Path file) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The file (%s) holds no Ed25519 public key. It should begin with -----BEGIN PUBLIC KEY-----."
                            .formatted(file.getFileName()),
                    e);
        }
    }
}
