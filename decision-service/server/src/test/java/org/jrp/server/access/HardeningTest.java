package org.jrp.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jrp.server.ServerTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Headers of answers and limits of bodies. */
@ServerTest
class HardeningTest {

    @LocalServerPort
    int port;

    @Autowired
    Credentials credentials;

    @Autowired
    Departments departments;

    Api api;
    String administrator;

    @BeforeEach
    void signInAsAdministrator() {
        api = new Api(port);
        administrator = Api.key(credentials, departments, Role.ADMINISTRATOR);
    }

    @Test
    void an_answer_of_the_api_has_exactly_these_headers() {
        Api.Answer answer = api.call("GET", "/api/v1/departments", administrator, (String) null);

        assertThat(headers(answer))
                .isEqualTo(Map.of(
                        "cache-control", "no-store",
                        "content-security-policy", "default-src 'none'; frame-ancestors 'none'",
                        "content-type", "application/json",
                        "referrer-policy", "no-referrer",
                        "x-content-type-options", "nosniff",
                        "x-frame-options", "DENY"));
    }

    @Test
    void a_refusal_has_them_too() {
        Map<String, String> expected = Map.of(
                "cache-control", "no-store",
                "content-security-policy", "default-src 'none'; frame-ancestors 'none'",
                "content-type", "application/problem+json;charset=UTF-8",
                "referrer-policy", "no-referrer",
                "www-authenticate", "Bearer",
                "x-content-type-options", "nosniff",
                "x-frame-options", "DENY");

        assertThat(headers(api.call("GET", "/api/v1/departments", null, (String) null)))
                .isEqualTo(expected);
        Map<String, String> rejected = headers(api.call("GET", "/api/v1//departments", null, (String) null));
        assertThat(rejected).containsEntry("x-frame-options", "DENY").containsEntry("cache-control", "no-store");
    }

    @Test
    void the_page_of_the_api_may_load_its_own_scripts_and_nothing_else() {
        Api.Answer page = api.call("GET", "/swagger-ui/index.html", null, (String) null);

        assertThat(page.status()).isEqualTo(200);
        assertThat(headers(page).get("content-security-policy"))
                .isEqualTo("default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
                        + " img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none';"
                        + " form-action 'none'; frame-ancestors 'none'");
        assertThat(page.raw().body()).doesNotContainPattern("<script>[^<]");
    }

    @Test
    void the_description_of_the_api_is_open_and_does_not_show_the_caller_as_a_parameter() {
        Api.Answer description = api.call("GET", "/v3/api-docs", null, (String) null);

        assertThat(description.status()).isEqualTo(200);
        assertThat(description.raw().body()).contains("/api/v1/credentials").doesNotContain("\"caller\"");
    }

    @Test
    void a_body_of_more_than_a_megabyte_is_refused_before_it_is_read() {
        String body = "{\"label\": \"" + "x".repeat(1024 * 1024) + "\"}";

        Api.Answer refused = api.call("POST", "/api/v1/credentials", administrator, body);

        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.code()).isEqualTo("too-large");
    }

    @Test
    void a_body_that_does_not_say_its_length_is_refused_when_it_has_come_to_a_megabyte() {
        byte[] body = "{\"label\": \"x\",".getBytes(StandardCharsets.UTF_8);
        byte[] spaces = " ".repeat(1024 * 1024).getBytes(StandardCharsets.UTF_8);
        HttpRequest.BodyPublisher chunked = HttpRequest.BodyPublishers.concat(
                HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)),
                HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(spaces)));

        Api.Answer refused = api.call("POST", "/api/v1/credentials", administrator, chunked);

        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.code()).isEqualTo("too-large");
    }

    @Test
    void json_nested_deeper_than_fifty_is_refused() {
        String body = "{\"roles\": " + "[".repeat(60) + "]".repeat(60) + "}";

        assertThat(api.call("POST", "/api/v1/credentials", administrator, body).status())
                .isEqualTo(400);
    }

    @Test
    void an_unknown_field_or_a_repeated_one_is_refused() {
        assertThat(api.call("POST", "/api/v1/credentials", administrator, "{\"lable\": \"x\"}")
                        .code())
                .isEqualTo("invalid-body");
        assertThat(api.call("POST", "/api/v1/credentials", administrator, "{\"label\": \"x\", \"label\": \"y\"}")
                        .code())
                .isEqualTo("invalid-body");
    }

    @Test
    void another_scheme_than_bearer_is_no_sign_in() {
        Api.Answer basic = api.call(
                "GET", "/api/v1/departments", null, (String) null, "Authorization", "Basic dXNlcjpwYXNzd29yZA==");
        Api.Answer token =
                api.call("GET", "/api/v1/departments", null, (String) null, "Authorization", "Bearer e30.e30.e30");

        assertThat(basic.code()).isEqualTo("unauthenticated");
        assertThat(token.code()).isEqualTo("invalid-credential");
    }

    @Test
    void the_language_of_a_refusal_is_the_callers() {
        assertThat(api.call("GET", "/api/v1/departments", null, (String) null, "Accept-Language", "en-GB")
                        .text("title"))
                .isEqualTo("Sign in first");
        assertThat(api.call("GET", "/api/v1/departments", null, (String) null).text("title"))
                .isEqualTo("未登录");
    }

    private static Map<String, String> headers(Api.Answer answer) {
        Map<String, String> headers = new TreeMap<>();
        answer.raw().headers().map().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        headers.keySet()
                .removeAll(java.util.Set.of("date", "transfer-encoding", "content-length", "connection", "keep-alive"));
        return headers;
    }
}
