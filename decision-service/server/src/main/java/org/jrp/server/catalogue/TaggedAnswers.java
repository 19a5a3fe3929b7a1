package org.jrp.server.catalogue;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jrp.decision.DecisionEngine;
import org.jrp.server.problem.Problems;
import org.jrp.server.release.ActiveRelease;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/**
 * Answers that change with the release alone (带标签的答复). Their ETag is made of the release, the address and the language, so a
 * caller that has an answer already gets 304; Spring compares it with {@code If-None-Match}.
 */
final class TaggedAnswers {

    private static final int TAG_BYTES = 16;

    private TaggedAnswers() {}

    /**
     * The answer with its tag.
     *
     * @param active the release that the body was made from
     * @param assumed what the body rests on that the address does not say, such as today's date
     */
    static <T> ResponseEntity<T> tagged(HttpServletRequest request, ActiveRelease active, T body, Object... assumed) {
        Locale locale = Problems.locale(request);
        MessageDigest digest = sha256();
        add(digest, active.hash());
        add(digest, DecisionEngine.VERSION);
        add(digest, request.getRequestURI());
        add(digest, request.getQueryString() == null ? "" : request.getQueryString());
        add(digest, locale.toLanguageTag());
        for (Object one : assumed) {
            add(digest, one.toString());
        }
        String tag = HexFormat.of().formatHex(digest.digest(), 0, TAG_BYTES);
        return ResponseEntity.ok()
                .eTag("\"" + tag + "\"")
                .cacheControl(CacheControl.noCache().cachePrivate())
                .varyBy(HttpHeaders.ACCEPT_LANGUAGE)
                .header(HttpHeaders.CONTENT_LANGUAGE, locale.toLanguageTag())
                .body(body);
    }

    private static void add(MessageDigest digest, String part) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}
