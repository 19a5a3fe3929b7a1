package org.jrp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;

@ServerTest
class HealthTest {

    @LocalServerPort
    int port;

    @LocalManagementPort
    int management;

    @Test
    void the_main_port_says_that_the_service_lives_and_is_ready() throws Exception {
        assertThat(fetch(port, "/livez").statusCode()).isEqualTo(200);
        HttpResponse<String> ready = fetch(port, "/readyz");

        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body())
                .contains("\"status\":\"UP\"")
                .contains("\"db\"")
                .contains("\"release\"");
    }

    @Test
    void health_and_metrics_have_a_port_of_their_own() throws Exception {
        assertThat(management).isNotEqualTo(port);
        assertThat(fetch(management, "/actuator/health").body())
                .contains("\"redis\"")
                .contains("\"status\":\"UP\"");
        assertThat(fetch(management, "/actuator/prometheus").body()).contains("jvm_memory_used_bytes");
        assertThat(fetch(port, "/actuator/health").statusCode()).isNotEqualTo(200);
    }

    @Test
    void nothing_else_is_open_on_the_management_port() throws Exception {
        for (String endpoint : new String[] {"env", "beans", "heapdump", "configprops", "loggers", "threaddump"}) {
            assertThat(fetch(management, "/actuator/" + endpoint).statusCode())
                    .as(endpoint)
                    .isNotEqualTo(200);
        }
    }

    private static HttpResponse<String> fetch(int port, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
