package org.jrp.server.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jrp.json.Json;
import org.jrp.server.ServerTest;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Department;
import org.jrp.server.access.Role;
import org.jrp.server.subject.SubjectVault;
import org.jrp.subject.Uscc;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@ServerTest
class DecisionServiceTest {

    static final Caller CALLER = new Caller(
            "test",
            new Department(
                    "finance-bureau",
                    "市财政局",
                    List.of(),
                    "341182",
                    Set.of("government-procurement"),
                    Set.of(),
                    1_000,
                    1_000,
                    false,
                    null),
            Set.of(Role.OFFICER),
            null);

    @Autowired
    private DecisionService service;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private SubjectVault vault;

    @Test
    void a_listed_enterprise_is_restricted_and_the_answer_is_on_record() {
        Uscc subject = new Uscc("91349999M00000019Y");
        assertThat(outcome(ask(subject))).isEqualTo("clear");

        new TestEntries(jdbc, vault).add(subject, "judgment-defaulter", LocalDate.of(2018, 3, 1));

        Map<?, ?> answer = ask(subject);
        assertThat(outcome(answer)).isEqualTo("restricted");
        assertThat(jdbc.sql("select outcome from decision where id = ?::uuid")
                        .param(answer.get("decisionId"))
                        .query(String.class)
                        .single())
                .isEqualTo("restricted");
        System.out.println("canonical bytes: "
                + jdbc.sql(
                                "select string_agg(outcome || ' ' || length(canonical) || ' ' || length(personal), ',') from decision")
                        .query(String.class)
                        .single());
    }

    private Map<?, ?> ask(Uscc subject) {
        Map<String, Object> body = Map.of(
                "subject", Map.of("id", subject.value()),
                "context", "government-procurement",
                "purpose", "办公设备采购资格审查",
                "asOf", "2018-09-01");
        Result result = service.decide(CALLER, service.reader(CALLER).read(body), null);
        return (Map<?, ?>) Json.read(new String(((Result.Answered) result).body(), StandardCharsets.UTF_8));
    }

    private static String outcome(Map<?, ?> answer) {
        return (String) answer.get("outcome");
    }
}
