package org.jrp.server.seal;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Sends tree heads to somebody outside (见证方), where one is named: the body is the checkpoint. Nothing waits for it; one call at a time. */
@Component
class Witness {

    private static final Logger log = LoggerFactory.getLogger(Witness.class);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final SealProperties properties;
    private final Counter failures;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(LONGEST).build();

    Witness(SealProperties properties, MeterRegistry meters) {
        this.properties = properties;
        this.failures = Counter.builder("jrp.seal.witness.failures")
                .description("Tree heads that the witness did not take")
                .register(meters);
    }

    void tell(SealStore.Head head) {
        URI url = properties.witnessUrl();
        if (url == null || !busy.compareAndSet(false, true)) {
            return;
        }
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(LONGEST)
                .header("Content-Type", "text/plain; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(head.checkpoint()))
                .build();
        client.sendAsync(request, HttpResponse.BodyHandlers.discarding()).whenComplete((answer, failed) -> {
            busy.set(false);
            if (failed != null || answer.statusCode() / 100 != 2) {
                failures.increment();
                log.warn("The witness did not take the tree head of {} leaves.", head.size());
            }
        });
    }
}
