package org.jrp.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jrp.server.ServerTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@ServerTest
class DepartmentsTest {

    @LocalServerPort
    int port;

    @Autowired
    Credentials credentials;

    @Autowired
    Departments departments;

    @Autowired
    AccessCache cache;

    Api api;
    String administrator;

    @BeforeEach
    void signInAsAdministrator() {
        api = new Api(port);
        administrator = Api.key(credentials, departments, Role.ADMINISTRATOR);
    }

    @Test
    void all_of_the_catalogue_are_listed_with_what_they_were_granted() {
        api.call(
                "PUT",
                "/api/v1/departments/work-safety-bureau",
                administrator,
                "{\"contexts\": [\"administrative-licensing\"], \"requestsPerMinute\": 120}");

        Map<?, ?> one = shown("work-safety-bureau");

        assertThat(one.get("name")).isEqualTo("市安监局");
        assertThat(one.get("contexts")).isEqualTo(List.of("administrative-licensing"));
        assertThat(one.get("requestsPerMinute")).isEqualTo(120L);
        assertThat(one.get("successors")).isEqualTo(List.of("emergency-management-bureau"));
        assertThat(shown("tax-bureau").get("registered")).isEqualTo(false);
    }

    @Test
    void what_is_left_out_stays_as_it_is() {
        String path = "/api/v1/departments/transport-bureau";
        api.call("PUT", path, administrator, "{\"contexts\": [\"bidding\"], \"subjectsPerDay\": 77}");

        Api.Answer second = api.call("PUT", path, administrator, "{\"aliases\": [\"交通局\"]}");

        assertThat(second.status()).isEqualTo(200);
        assertThat(second.body().get("contexts")).isEqualTo(List.of("bidding"));
        assertThat(second.body().get("subjectsPerDay")).isEqualTo(77L);
        assertThat(second.body().get("aliases")).isEqualTo(List.of("交通局"));
    }

    @Test
    void an_unknown_context_or_list_is_answered_with_the_nearest_word() {
        Api.Answer context = api.call(
                "PUT",
                "/api/v1/departments/finance-bureau",
                administrator,
                "{\"contexts\": [\"bidding\", \"goverment-procurement\"]}");
        Api.Answer list = api.call(
                "PUT", "/api/v1/departments/finance-bureau", administrator, "{\"lists\": [\"judgement-defaulter\"]}");
        Api.Answer notOffered =
                api.call("PUT", "/api/v1/departments/finance-bureau", administrator, "{\"contexts\": [\"travel\"]}");

        assertThat(context.status()).isEqualTo(422);
        assertThat(context.code()).isEqualTo("unknown-context");
        assertThat(context.text("detail")).contains("government-procurement");
        assertThat(context.raw().body()).contains("/contexts/1");
        assertThat(list.code()).isEqualTo("unknown-list");
        assertThat(list.text("detail")).contains("judgment-defaulter");
        assertThat(notOffered.code()).isEqualTo("unknown-context");
    }

    @Test
    void a_department_that_the_catalogue_does_not_know_wants_a_name() {
        assertThat(api.call("PUT", "/api/v1/departments/zoo-authority", administrator, "{}")
                        .code())
                .isEqualTo("missing-name");
        assertThat(api.call("PUT", "/api/v1/departments/zoo-authority", administrator, "{\"name\": \"动物园\"}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void a_new_grant_is_known_at_once_and_counted_in_the_epoch() {
        String key = Api.key(credentials, departments, Role.OFFICER);
        Caller before = cache.signIn(key).orElseThrow();
        long epoch = cache.epoch();

        api.call(
                "PUT",
                "/api/v1/departments/finance-bureau",
                administrator,
                "{\"contexts\": [\"government-funding\"], \"sandbox\": true}");

        assertThat(cache.epoch()).isGreaterThan(epoch);
        Department now = cache.again(before).orElseThrow().department();
        assertThat(now.contexts()).containsExactly("government-funding");
        assertThat(now.sandbox()).isTrue();
    }

    private Map<?, ?> shown(String code) {
        List<?> items = (List<?>) api.call("GET", "/api/v1/departments", administrator, (String) null)
                .body()
                .get("items");
        return items.stream()
                .map(item -> (Map<?, ?>) item)
                .filter(item -> code.equals(item.get("code")))
                .findFirst()
                .orElseThrow();
    }
}
