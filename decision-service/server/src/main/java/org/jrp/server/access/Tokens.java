package org.jrp.server.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jrp.catalogue.Text;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Signs persons in by the tokens (JWT) of one issuer (个人登录). Only ES256 and RS256, only {@code at+jwt} or {@code JWT}, for our
 * audience, with a subject, a name, a department and an end. What was verified serves for a minute, so that a signature is not
 * verified again with every request; a key that the issuer withdraws is refused after that.
 */
final class Tokens {

    static final Duration SKEW = Duration.ofSeconds(30);

    /** The algorithms that are accepted: no symmetric one, whose secret would be the public key. */
    static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.ES256, JWSAlgorithm.RS256);

    private static final Duration REMEMBERED = Duration.ofMinutes(1);
    private static final int MOST_REMEMBERED = 10_000;
    private static final int LONGEST = 8_192;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_SUBJECT = 200;

    private final JwtDecoder decoder;
    private final AccessCache departments;
    private final InstantSource clock;
    private final Cache<ByteBuffer, Verified> verified = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(REMEMBERED)
            .build();

    private record Verified(String subject, String department, Set<Role> roles, String officer, Instant expiresAt) {}

    Tokens(
            TokenProperties properties,
            JWSKeySelector<SecurityContext> keys,
            AccessCache departments,
            InstantSource clock) {
        this.departments = departments;
        this.clock = clock;
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt"), JOSEObjectType.JWT));
        processor.setJWSKeySelector(keys);
        // Claims are checked below, by the validators.
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
        JwtTimestampValidator times = new JwtTimestampValidator(SKEW);
        times.setAllowEmptyExpiryClaim(false);
        times.setClock(clock.withZone(ZoneOffset.UTC));
        NimbusJwtDecoder nimbus = new NimbusJwtDecoder(processor);
        nimbus.setJwtValidator(new DelegatingOAuth2TokenValidator<>(List.of(
                times,
                new JwtIssuerValidator(Objects.requireNonNull(properties.issuer())),
                new JwtAudienceValidator(Objects.requireNonNull(properties.audience())))));
        this.decoder = nimbus;
    }

    /**
     * Who signs in by the token; empty when it is not to be accepted.
     *
     * @throws ProblemException 503 when the issuer's keys cannot be read
     */
    Optional<Caller> signIn(String token) {
        if (token.length() > LONGEST) {
            return Optional.empty();
        }
        ByteBuffer digest = ByteBuffer.wrap(ApiKey.hash(token));
        Verified known = verified.getIfPresent(digest);
        if (known == null) {
            known = verify(token);
            if (known == null) {
                return Optional.empty();
            }
            verified.put(digest, known);
        }
        if (!clock.instant().isBefore(known.expiresAt().plus(SKEW))) {
            return Optional.empty();
        }
        Verified person = known;
        return departments
                .findDepartment(person.department())
                .map(department -> new Caller(
                        AccessCache.tokenCredential(person.subject()), department, person.roles(), person.officer()));
    }

    private @Nullable Verified verify(String token) {
        Jwt jwt;
        try {
            jwt = decoder.decode(token);
        } catch (BadJwtException e) {
            return null;
        } catch (JwtException e) {
            throw ProblemException.later(
                    503,
                    "sign-in-unavailable",
                    new Text("暂时无法读取登录系统的公钥。", "The keys of the sign-in system cannot be read now."),
                    Duration.ofSeconds(5));
        }
        String subject = jwt.getSubject();
        Object department = jwt.getClaims().get("department");
        Object name = jwt.getClaims().get("name");
        Instant expiresAt = jwt.getExpiresAt();
        if (subject == null
                || subject.isBlank()
                || subject.length() > LONGEST_SUBJECT
                || expiresAt == null
                || !(department instanceof String code)
                || !(name instanceof String officer)
                || officer.isBlank()
                || officer.length() > LONGEST_NAME
                || !(jwt.getClaims().get("roles") instanceof List<?> roles)) {
            return null;
        }
        List<String> codes = roles.stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
        return new Verified(subject, code, Role.known(codes), officer.strip(), expiresAt);
    }
}
