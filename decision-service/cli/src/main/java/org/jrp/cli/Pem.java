package org.jrp.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.jrp.catalogue.Text;

/** Ed25519 keys as PEM files (密钥文件): PKCS#8 for the private one, SubjectPublicKeyInfo for the public one. */
final class Pem {

    private static final int MOST_BYTES = 1 << 14;
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";

    private Pem() {}

    static PrivateKey privateKey(String option, Path file) {
        byte[] der = der(option, file, PRIVATE);
        try {
            return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw malformed(option, file, PRIVATE);
        }
    }

    static PublicKey publicKey(String option, Path file) {
        byte[] der = der(option, file, PUBLIC);
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw malformed(option, file, PUBLIC);
        }
    }

    static byte[] bytes(Key key) {
        String kind = key instanceof PrivateKey ? PRIVATE : PUBLIC;
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return ("-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] der(String option, Path file, String kind) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw malformed(option, file, kind);
            }
            String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            int from = text.indexOf("-----BEGIN " + kind + "-----");
            int to = text.indexOf("-----END " + kind + "-----");
            if (from < 0 || to < from) {
                throw malformed(option, file, kind);
            }
            return Base64.getMimeDecoder().decode(text.substring(from + kind.length() + 16, to));
        } catch (IOException e) {
            throw InvalidInputException.unreadable(option, file, e);
        } catch (IllegalArgumentException e) {
            throw malformed(option, file, kind);
        }
    }

    private static InvalidInputException malformed(String option, Path file, String kind) {
        boolean secret = kind.equals(PRIVATE);
        return InvalidInputException.option(
                "malformed-key",
                option,
                new Text(
                        file + " 不是 PEM 格式的 Ed25519 " + (secret ? "私钥" : "公钥") + "。",
                        file + " holds no Ed25519 " + (secret ? "private" : "public") + " key in PEM form."),
                new Text(
                        "请用 jrp bundle keygen 生成,或核对文件:应以 -----BEGIN " + kind + "----- 开头。",
                        "Make one with jrp bundle keygen, or check the file: it begins with -----BEGIN " + kind
                                + "-----."));
    }
}
