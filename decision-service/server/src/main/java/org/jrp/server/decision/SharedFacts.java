package org.jrp.server.decision;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jrp.server.subject.SubjectVault;
import org.jrp.subject.SubjectId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.types.Expiration;
import org.springframework.stereotype.Component;

/**
 * Facts that the nodes share in Redis (共享案卷缓存), encrypted. May be lost, stale, wrong or unreachable at any time: what does not
 * open is not there, and while Redis fails it is left alone for some seconds.
 */
@Component
class SharedFacts {

    private static final Logger log = LoggerFactory.getLogger(SharedFacts.class);
    private static final Expiration KEPT = Expiration.seconds(600);
    private static final Duration LEFT_ALONE = Duration.ofSeconds(5);

    private final @Nullable RedisConnectionFactory redis;
    private final SubjectVault vault;
    private final InstantSource clock;
    private volatile Instant notBefore = Instant.MIN;

    SharedFacts(ObjectProvider<RedisConnectionFactory> redis, SubjectVault vault, InstantSource clock) {
        this.redis = redis.getIfAvailable();
        this.vault = vault;
        this.clock = clock;
    }

    /** Those that are there; one round trip. */
    Map<SubjectId, Facts> find(Map<SubjectId, List<Ref>> wanted) {
        if (away()) {
            return Map.of();
        }
        List<Map.Entry<SubjectId, List<Ref>>> subjects = List.copyOf(wanted.entrySet());
        byte[][] keys = subjects.stream().map(one -> key(one.getValue().get(0))).toArray(byte[][]::new);
        List<byte[]> values;
        try (RedisConnection connection = connection()) {
            values = connection.stringCommands().mGet(keys);
        } catch (RuntimeException e) {
            failed(e);
            return Map.of();
        }
        Map<SubjectId, Facts> found = new HashMap<>();
        for (int i = 0; values != null && i < subjects.size(); i++) {
            byte[] value = values.get(i);
            if (value != null) {
                Facts facts = facts(value, keys[i]);
                if (facts != null && facts.refs().equals(subjects.get(i).getValue())) {
                    found.put(subjects.get(i).getKey(), facts);
                }
            }
        }
        return found;
    }

    /** Keeps them for the other nodes; nobody waits for it to succeed. */
    void put(Collection<Facts> facts) {
        if (away() || facts.isEmpty()) {
            return;
        }
        List<byte[][]> pairs = new ArrayList<>();
        for (Facts one : facts) {
            byte[] key = key(one.refs().get(0));
            pairs.add(new byte[][] {key, vault.seal(FactCodec.bytes(one), key)});
        }
        try (RedisConnection connection = connection()) {
            connection.openPipeline();
            for (byte[][] pair : pairs) {
                connection.stringCommands().set(pair[0], pair[1], KEPT, null);
            }
            connection.closePipeline();
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private @Nullable Facts facts(byte[] value, byte[] key) {
        try {
            return FactCodec.read(vault.open(value, key));
        } catch (SubjectVault.UnreadableException | IllegalArgumentException e) {
            log.warn("A value in Redis is not of ours and is left out.");
            return null;
        }
    }

    private boolean away() {
        return redis == null || clock.instant().isBefore(notBefore);
    }

    private RedisConnection connection() {
        if (redis == null) {
            throw new IllegalStateException("There is no Redis.");
        }
        return redis.getConnection();
    }

    private void failed(RuntimeException e) {
        notBefore = clock.instant().plus(LEFT_ALONE);
        log.warn(
                "Redis does not answer ({}); going on without it.", e.getClass().getSimpleName());
    }

    private static byte[] key(Ref ref) {
        return ("jrp:facts:" + Base64.getUrlEncoder().withoutPadding().encodeToString(ref.bytes()))
                .getBytes(StandardCharsets.UTF_8);
    }
}
