package org.jrp.server.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.proc.SingleKeyJWSKeySelector;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jrp.json.JsonWriter;
import org.jrp.server.PrivateFiles;

/**
 * Personal sign-ins of a demonstration (演示个人登录), for want of an identity provider: made-up officers, whose tokens are signed by a key
 * that is made at each start and kept nowhere. Never there where {@code jrp.jwt} names a provider, or without {@code --demo}.
 */
final class DemoSignIn {

    static final String FILE = "demo-sign-ins.json";

    private static final String ISSUER = "https://demo.jrp.invalid";
    private static final String AUDIENCE = "jrp-demo";
    private static final Duration LIFE = Duration.ofDays(30);

    private final ECKey key;

    DemoSignIn() {
        try {
            this.key = new ECKeyGenerator(Curve.P_256).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("Every Java platform has P-256.", e);
        }
    }

    /** Under which tokens are accepted. */
    TokenProperties properties() {
        return new TokenProperties(ISSUER, AUDIENCE, null, null);
    }

    JWSKeySelector<SecurityContext> keys() {
        try {
            return new SingleKeyJWSKeySelector<>(JWSAlgorithm.ES256, key.toECPublicKey());
        } catch (JOSEException e) {
            throw new IllegalStateException("A key of ours is an EC key.", e);
        }
    }

    /** Writes a token for each person, by the name under which it is found. */
    void write(Path folder, Map<String, Person> people, Instant now) throws IOException {
        Map<String, String> tokens = new TreeMap<>();
        for (Map.Entry<String, Person> one : people.entrySet()) {
            tokens.put(one.getKey(), token(one.getValue(), now));
        }
        Path beside = folder.resolve(FILE + ".new");
        PrivateFiles.write(beside, JsonWriter.inOrder(tokens));
        Files.move(beside, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** A made-up officer. */
    record Person(String department, String name, List<String> roles) {}

    private String token(Person person, Instant now) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .type(JOSEObjectType.JWT)
                            .build(),
                    new JWTClaimsSet.Builder()
                            .subject(person.department() + "/" + person.name())
                            .issuer(ISSUER)
                            .audience(AUDIENCE)
                            .claim("exp", now.plus(LIFE).getEpochSecond())
                            .claim("department", person.department())
                            .claim("roles", person.roles())
                            .claim("name", person.name())
                            .build());
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("A key of ours signs.", e);
        }
    }
}
