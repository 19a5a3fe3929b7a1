package org.jrp.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Sends a call, again where that may help and cannot harm (传输与重试). Every attempt carries the same idempotency key. */
final class Transport {

    private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);
    private static final int NOT_MODIFIED = 304;
    private static final Pattern TOKEN = Pattern.compile("[!-~]{1,500}");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    private final HttpClient http;
    private final URI base;
    private final Supplier<String> apiKey;
    private final String language;
    private final RetryPolicy policy;
    private final Timing timing;

    Transport(HttpClient http, URI base, Supplier<String> apiKey, String language, RetryPolicy policy, Timing timing) {
        this.http = http;
        this.base = base;
        this.apiKey = apiKey;
        this.language = language;
        this.policy = policy;
        this.timing = timing;
    }

    /**
     * One call.
     *
     * @param path below the API's base path, with the query
     * @param idempotencyKey null for a call that changes nothing
     * @param known tag of what the caller has, so that nothing is sent where it is the same; null where it has nothing
     * @param timeout for one attempt, its answer read to the end
     * @param total for all attempts and waits together
     */
    record Call(
            String method,
            String path,
            String accept,
            @Nullable String contentType,
            HttpRequest.BodyPublisher body,
            @Nullable String idempotencyKey,
            @Nullable String known,
            Duration timeout,
            Duration total) {

        Call(
                String method,
                String path,
                String accept,
                @Nullable String contentType,
                HttpRequest.BodyPublisher body,
                @Nullable String idempotencyKey,
                Duration timeout,
                Duration total) {
            this(method, path, accept, contentType, body, idempotencyKey, null, timeout, total);
        }
    }

    /** An answer that is no refusal; of status 304 and empty where nothing has changed. */
    record Reply(int status, byte[] body) {}

    /** Why an attempt failed, and how long the service asks to wait. */
    private record Failure(
            String reason,
            Throwable cause,
            boolean passing,
            @Nullable Duration retryAfter) {}

    /**
     * Sends it.
     *
     * @throws JrpProblemException when it is refused for good
     * @throws JrpUnavailableException when every attempt failed
     */
    Reply send(Call call) {
        long began = timing.nanos().getAsLong();
        List<String> reasons = new ArrayList<>();
        while (true) {
            Duration left = call.total().minus(since(began));
            Object outcome = attempt(call, left.compareTo(call.timeout()) < 0 ? left : call.timeout());
            if (outcome instanceof Reply reply) {
                return reply;
            }
            Failure failure = (Failure) outcome;
            reasons.add(failure.reason());
            Duration wait = policy.wait(reasons.size(), timing.jitter().getAsDouble());
            Duration asked = failure.retryAfter();
            if (asked != null && asked.compareTo(wait) > 0) {
                wait = asked;
            }
            boolean tooLate = wait.compareTo(call.total().minus(since(began))) >= 0;
            if (!failure.passing() || reasons.size() >= policy.attempts() || tooLate) {
                throw new JrpUnavailableException(reasons, since(began), failure.cause());
            }
            try {
                timing.sleeper().sleep(wait);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                reasons.set(reasons.size() - 1, failure.reason() + ", interrupted while waiting");
                throw new JrpUnavailableException(reasons, since(began), e);
            }
        }
    }

    private Duration since(long began) {
        return Duration.ofNanos(timing.nanos().getAsLong() - began);
    }

    private Object attempt(Call call, Duration timeout) {
        HttpRequest request = request(call, timeout);
        CompletableFuture<HttpResponse<byte[]>> future =
                http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
        try {
            // The client's own time-out ends with the headers; an answer that stops half-way must not hang either.
            return judged(future.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            future.cancel(true);
            return new Failure("timed out", e, true, null);
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            return new Failure("interrupted", e, false, null);
        } catch (ExecutionException e) {
            return broken(e.getCause() == null ? e : e.getCause());
        }
    }

    private HttpRequest request(Call call, Duration timeout) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + call.path()))
                .timeout(timeout)
                .header("Accept", call.accept())
                .header("Accept-Language", language)
                .header("Authorization", "Bearer " + token(apiKey.get(), "API key"))
                .method(call.method(), call.body());
        if (call.contentType() != null) {
            request.header("Content-Type", call.contentType());
        }
        if (call.idempotencyKey() != null) {
            request.header("Idempotency-Key", call.idempotencyKey());
        }
        if (call.known() != null) {
            request.header("If-None-Match", call.known());
        }
        return request.build();
    }

    /** A text that may stand in a header; what is wrong with it is told without showing it. */
    static String token(@Nullable String text, String what) {
        if (text == null || !TOKEN.matcher(text).matches()) {
            throw new IllegalArgumentException("The %s should be 1 to 500 visible ASCII characters.".formatted(what));
        }
        return text;
    }

    private Object judged(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        if ((status >= 200 && status < 300) || status == NOT_MODIFIED) {
            return new Reply(status, response.body());
        }
        JrpProblem problem = Answers.problem(status, response.body());
        JrpProblemException refused = new JrpProblemException(problem, null);
        if (!PASSING.contains(status)) {
            throw refused;
        }
        return new Failure(status + " " + problem.code(), refused, true, retryAfter(response.headers()));
    }

    private @Nullable Duration retryAfter(HttpHeaders headers) {
        String value = headers.firstValue("Retry-After").map(String::strip).orElse("");
        if (SECONDS.matcher(value).matches()) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        try {
            Instant moment = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration wait = Duration.between(timing.wall().instant(), moment);
            return wait.isNegative() ? null : wait;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Failure broken(Throwable cause) {
        if (cause instanceof HttpConnectTimeoutException || cause instanceof ConnectException) {
            return new Failure("not connected", cause, true, null);
        }
        if (cause instanceof HttpTimeoutException) {
            return new Failure("timed out", cause, true, null);
        }
        if (cause instanceof SSLException) {
            return new Failure("no secure connection", cause, false, null);
        }
        if (cause instanceof IOException) {
            return new Failure("connection broken", cause, true, null);
        }
        throw cause instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(cause);
    }
}
