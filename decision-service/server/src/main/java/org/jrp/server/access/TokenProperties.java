package org.jrp.server.access;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Whose tokens (JWT) are accepted for personal sign-ins (个人登录令牌), under {@code jrp.jwt}; none unless a source of keys is set.
 *
 * @param issuer what {@code iss} must be
 * @param audience what must be among {@code aud}
 * @param jwkSetUri where the issuer publishes its keys: https, or http on the machine itself
 * @param publicKey PEM file of the issuer's one key, instead
 */
@ConfigurationProperties("jrp.jwt")
record TokenProperties(
        @Nullable String issuer,
        @Nullable String audience,
        @Nullable String jwkSetUri,
        @Nullable Path publicKey) {

    TokenProperties {
        issuer = blankAsNull(issuer);
        audience = blankAsNull(audience);
        jwkSetUri = blankAsNull(jwkSetUri);
        if (jwkSetUri != null && publicKey != null) {
            throw new IllegalArgumentException("jrp.jwt.jwk-set-uri 与 jrp.jwt.public-key 只能设置一个。"
                    + " Set either jrp.jwt.jwk-set-uri or jrp.jwt.public-key, not both.");
        }
        if ((jwkSetUri != null || publicKey != null) && (issuer == null || audience == null)) {
            throw new IllegalArgumentException("设置了令牌公钥来源,还必须设置 jrp.jwt.issuer 和 jrp.jwt.audience:"
                    + "否则会接受发给其他系统的令牌。A source of token keys is set; set jrp.jwt.issuer and jrp.jwt.audience as"
                    + " well: without them tokens made for other systems would be accepted.");
        }
    }

    boolean enabled() {
        return jwkSetUri != null || publicKey != null;
    }

    private static @Nullable String blankAsNull(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }
}
