package org.jrp.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jrp.server.ServerTest;
import org.jrp.server.subject.SubjectVault;
import org.jrp.subject.IdType;
import org.jrp.subject.SubjectIds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@ServerTest
class AccessLogControllerTest {

    private static final String ENTERPRISE = "91349999M00000019Y";

    @LocalServerPort
    int port;

    @Autowired
    Credentials credentials;

    @Autowired
    Departments departments;

    @Autowired
    AccessCache cache;

    @Autowired
    AccessLog log;

    @Autowired
    SubjectVault vault;

    Api api;
    String auditor;

    @BeforeEach
    void signInAsAuditor() {
        api = new Api(port);
        auditor = Api.key(credentials, departments, Role.AUDITOR);
    }

    @Test
    void an_auditor_learns_who_looked_at_a_subject_and_the_subject_is_not_shown() {
        Caller officer = cache.signIn(Api.key(credentials, departments, Role.LIST_MANAGER))
                .orElseThrow();
        byte[] reference = vault.reference(SubjectIds.parse(IdType.USCC, ENTERPRISE, java.time.LocalDate.now())
                .id());
        log.record(officer, "entries-search", reference, null, "异议核查", "answered");

        Api.Answer found = api.call("POST", "/api/v1/access-log/search", auditor, search(ENTERPRISE));

        Map<?, ?> newest = (Map<?, ?>) ((List<?>) found.body().get("items")).get(0);
        assertThat(newest.get("credential")).isEqualTo(officer.credential());
        assertThat(newest.get("purpose")).isEqualTo("异议核查");
        assertThat(found.raw().body()).doesNotContain(ENTERPRISE).doesNotContain("subject");
    }

    @Test
    void reading_the_log_is_recorded_in_it() {
        api.call("POST", "/api/v1/access-log/search", auditor, search("91349999M000003770"));

        Api.Answer second = api.call("POST", "/api/v1/access-log/search", auditor, search("91349999M000003770"));

        assertThat(((Map<?, ?>) ((List<?>) second.body().get("items")).get(0)).get("action"))
                .isEqualTo("access-log-search");
    }

    @Test
    void pages_follow_one_another() {
        for (int i = 0; i < 3; i++) {
            log.record(cache.signIn(auditor).orElseThrow(), "paged", null, "o-" + i, null, "answered");
        }

        Api.Answer first = api.call("GET", "/api/v1/access-log?action=paged&limit=2", auditor, (String) null);
        Api.Answer second = api.call(
                "GET", "/api/v1/access-log?action=paged&limit=2&cursor=" + first.text("cursor"), auditor, (String)
                        null);

        assertThat((List<?>) first.body().get("items")).hasSize(2);
        assertThat((List<?>) second.body().get("items")).hasSize(1);
        assertThat(second.body().get("cursor")).isNull();
    }

    @Test
    void a_bad_number_is_refused_without_being_repeated() {
        Api.Answer refused = api.call("POST", "/api/v1/access-log/search", auditor, search("91349999M0000001XX"));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("invalid-id");
        assertThat(refused.raw().body()).doesNotContain("91349999M");
    }

    @Test
    void a_day_that_is_none_is_refused() {
        assertThat(api.call("GET", "/api/v1/access-log?from=yesterday", auditor, (String) null)
                        .status())
                .isEqualTo(400);
        assertThat(api.call("GET", "/api/v1/access-log?from=%2B999999999-12-31", auditor, (String) null)
                        .status())
                .isEqualTo(400);
        assertThat(api.call("GET", "/api/v1/access-log?from=2026-01-01&to=2026-01-31", auditor, (String) null)
                        .status())
                .isEqualTo(200);
    }

    private static String search(String id) {
        return "{\"subject\": {\"idType\": \"uscc\", \"id\": \"" + id + "\"}}";
    }
}
