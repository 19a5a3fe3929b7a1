package org.jrp.server.seal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.jrp.server.PrivateFiles;

/**
 * The key that signs tree heads (封存签名密钥), Ed25519. Its file holds both halves in base64, a line each: PKCS#8, then
 * SubjectPublicKeyInfo. A file with a number ({@code seal-signing-2.key}) is newer than one without or with a lower one; the newest signs. An empty file is
 * filled with a new key.
 */
record SealKeys(PrivateKey secret, PublicKey open) {

    private static final int MOST_KEYS = 10_000;
    private static final byte[] TRIAL = "jrp".getBytes(StandardCharsets.US_ASCII);

    /** The newest key, or one that is made now. */
    static SealKeys readOrCreate(Path file) throws IOException {
        Path newest = file;
        for (int number = 2; number < MOST_KEYS && Files.exists(numbered(file, number)); number++) {
            newest = numbered(file, number);
        }
        if (!Files.exists(newest) || Files.size(newest) == 0) {
            make(newest);
        }
        return read(newest);
    }

    /** The file of a newer key: the number stands before the ending. */
    static Path numbered(Path file, int number) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return file.resolveSibling(
                dot < 0 ? name + "-" + number : name.substring(0, dot) + "-" + number + name.substring(dot));
    }

    private static void make(Path file) throws IOException {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            Base64.Encoder encoder = Base64.getEncoder();
            String text = encoder.encodeToString(pair.getPrivate().getEncoded())
                    + '\n'
                    + encoder.encodeToString(pair.getPublic().getEncoded())
                    + '\n';
            Path beside = file.resolveSibling(file.getFileName() + ".part");
            PrivateFiles.write(beside, text.getBytes(StandardCharsets.US_ASCII));
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform from 15 on has Ed25519.", e);
        }
    }

    private static SealKeys read(Path file) throws IOException {
        String[] lines =
                Files.readString(file, StandardCharsets.US_ASCII).strip().split("\\s+");
        try {
            KeyFactory factory = KeyFactory.getInstance("Ed25519");
            Base64.Decoder decoder = Base64.getDecoder();
            SealKeys keys = new SealKeys(
                    factory.generatePrivate(new PKCS8EncodedKeySpec(decoder.decode(lines[0]))),
                    factory.generatePublic(new X509EncodedKeySpec(decoder.decode(lines[1]))));
            if (keys.secret() instanceof EdECPrivateKey && keys.fit()) {
                return keys;
            }
        } catch (GeneralSecurityException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalStateException("The file %s holds no signing key of seals.".formatted(file), e);
        }
        throw new IllegalStateException("The two halves of the key in %s do not belong together.".formatted(file));
    }

    private boolean fit() throws GeneralSecurityException {
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(secret);
        signer.update(TRIAL);
        byte[] signature = signer.sign();
        signer.initVerify(open);
        signer.update(TRIAL);
        return signer.verify(signature);
    }
}
