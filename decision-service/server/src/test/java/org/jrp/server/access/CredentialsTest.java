package org.jrp.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jrp.server.ServerTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@ServerTest
class CredentialsTest {

    @LocalServerPort
    int port;

    @Autowired
    Credentials credentials;

    @Autowired
    Departments departments;

    @Autowired
    JdbcClient jdbc;

    Api api;
    String administrator;

    @BeforeEach
    void signInAsAdministrator() {
        api = new Api(port);
        administrator = Api.key(credentials, departments, Role.ADMINISTRATOR);
    }

    @Test
    void a_new_key_is_shown_once_and_works_at_once() {
        Api.Answer made = create("shown-once", "[\"officer\"]", "");

        assertThat(made.status()).isEqualTo(201);
        String key = made.text("key");
        assertThat(key).matches("jrp_[a-z0-9]{8}_[A-Za-z0-9_-]{43}");
        assertThat(made.raw().headers().firstValue("Location")).hasValue("/api/v1/credentials/" + made.text("id"));
        assertThat(api.call("GET", "/api/v1/departments", key, (String) null).status())
                .isEqualTo(200);
        String list = api.call("GET", "/api/v1/credentials", administrator, (String) null)
                .raw()
                .body();
        assertThat(list).contains(made.text("prefix")).doesNotContain(key).doesNotContain("hash");
    }

    @Test
    void the_database_holds_no_key() {
        String key = create("not-stored", "[\"officer\"]", "").text("key");

        List<String> rows = jdbc.sql("select credential::text from credential")
                .query(String.class)
                .list();

        assertThat(rows).noneMatch(row -> row.contains(key.substring(13)));
    }

