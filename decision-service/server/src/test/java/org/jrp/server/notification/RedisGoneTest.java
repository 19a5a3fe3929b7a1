package org.jrp.server.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jrp.server.ServerTest;
import org.junit.jupiter.api.Test;

/** Without Redis all is delivered as well, by looking. */
@ServerTest(
        properties = {
            "test=notification without Redis",
            "jrp.redis.url=redis://127.0.0.1:1",
            "jrp.webhooks.plain-http=true",
            "jrp.webhooks.poll=100ms"
        })
class RedisGoneTest extends NotificationBed {

    @Test
    void nothing_is_lost_without_redis() {
        String key = officer("no-redis");
        try (TestReceiver receiver = new TestReceiver()) {
            hook(key, receiver);
            for (int i = 0; i < 20; i++) {
                notifications.tell(message("no-redis", "s" + i % 3, Map.of("n", i)));
            }

            await().atMost(SOON).until(() -> receiver.count() == 20);

            List<Object> numbers = receiver.messages().stream()
                    .<Object>map(one -> one.get("n"))
                    .toList();
            assertThat(numbers)
                    .containsExactlyElementsOf(IntStream.range(0, 20)
                            .mapToObj(i -> (Object) (long) i)
                            .toList());
        }
    }
}
