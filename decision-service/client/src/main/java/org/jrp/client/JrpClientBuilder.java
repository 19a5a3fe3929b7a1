package org.jrp.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The settings of a client (客户端设置). */
public final class JrpClientBuilder {

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final URI base;
    private @Nullable Supplier<String> apiKey;
    private Duration connectTimeout = Duration.ofSeconds(3);
    private Duration requestTimeout = Duration.ofSeconds(10);
    private Duration bulkTimeout = Duration.ofMinutes(10);
    private RetryPolicy retries = RetryPolicy.USUAL;
    private Locale language = Locale.SIMPLIFIED_CHINESE;
    private boolean plainHttp;
    private @Nullable SSLContext sslContext;
    private Timing timing = Timing.REAL;

    JrpClientBuilder(URI base) {
        this.base = base;
    }

    /** The department's API key; asked for at every attempt, so that a new key takes effect at once. Needed. */
    public JrpClientBuilder apiKey(Supplier<String> supplier) {
        this.apiKey = supplier;
        return this;
    }

    /** How long to wait for a connection; 3 seconds unless said otherwise. */
    public JrpClientBuilder connectTimeout(Duration timeout) {
        this.connectTimeout = positive(timeout);
        return this;
    }

    /** How long to wait for one answer, read to its end; 10 seconds unless said otherwise. */
    public JrpClientBuilder requestTimeout(Duration timeout) {
        this.requestTimeout = positive(timeout);
        return this;
    }

    /**
     * The same for a file of entries or a window of a stream, which the service may hold back while the department's limit is
     * reached; 10 minutes unless said otherwise.
     */
    public JrpClientBuilder bulkTimeout(Duration timeout) {
        this.bulkTimeout = positive(timeout);
        return this;
    }

    /** How often and how long to try; {@link RetryPolicy#USUAL} unless said otherwise. */
    public JrpClientBuilder retries(RetryPolicy policy) {
        this.retries = policy;
        return this;
    }

    /** The language of messages; Chinese unless said otherwise. */
    public JrpClientBuilder language(Locale locale) {
        this.language = locale;
        return this;
    }

    /** What to trust and by what to be known, where the platform's own settings do not do. */
    public JrpClientBuilder sslContext(SSLContext context) {
        this.sslContext = context;
        return this;
    }

    /** Allows {@code http:} to another machine, where key and answers travel in the clear. Not for production. */
    public JrpClientBuilder allowPlainHttp() {
        this.plainHttp = true;
        return this;
    }

    JrpClientBuilder timing(Timing other) {
        this.timing = other;
        return this;
    }

    /**
     * The client.
     *
     * @throws IllegalStateException when the API key is not set, or the address is not one that may be called
     */
    public JrpClient build() {
        Supplier<String> key = Objects.requireNonNullElseGet(apiKey, () -> {
            throw new IllegalStateException("The client has no API key. Set apiKey(…).");
        });
        String scheme = String.valueOf(base.getScheme()).toLowerCase(Locale.ROOT);
        boolean safe = scheme.equals("https")
                || (scheme.equals("http") && (plainHttp || THIS_MACHINE.contains(String.valueOf(base.getHost()))));
        if (!safe || base.getHost() == null || base.getRawUserInfo() != null || base.getRawQuery() != null) {
            throw new IllegalStateException(
                    "The address should be https://host[:port][/path]. Maybe allowPlainHttp() inside a closed network?");
        }
        HttpClient.Builder http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout);
        if (sslContext != null) {
            http.sslContext(sslContext);
        }
        String address = base.toString();
        URI api =
                URI.create((address.endsWith("/") ? address.substring(0, address.length() - 1) : address) + "/api/v1");
        Transport transport = new Transport(http.build(), api, key, language.toLanguageTag(), retries, timing);
        return new JrpClient(transport, requestTimeout, bulkTimeout, retries.total());
    }

    private static Duration positive(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("The time-out (%s) should be longer than nothing.".formatted(timeout));
        }
        return timeout;
    }
}
