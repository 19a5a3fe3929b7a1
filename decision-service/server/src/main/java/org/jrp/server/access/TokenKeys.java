package org.jrp.server.access;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.proc.SingleKeyJWSKeySelector;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the keys with which tokens are verified (令牌公钥). */
final class TokenKeys {

    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int MOST_BYTES = 256 * 1024;
    private static final int SHORTEST_RSA = 2_048;
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private TokenKeys() {}

    /** @throws IllegalStateException when they are not keys of a kind that is accepted; the text says which */
    static JWSKeySelector<SecurityContext> of(TokenProperties properties) {
        Path file = properties.publicKey();
        return file == null ? published(Objects.requireNonNull(properties.jwkSetUri())) : single(publicKey(file));
    }

    private static JWSKeySelector<SecurityContext> published(String uri) {
        try {
            URI where = URI.create(uri);
            boolean safe = "https".equals(where.getScheme())
                    || "http".equals(where.getScheme()) && LOOPBACK.contains(String.valueOf(where.getHost()));
            if (!safe) {
                throw new IllegalStateException("jrp.jwt.jwk-set-uri 必须使用 https。jrp.jwt.jwk-set-uri must be https:"
                        + " who can change the answer could sign in as anybody.");
            }
            JWKSource<SecurityContext> source = JWKSourceBuilder.<SecurityContext>create(
                            where.toURL(), new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MOST_BYTES))
                    .build();
            return new JWSVerificationKeySelector<>(Tokens.ALGORITHMS, source);
        } catch (IllegalArgumentException | MalformedURLException e) {
            throw new IllegalStateException("jrp.jwt.jwk-set-uri 不是有效地址。jrp.jwt.jwk-set-uri is no address.", e);
        }
    }

    private static JWSKeySelector<SecurityContext> single(PublicKey key) {
        if (key instanceof ECPublicKey elliptic && Curve.P_256.equals(Curve.forECParameterSpec(elliptic.getParams()))) {
            return new SingleKeyJWSKeySelector<>(JWSAlgorithm.ES256, key);
        }
        if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= SHORTEST_RSA) {
            return new SingleKeyJWSKeySelector<>(JWSAlgorithm.RS256, key);
        }
        throw unusable(null);
    }

    private static PublicKey publicKey(Path file) {
        byte[] der;
        try {
            String pem = Files.readString(file, StandardCharsets.US_ASCII);
            der = Base64.getMimeDecoder()
                    .decode(pem.replace("-----BEGIN PUBLIC KEY-----", "")
                            .replace("-----END PUBLIC KEY-----", "")
                            .strip());
        } catch (IOException | IllegalArgumentException e) {
            throw unusable(e);
        }
        GeneralSecurityException last = null;
        for (String algorithm : new String[] {"EC", "RSA"}) {
            try {
                return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der));
            } catch (GeneralSecurityException e) {
                last = e;
            }
        }
        throw unusable(last);
    }

    private static IllegalStateException unusable(@Nullable Exception cause) {
        return new IllegalStateException(
                "jrp.jwt.public-key 应为 PEM 公钥文件(P-256,或 2048 位以上 RSA)。"
                        + " jrp.jwt.public-key is a PEM file of a public key (P-256, or RSA of 2048 bits or more).",
                cause);
    }
}
