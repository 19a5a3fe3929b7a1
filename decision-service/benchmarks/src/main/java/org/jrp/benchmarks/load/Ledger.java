package org.jrp.benchmarks.load;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jrp.json.Json;
import org.jrp.json.JsonException;

/** What clients were answered, by the keys they gave (客户端台账). */
final class Ledger {

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final Queue<String> unchecked = new ConcurrentLinkedQueue<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicLong repeated = new AtomicLong();
    private final Map<Integer, AtomicLong> unexpected = new ConcurrentHashMap<>();

    /**
     * An answer that a client holds.
     *
     * @param decisionHash in hexadecimal
     * @param digest of the whole body
     */
    record Answer(String key, String decisionId, String decisionHash, String digest) {

        /** @throws IllegalArgumentException when the body is no decision */
        static Answer of(String key, byte[] body) {
            try {
                if (Json.read(body) instanceof Map<?, ?> fields
                        && fields.get("decisionId") instanceof String id
                        && fields.get("decisionHash") instanceof String hash) {
                    return new Answer(key, id, hash.substring(hash.indexOf(':') + 1), Ledger.digest(body));
                }
            } catch (JsonException e) {
                throw new IllegalArgumentException("An answer is no JSON.", e);
            }
            throw new IllegalArgumentException("An answer is no decision.");
        }
    }

    static String digest(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    /** Notes an answer; one that differs from an earlier one under the same key is wrong. */
    void acknowledge(Answer answer) {
        Answer before = answers.putIfAbsent(answer.key(), answer);
        if (before == null) {
            unchecked.add(answer.key());
        } else {
            repeated.incrementAndGet();
            if (!before.equals(answer)) {
                wrong("the key " + answer.key() + " was answered " + before + ", then " + answer);
            }
        }
    }

    void wrong(String what) {
        wrong.add(what);
    }

    /** Notes a refusal that an outage does not excuse, though nothing was lost by it. */
    void unexpected(int status) {
        unexpected.computeIfAbsent(status, unused -> new AtomicLong()).incrementAndGet();
    }

    /** How often each such status was answered. */
    Map<Integer, AtomicLong> unexpected() {
        return new TreeMap<>(unexpected);
    }

    long size() {
        return answers.size();
    }

    /** Answers that repeated an earlier one. */
    long repeated() {
        return repeated.get();
    }

    List<String> wrong() {
        return List.copyOf(wrong);
    }

    /** Those that came since the last call. */
    List<Answer> unchecked() {
        List<Answer> taken = new ArrayList<>();
        for (String key = unchecked.poll(); key != null; key = unchecked.poll()) {
            Answer answer = answers.get(key);
            if (answer != null) {
                taken.add(answer);
            }
        }
        return taken;
    }

    List<Answer> all() {
        return List.copyOf(answers.values());
    }
}
