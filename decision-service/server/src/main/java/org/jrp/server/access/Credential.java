package org.jrp.server.access;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An API key as administrators see it (接口密钥登记): everything but the key and its hash.
 *
 * @param prefix the characters after {@code jrp_} by which its holder can tell it
 * @param createdBy id of the credential that made it; {@code server} at the first start
 */
record Credential(
        UUID id,
        String prefix,
        String department,
        String label,
        List<String> roles,
        Instant createdAt,
        String createdBy,
        Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable String revokedBy,
        @Nullable String revokeReason) {

    Credential {
        roles = List.copyOf(roles);
    }
}
