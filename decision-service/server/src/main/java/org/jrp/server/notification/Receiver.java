package org.jrp.server.notification;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jrp.json.JsonWriter;
import org.jrp.server.Uuids;
import org.jrp.server.subject.SubjectVault;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Calls receivers (回调): signed, followed nowhere else, their answers' bodies unread. */
@Component
class Receiver {

    private static final int MOST_OF_AN_ANSWER = 64 * 1024;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int GONE = 410;
    private static final int TOO_MANY = 429;

    private final AddressRules rules;
    private final WebhookProperties properties;
    private final SubjectVault vault;
    private final InstantSource clock;
    private final HttpClient client;

    Receiver(AddressRules rules, WebhookProperties properties, SubjectVault vault, InstantSource clock) {
        this.rules = rules;
        this.properties = properties;
        this.vault = vault;
        this.clock = clock;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(properties.timeout())
                .build();
    }

    /** What became of a call. */
    enum Result {
        /** It took all messages. */
        TAKEN,
        /** It takes none now; later perhaps. */
        FAILED,
        /** It does not take these. */
        REFUSED,
        /** It wants no more, ever. */
        GONE
    }

    /**
     * What became of a call.
     *
     * @param status null where none came
     * @param error kebab-case; null where the messages were taken
     * @param retryAfter how long it wants to be left alone; null where it does not say
     */
    record Outcome(
            Result result,
            @Nullable Integer status,
            @Nullable String error,
            @Nullable Duration retryAfter) {

        static Outcome failed(String error) {
            return new Outcome(Result.FAILED, null, error, null);
        }
    }

    /** The place that a webhook's secret is bound to. */
    static byte[] place(UUID webhook) {
        return ("webhook:" + webhook).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Sends messages in one call.
     *
     * @param secret as it is stored
     * @param messages each as its bytes
     */
    Outcome send(UUID webhook, String url, byte[] secret, List<byte[]> messages) throws InterruptedException {
        String opened;
        URI uri;
        try {
            opened = new String(vault.open(secret, place(webhook)), StandardCharsets.UTF_8);
            uri = rules.read(url);
            rules.resolve(uri);
        } catch (SubjectVault.UnreadableException e) {
            return Outcome.failed("secret-unreadable");
        } catch (AddressRules.RefusedException e) {
            return Outcome.failed(e.code());
        } catch (UnknownHostException e) {
            return Outcome.failed("unknown-host");
        }
        Instant now = clock.instant();
        UUID delivery = Uuids.at(now);
        byte[] body = body(webhook, delivery, now, messages);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(properties.timeout())
                .header("Content-Type", "application/json")
                .header("User-Agent", "JRP-Webhook/1")
                .header("JRP-Webhook-Id", webhook.toString())
                .header("JRP-Delivery-Id", delivery.toString())
                .header("JRP-Timestamp", Long.toString(now.getEpochSecond()))
                .header("JRP-Signature", Signature.of(opened, now.getEpochSecond(), body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return outcome(request);
    }

    private Outcome outcome(HttpRequest request) throws InterruptedException {
        CompletableFuture<HttpResponse<Void>> call = client.sendAsync(request, info -> new Unread());
        try {
            HttpResponse<Void> response = call.get(properties.timeout().toMillis(), TimeUnit.MILLISECONDS);
            return outcome(response.statusCode(), response.headers());
        } catch (TimeoutException e) {
            call.cancel(true);
            return Outcome.failed("timeout");
        } catch (InterruptedException e) {
            call.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            return Outcome.failed(error(e));
        }
    }

    private Outcome outcome(int status, HttpHeaders headers) {
        if (status / 100 == 2) {
            return new Outcome(Result.TAKEN, status, null, null);
        }
        Result result = Result.FAILED;
        if (status == GONE) {
            result = Result.GONE;
        } else if (status / 100 == 4 && status != REQUEST_TIMEOUT && status != TOO_MANY) {
            result = Result.REFUSED;
        }
        return new Outcome(result, status, "http-" + status, retryAfter(headers));
    }

    private @Nullable Duration retryAfter(HttpHeaders headers) {
        String text = headers.firstValue("Retry-After").orElse("").strip();
        if (text.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        if (text.isEmpty()) {
            return null;
        }
        try {
            Duration wait = Duration.between(
                    clock.instant(),
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
            return wait.isNegative() ? null : wait;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static String error(ExecutionException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpTimeoutException) {
                return "timeout";
            }
            if (cause instanceof UnknownHostException) {
                return "unknown-host";
            }
            if (cause instanceof SSLException) {
                return "tls";
            }
            if (cause instanceof ConnectException) {
                return "connection-refused";
            }
            if (cause instanceof IOException) {
                return "connection-lost";
            }
        }
        return "call-failed";
    }

    static byte[] body(UUID webhook, UUID delivery, Instant now, List<byte[]> messages) {
        JsonWriter out = new JsonWriter(
                256 + messages.stream().mapToInt(one -> one.length + 1).sum());
        out.object()
                .field("deliveryId", delivery.toString())
                .field("webhookId", webhook.toString())
                .field("sentAt", now.truncatedTo(ChronoUnit.MILLIS).toString());
        out.name("messages").array();
        messages.forEach(out::written);
        return out.endArray().endObject().toBytes();
    }

    /** Lets the body of an answer pass by, so that its connection can be used again; hangs up when it is long. */
    private static final class Unread implements HttpResponse.BodySubscriber<Void> {

        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private Flow.@Nullable Subscription subscription;
        private long read;

        @Override
        public CompletionStage<Void> getBody() {
            return done;
        }

        @Override
        public void onSubscribe(Flow.Subscription from) {
            subscription = from;
            from.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                read += buffer.remaining();
            }
            Flow.Subscription from = subscription;
            if (read > MOST_OF_AN_ANSWER && from != null) {
                from.cancel();
                done.complete(null);
            }
        }

        @Override
        public void onError(Throwable e) {
            // The status came, and it alone counts.
            done.complete(null);
        }

        @Override
        public void onComplete() {
            done.complete(null);
        }
    }
}
