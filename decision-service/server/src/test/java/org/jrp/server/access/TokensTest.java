package org.jrp.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {

    private static final String ISSUER = "https://sign-in.example";
    private static final String AUDIENCE = "jrp";

    private final MutableClock clock = new MutableClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    private final Store store = new Store();
    private final AccessCache cache = store.cache(clock);
    private final ECKey key = new ECKeyGenerator(Curve.P_256).generate();
    private final Path pem;
    private final Tokens tokens;

    TokensTest(@TempDir Path folder) throws Exception {
        store.departments(cache).write(store.departments(cache).fresh("finance-bureau", "市财政局", List.of()));
        pem = pem(folder, key.toECPublicKey());
        tokens = tokens(pem);
    }

    @Test
    void a_person_signs_in_with_name_department_and_roles() throws Exception {
        Caller caller = tokens.signIn(signed(claims -> claims)).orElseThrow();

        assertThat(caller.credential()).isEqualTo("jwt:u-1");
        assertThat(caller.officer()).isEqualTo("王某");
        assertThat(caller.department().code()).isEqualTo("finance-bureau");
        assertThat(caller.roles()).containsExactlyInAnyOrder(Role.OFFICER, Role.AUDITOR);
    }

    @Test
    void an_access_token_by_its_type_is_accepted_too() throws Exception {
        assertThat(tokens.signIn(signed(key, "at+jwt", claims -> claims))).isPresent();
    }

    @Test
    void roles_that_are_not_ours_count_for_nothing() throws Exception {
        assertThat(tokens.signIn(signed(claims -> claims.claim("roles", List.of("root", "officer"))))
                        .orElseThrow()
                        .roles())
                .containsExactly(Role.OFFICER);
    }

    @Test
    void a_token_for_or_from_somebody_else_is_refused() throws Exception {
        assertThat(tokens.signIn(signed(claims -> claims.issuer("https://other.example"))))
                .isEmpty();
        assertThat(tokens.signIn(signed(claims -> claims.issuer(null)))).isEmpty();
        assertThat(tokens.signIn(signed(claims -> claims.audience("other")))).isEmpty();
        assertThat(tokens.signIn(signed(claims -> claims.audience((String) null))))
                .isEmpty();
        assertThat(tokens.signIn(signed(new ECKeyGenerator(Curve.P_256).generate(), "JWT", claims -> claims)))
                .isEmpty();
    }

    @Test
    void a_token_of_another_type_is_refused() throws Exception {
        assertThat(tokens.signIn(signed(key, "id+jwt", claims -> claims))).isEmpty();
        assertThat(tokens.signIn(signed(key, null, claims -> claims))).isEmpty();
    }

    @Test
    void a_token_serves_until_thirty_seconds_after_its_end() throws Exception {
        String token =
                signed(claims -> claims.expirationTime(Date.from(clock.instant().plusSeconds(60))));
        assertThat(tokens.signIn(token)).isPresent();

        clock.goOn(Duration.ofSeconds(89));
        assertThat(tokens.signIn(token)).isPresent();
        clock.goOn(Duration.ofSeconds(1));

        assertThat(tokens.signIn(token)).as("remembered").isEmpty();
        assertThat(tokens(pem).signIn(token)).as("not seen before").isEmpty();
    }

    @Test
    void a_token_without_an_end_or_of_the_future_is_refused() throws Exception {
        assertThat(tokens.signIn(signed(claims -> claims.expirationTime(null)))).isEmpty();
        assertThat(tokens.signIn(signed(
                        claims -> claims.notBeforeTime(Date.from(clock.instant().plusSeconds(40))))))
                .isEmpty();
    }

    @Test
    void a_token_that_does_not_say_who_and_whence_is_refused() throws Exception {
        assertThat(tokens.signIn(signed(claims -> claims.subject(null)))).isEmpty();
        assertThat(tokens.signIn(signed(claims -> claims.claim("name", null)))).isEmpty();
        assertThat(tokens.signIn(signed(claims -> claims.claim("name", " ")))).isEmpty();
        assertThat(tokens.signIn(signed(claims -> claims.claim("department", null))))
                .isEmpty();
        assertThat(tokens.signIn(signed(claims -> claims.claim("department", "no-such-bureau"))))
                .isEmpty();
        assertThat(tokens.signIn(signed(claims -> claims.claim("roles", "officer"))))
                .isEmpty();
    }

    @Test
    void an_unsigned_token_is_refused() throws Exception {
        assertThat(tokens.signIn(new PlainJWT(claims().build()).serialize())).isEmpty();
        String signed = signed(claims -> claims);
        assertThat(tokens.signIn(signed.substring(0, signed.lastIndexOf('.') + 1)))
                .isEmpty();
    }

    @Test
    void the_public_key_does_not_serve_as_a_shared_secret() throws Exception {
        byte[] secret = key.toECPublicKey().getEncoded();

        assertThat(tokens.signIn(signed(JWSAlgorithm.HS256, new MACSigner(secret), "JWT", claims -> claims)))
                .isEmpty();
        assertThat(tokens.signIn(
                        signed(JWSAlgorithm.HS256, new MACSigner(Files.readAllBytes(pem)), "JWT", claims -> claims)))
                .isEmpty();
    }

    @Test
    void another_algorithm_than_the_keys_is_refused() throws Exception {
        RSAKey rsa = new RSAKeyGenerator(2_048).generate();

        assertThat(tokens.signIn(signed(JWSAlgorithm.RS256, new RSASSASigner(rsa), "JWT", claims -> claims)))
                .isEmpty();
    }

    @Test
    void an_rsa_key_of_2048_bits_serves(@TempDir Path folder) throws Exception {
        RSAKey rsa = new RSAKeyGenerator(2_048).generate();
        Tokens accepting = tokens(pem(folder, rsa.toRSAPublicKey()));

        assertThat(accepting.signIn(signed(JWSAlgorithm.RS256, new RSASSASigner(rsa), "JWT", claims -> claims)))
                .isPresent();
        assertThat(accepting.signIn(signed(JWSAlgorithm.PS256, new RSASSASigner(rsa), "JWT", claims -> claims)))
                .isEmpty();
    }

    @Test
    void nonsense_is_refused() {
        assertThat(tokens.signIn("")).isEmpty();
        assertThat(tokens.signIn("a.b.c")).isEmpty();
        assertThat(tokens.signIn("x".repeat(100_000))).isEmpty();
    }

    @Test
    void the_start_is_refused_where_a_key_is_set_without_issuer_or_audience() {
        assertThatThrownBy(() -> new TokenProperties(ISSUER, " ", null, pem))
                .hasMessageContaining("jrp.jwt.audience")
                .hasMessageContaining("还必须设置");
        assertThatThrownBy(() -> new TokenProperties(null, AUDIENCE, "https://sign-in.example/keys", null))
                .hasMessageContaining("jrp.jwt.issuer");
        assertThatThrownBy(() -> new TokenProperties(ISSUER, AUDIENCE, "https://sign-in.example/keys", pem))
                .hasMessageContaining("not both");
        assertThat(new TokenProperties(ISSUER, AUDIENCE, null, null).enabled()).isFalse();
    }

    @Test
    void the_start_is_refused_where_the_key_is_none_or_comes_unprotected(@TempDir Path folder) throws IOException {
        Path nonsense = Files.writeString(folder.resolve("key.pem"), "-----BEGIN PUBLIC KEY-----\nAAAA\n");

        assertThatThrownBy(() -> tokens(nonsense)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(
                        () -> TokenKeys.of(new TokenProperties(ISSUER, AUDIENCE, "http://sign-in.example/keys", null)))
                .hasMessageContaining("https");
    }

    private Tokens tokens(Path publicKey) {
        TokenProperties properties = new TokenProperties(ISSUER, AUDIENCE, null, publicKey);
        return new Tokens(properties, TokenKeys.of(properties), cache, clock);
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .subject("u-1")
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .expirationTime(Date.from(clock.instant().plusSeconds(600)))
                .claim("department", "finance-bureau")
                .claim("roles", List.of("officer", "auditor"))
                .claim("name", "王某");
    }

    private String signed(UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
        return signed(key, "JWT", change);
    }

    private String signed(ECKey signer, String type, UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
        return signed(JWSAlgorithm.ES256, new ECDSASigner(signer), type, change);
    }

    private String signed(
            JWSAlgorithm algorithm, JWSSigner signer, String type, UnaryOperator<JWTClaimsSet.Builder> change)
            throws JOSEException {
        JWSHeader header = new JWSHeader.Builder(algorithm)
                .type(type == null ? null : new JOSEObjectType(type))
                .keyID("any")
                .build();
        SignedJWT token = new SignedJWT(header, change.apply(claims()).build());
        token.sign(signer);
        return token.serialize();
    }

    private static Path pem(Path folder, PublicKey key) throws IOException {
        return Files.writeString(
                folder.resolve("public.pem"),
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
    }
}
