package org.jrp.server.release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import org.jrp.json.Json;
import org.jrp.json.JsonWriter;
import org.jrp.release.Bundle;
import org.jrp.release.ReleaseFiles;
import org.jrp.server.PrivateFiles;
import org.jrp.server.ServerProperties;
import org.springframework.stereotype.Component;

/**
 * The key by which this installation signs its releases and their approvals (安装签名密钥): Ed25519, made at the first start and kept in the
 * data folder. All nodes of an installation have the same.
 */
@Component
public final class InstallationKey {

    private static final int LINE = 64;

    private final KeyPair pair;

    InstallationKey(ServerProperties properties) throws IOException {
        this.pair = read(properties.data().resolve("release-signing.key"));
    }

    public PublicKey open() {
        return pair.getPublic();
    }

    /** The public key as a PEM file. */
    public String pem() {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    /** Those files as a signed zip file. */
    public byte[] bundle(ReleaseFiles files) {
        return Bundle.bytes(files, pair.getPrivate());
    }

    /** The signature over those bytes. */
    public byte[] sign(byte[] bytes) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(bytes);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Nothing can be signed.", e);
        }
    }

    /** Whether this installation signed those bytes so. */
    public boolean signed(byte[] bytes, byte[] signed) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(pair.getPublic());
            signature.update(bytes);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static KeyPair read(Path file) throws IOException {
        try {
            if (!Files.exists(file)) {
                KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
                PrivateFiles.write(
                        file,
                        JsonWriter.inOrder(Map.of(
                                "private", base64(pair.getPrivate().getEncoded()),
                                "public", base64(pair.getPublic().getEncoded()))));
                return pair;
            }
            KeyFactory factory = KeyFactory.getInstance("Ed25519");
            if (Json.read(Files.readAllBytes(file)) instanceof Map<?, ?> keys
                    && keys.get("private") instanceof String secret
                    && keys.get("public") instanceof String open) {
                PrivateKey privateKey = factory.generatePrivate(
                        new PKCS8EncodedKeySpec(Base64.getDecoder().decode(secret)));
                PublicKey publicKey = factory.generatePublic(
                        new X509EncodedKeySpec(Base64.getDecoder().decode(open)));
                return new KeyPair(publicKey, privateKey);
            }
            throw new IllegalStateException("The file " + file.getFileName() + " holds no signing key.");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The file " + file.getFileName() + " holds no signing key.", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
