package org.jrp.server.whole;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;

/** The identity provider of the tests: every service under test accepts its tokens as personal sign-ins. */
public final class SignIn {

    private static final String ISSUER = "https://sign-in.test";
    private static final String AUDIENCE = "jrp";
    private static final ECKey KEY = key();

    private SignIn() {}

    /** Settings under which a service accepts the tokens. */
    public static Map<String, Object> settings(Path folder) {
        try {
            Path pem = Files.writeString(
                    folder.resolve("sign-in.pem"),
                    "-----BEGIN PUBLIC KEY-----\n"
                            + Base64.getMimeEncoder()
                                    .encodeToString(KEY.toECPublicKey().getEncoded())
                            + "\n-----END PUBLIC KEY-----\n");
            return Map.of("jrp.jwt.issuer", ISSUER, "jrp.jwt.audience", AUDIENCE, "jrp.jwt.public-key", pem.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token, good for an hour, of a person of that name in that department, with those roles. */
    public static String person(String department, String name, String... roles) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .type(JOSEObjectType.JWT)
                            .build(),
                    new JWTClaimsSet.Builder()
                            .subject(department + "/" + name)
                            .issuer(ISSUER)
                            .audience(AUDIENCE)
                            .expirationTime(Date.from(Instant.now().plus(1, ChronoUnit.HOURS)))
                            .claim("department", department)
                            .claim("roles", List.of(roles))
                            .claim("name", name)
                            .build());
            token.sign(new ECDSASigner(KEY));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ECKey key() {
        try {
            return new ECKeyGenerator(Curve.P_256).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
