package org.jrp.benchmarks.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Tokens (JWT, ES256) of made-up officers, and the public key that verifies them (个人登录令牌). */
final class PersonalTokens {

    static final String ISSUER = "https://issuer.example";
    static final String AUDIENCE = "jrp";

    private static final Duration LIFE = Duration.ofHours(24);

    private final KeyPair keys;

    PersonalTokens() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            keys = generator.generateKeyPair();
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    void writePublicKey(Path file) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(keys.getPublic().getEncoded());
        Files.writeString(file, "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n");
    }

    /** One for each of so many officers of a department. */
    List<String> of(String department, int officers) {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < officers; i++) {
            tokens.add(token(department, i));
        }
        return tokens;
    }

    private String token(String department, int number) {
        Instant now = Instant.now();
        String signed = encoded("{\"alg\":\"ES256\",\"typ\":\"at+jwt\"}") + "."
                + encoded(
                        ("{\"iss\":\"%s\",\"aud\":\"%s\",\"sub\":\"officer-%d\",\"name\":\"示例经办人%d\",\"department\":\"%s\","
                                        + "\"roles\":[\"officer\"],\"iat\":%d,\"exp\":%d}")
                                .formatted(
                                        ISSUER,
                                        AUDIENCE,
                                        number,
                                        number,
                                        department,
                                        now.getEpochSecond(),
                                        now.plus(LIFE).getEpochSecond()));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(keys.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