    @Test
    void a_revoked_key_is_refused_at_once_with_the_words_for_an_unknown_one() {
        Api.Answer made = create("revoked", "[\"officer\"]", "");
        String revoke = "/api/v1/credentials/" + made.text("id") + "/revoke";

        Api.Answer withoutReason = api.call("POST", revoke, administrator, "{}");
        Api.Answer revoked = api.call("POST", revoke, administrator, "{\"reason\": \"人员离岗\"}");

        assertThat(withoutReason.code()).isEqualTo("missing-reason");
        assertThat(revoked.status()).isEqualTo(200);
        Api.Answer afterwards = api.call("GET", "/api/v1/departments", made.text("key"), (String) null);
        Api.Answer unknown = api.call(
                "GET", "/api/v1/departments", "jrp_aaaaaaaa_0123456789012345678901234567890123456789012", (String)
                        null);
        Api.Answer malformed = api.call("GET", "/api/v1/departments", "jrp_x", (String) null);
        assertThat(afterwards.status()).isEqualTo(401);
        assertThat(afterwards.code()).isEqualTo("invalid-credential");
        assertThat(afterwards.raw().headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertThat(unknown.body()).isEqualTo(afterwards.body());
        assertThat(malformed.body()).isEqualTo(afterwards.body());
    }

    @Test
    void a_key_with_one_letter_changed_is_refused() {
        String key = create("changed-letter", "[\"officer\"]", "").text("key");
        char last = key.charAt(key.length() - 2);
        String other = key.substring(0, key.length() - 2) + (last == 'A' ? 'B' : 'A') + key.charAt(key.length() - 1);

        assertThat(api.call("GET", "/api/v1/departments", other, (String) null).code())
                .isEqualTo("invalid-credential");
    }

    @Test
    void a_label_takes_two_active_keys() {
        create("rotation", "[\"officer\"]", "");
        Api.Answer second = create("rotation", "[\"officer\"]", "");
        Api.Answer third = create("rotation", "[\"officer\"]", "");
        assertThat(third.status()).isEqualTo(409);
        assertThat(third.code()).isEqualTo("too-many-keys");

        api.call("POST", "/api/v1/credentials/" + second.text("id") + "/revoke", administrator, "{\"reason\": \"轮换\"}");

        assertThat(create("rotation", "[\"officer\"]", "").status()).isEqualTo(201);
    }

    @Test
    void a_key_lasts_a_year_unless_said_and_two_at_most() {
        Instant usual = Instant.parse(create("expiry-1", "[\"officer\"]", "").text("expiresAt"));
        assertThat(Duration.between(Instant.now(), usual)).isBetween(Duration.ofDays(364), Duration.ofDays(365));

        assertThat(create("expiry-2", "[\"officer\"]", ",\"expiresAt\": \"2999-01-01T00:00:00Z\"")
                        .code())
                .isEqualTo("out-of-range");
        assertThat(create("expiry-3", "[\"officer\"]", ",\"expiresAt\": \"2020-01-01T00:00:00Z\"")
                        .code())
                .isEqualTo("out-of-range");
    }

    @Test
    void an_unknown_role_or_department_is_answered_with_the_nearest_word() {
        Api.Answer role = create("nearest", "[\"oficer\"]", "");
        Api.Answer department = api.call(
                "POST",
                "/api/v1/credentials",
                administrator,
                "{\"department\": \"finance-buro\", \"label\": \"x\", \"roles\": [\"officer\"]}",
                "Accept-Language",
                "en");

        assertThat(role.code()).isEqualTo("unknown-role");
        assertThat(role.text("detail")).contains("officer");
        assertThat(department.text("detail")).isEqualTo("Maybe finance-bureau?");
    }

    @Test
    void the_role_administrator_stands_alone() {
        assertThat(create("both", "[\"administrator\", \"officer\"]", "").code())
                .isEqualTo("roles-exclude");
    }

    @Test
    void a_repeated_creation_gives_the_same_key_and_another_body_is_refused() {
        String body = "{\"department\": \"finance-bureau\", \"label\": \"again\", \"roles\": [\"officer\"]}";
        Api.Answer first = api.call("POST", "/api/v1/credentials", administrator, body, "Idempotency-Key", "again-1");
        Api.Answer second = api.call("POST", "/api/v1/credentials", administrator, body, "Idempotency-Key", "again-1");
        Api.Answer other = api.call(
                "POST",
                "/api/v1/credentials",
                administrator,
                body.replace("again", "other"),
                "Idempotency-Key",
                "again-1");

        assertThat(second.status()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.raw().headers().firstValue("Location"))
                .isEqualTo(first.raw().headers().firstValue("Location"));
        assertThat(other.code()).isEqualTo("idempotency-mismatch");
        assertThat(credentials.active("finance-bureau", "again")).hasSize(1);
        assertThat(credentials.active("finance-bureau", "other")).isEmpty();
    }

    @Test
    void one_idempotency_key_does_not_stand_for_two_revocations() {
        Api.Answer one = create("two-1", "[\"officer\"]", "");
        Api.Answer two = create("two-2", "[\"officer\"]", "");
        String body = "{\"reason\": \"泄露\"}";
        api.call(
                "POST",
                "/api/v1/credentials/" + one.text("id") + "/revoke",
                administrator,
                body,
                "Idempotency-Key",
                "r");

        Api.Answer second = api.call(
                "POST",
                "/api/v1/credentials/" + two.text("id") + "/revoke",
                administrator,
                body,
                "Idempotency-Key",
                "r");

        assertThat(second.code()).isEqualTo("idempotency-mismatch");
    }

    @Test
    void the_list_goes_on_where_the_page_before_ended() {
        create("page-1", "[\"officer\"]", "");
        create("page-2", "[\"officer\"]", "");
        create("page-3", "[\"officer\"]", "");

        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            Api.Answer page = api.call("GET", "/api/v1/credentials?limit=2" + cursor, administrator, (String) null);
            ((List<?>) page.body().get("items")).forEach(item -> ids.add(String.valueOf(((Map<?, ?>) item).get("id"))));
            cursor = page.body().get("cursor") == null ? "" : "&cursor=" + page.text("cursor");
        } while (!cursor.isEmpty());

        assertThat(ids)
                .doesNotHaveDuplicates()
                .hasSize(jdbc.sql("select count(*) from credential")
                        .query(Integer.class)
                        .single());
        assertThat(api.call("GET", "/api/v1/credentials?limit=201", administrator, (String) null)
                        .status())
                .isEqualTo(400);
        assertThat(api.call("GET", "/api/v1/credentials?cursor=x", administrator, (String) null)
                        .status())
                .isEqualTo(400);
    }

    private Api.Answer create(String label, String roles, String more) {
        return api.call(
                "POST",
                "/api/v1/credentials",
                administrator,
                "{\"department\": \"finance-bureau\", \"label\": \"" + label + "\", \"roles\": " + roles + more + "}");
    }
}
