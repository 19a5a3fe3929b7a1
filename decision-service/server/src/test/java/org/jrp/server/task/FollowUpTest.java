package org.jrp.server.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jrp.server.ServerTest;
import org.jrp.server.whole.Ids;
import org.jrp.server.whole.Reply;
import org.jrp.server.whole.Service;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An entry comes, changes and ends; departments have their tasks, and hear of it. */
@ServerTest(properties = "test=follow-up")
class FollowUpTest {

    private static final LocalDate TODAY = LocalDate.now(ZoneId.of("Asia/Shanghai"));

    @Autowired
    Environment environment;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    FollowUp followUp;

    Service service;

    @BeforeEach
    void meet() {
        service = Service.of(environment);
        service.coverAll();
    }

    @Test
    void an_entry_calls_on_each_department_for_each_measure_once() {
        String id = Ids.enterprise(61_001);
        list("task-1", id, "judgment-defaulter");
        followed();

        List<Map<?, ?>> tasks = tasks("entryId=task-1", service.office());

        assertThat(tasks).isNotEmpty().allSatisfy(task -> {
            assertThat(task.get("state")).isEqualTo("open");
            assertThat(task.get("overdue")).isEqualTo(false);
            assertThat((Map<?, ?>) task.get("subject")).extracting("id").isEqualTo(id);
            assertThat((List<?>) task.get("basis")).isNotEmpty();
            assertThat(LocalDate.parse((String) task.get("due"))).isAfter(TODAY);
        });
        assertThat(tasks.stream().map(task -> task.get("department") + " " + task.get("measure")))
                .doesNotHaveDuplicates();
        Map<?, ?> own = tasks("entryId=task-1", service.officer()).get(0);
        assertThat(own.get("department")).isEqualTo(Service.FINANCE);
        Reply foreign = service.get("/api/v1/tasks?department=transport-bureau", service.officer());
        assertThat(foreign.status()).isEqualTo(403);

        int before = count("task");
        service.list(
                "task-1-other",
                Ids.enterprise(61_002),
                "judgment-defaulter",
                TODAY.minusDays(3).toString());
        followed();
        jdbc.sql("insert into entry_change (cause, listing) select 'event', id from listing where entry_id = 'task-1'")
                .update();
        followed();
        assertThat(tasks("entryId=task-1", service.office())).hasSameSizeAs(tasks);
        assertThat(count("task")).isEqualTo(before + tasks.size());
    }

    @Test
    void a_task_is_acknowledged_by_its_department_alone_and_keeps_its_history() {
        list("task-2", Ids.enterprise(61_003), "judgment-defaulter");
        followed();
        String task = (String) tasks("entryId=task-2", service.officer()).get(0).get("taskId");

        Reply office = service.post("/api/v1/tasks/" + task + "/acknowledge", service.office(), "{}");
        Reply taken =
                service.post("/api/v1/tasks/" + task + "/acknowledge", service.officer(), Map.of("officer", "经办人甲"));
        Reply again = service.post("/api/v1/tasks/" + task + "/acknowledge", service.officer(), "{}");

        assertThat(office.status()).isEqualTo(403);
        assertThat(taken.field("state")).isEqualTo("acknowledged");
        assertThat(again.list("history")).hasSize(1);
        assertThat((Map<?, ?>) again.list("history").get(0)).extracting("type").isEqualTo("acknowledged");
    }

    @Test
    void the_end_of_an_entry_closes_its_tasks_and_tells_its_departments() {
        list("task-3", Ids.enterprise(61_004), "judgment-defaulter");
        followed();
        Set<?> departments = tasks("entryId=task-3", service.office()).stream()
                .map(task -> task.get("department"))
                .collect(Collectors.toSet());

        event("task-3", Map.of("type", "disputed", "docNo", "示例异议1号", "reason", "称已履行", "actor", "rec"));
        followed();
        assertThat(told("entry-changed", "task-3")).isEqualTo(departments);
        assertThat(tasks("entryId=task-3&state=open", service.office())).isNotEmpty();

        event("task-3", Map.of("type", "withdrawn", "docNo", "示例撤1号", "reason", "认定有误"));
        followed();

        assertThat(tasks("entryId=task-3", service.office()))
                .isNotEmpty()
                .allSatisfy(task -> assertThat(task.get("state")).isEqualTo("closed"));
        assertThat(told("tasks-closed", "task-3")).isEqualTo(departments);
        assertThat(jdbc.sql(
                                "select distinct refs ->> 'reason' from notification where kind = 'tasks-closed' and refs ->> 'entryId' = ?")
                        .param("task-3")
                        .query(String.class)
                        .list())
                .containsExactly("withdrawn");
    }

    @Test
    void a_suspended_entry_takes_its_tasks_back_and_gives_them_anew() {
        list("task-4", Ids.enterprise(61_005), "judgment-defaulter");
        followed();
        int tasks = tasks("entryId=task-4&state=open", service.office()).size();

        event("task-4", Map.of("type", "suspended", "docNo", "示例止1号", "reason", "重整"));
        followed();
        assertThat(tasks("entryId=task-4&state=open", service.office())).isEmpty();

        event("task-4", Map.of("type", "resumed", "reason", "重整终结"));
        followed();
        assertThat(tasks("entryId=task-4&state=open", service.office())).hasSize(tasks);
        assertThat(tasks("entryId=task-4&state=closed", service.office())).hasSize(tasks);
    }

    @Test
    void a_check_that_would_come_out_otherwise_is_told_to_who_asked_once() {
        String id = Ids.enterprise(61_006);
        String decision = decide(id).field("decisionId");

        list("task-5", id, "judgment-defaulter");
        followed();
        Reply weighed = service.get("/api/v1/decisions/" + decision + "/reconsiderations", service.officer());

        assertThat(weighed.list("items")).hasSize(1);
        Map<?, ?> one = (Map<?, ?>) weighed.list("items").get(0);
        assertThat(one.get("outcomeBefore")).isEqualTo("clear");
        assertThat(one.get("outcomeAfter")).isEqualTo("restricted");
        assertThat(one.get("entries")).isEqualTo(List.of("task-5"));
        assertThat((List<?>) one.get("measuresAdded")).isNotEmpty();
        assertThat(toldOf("decision-changed", "decisionId", decision)).containsExactly(Service.FINANCE);

        jdbc.sql("insert into entry_change (cause, listing) select 'event', id from listing where entry_id = 'task-5'")
                .update();
        followed();
        assertThat(toldOf("decision-changed", "decisionId", decision)).hasSize(1);

        event("task-5", Map.of("type", "withdrawn", "docNo", "示例撤2号", "reason", "认定有误"));
        followed();
        assertThat(service.get("/api/v1/decisions/" + decision + "/reconsiderations", service.officer())
                        .list("items"))
                .hasSize(2);
        assertThat(service.get("/api/v1/decisions/" + decision, service.officer())
                        .field("outcome"))
                .as("the record stays")
                .isEqualTo("clear");
    }

    @Test
    void a_withdrawn_entry_lists_every_decision_that_rested_on_it_and_no_other() {
        String listed = Ids.enterprise(61_007);
        String partner = Ids.enterprise(61_008);
        String before = decide(listed).field("decisionId");
        list("task-6", listed, "judgment-defaulter");
        String direct = decide(listed).field("decisionId");
        Map<String, Object> joint = new TreeMap<>(question(partner));
        joint.put("relatedPersons", List.of(Map.of("role", "consortium-member", "idType", "uscc", "id", listed)));
        joint.put("context", "bidding");
        String related =
                service.post("/api/v1/decisions", service.officer(), joint).field("decisionId");
        Reply dry = withdraw(List.of("task-6"), true);
        assertThat(dry.field("accepted")).isEqualTo("1");
        assertThat(ids(dry.list("decisions"))).containsExactlyInAnyOrder(direct, related);
        assertThat(decide(listed).field("outcome")).isEqualTo("restricted");

        Reply done = withdraw(List.of("task-6", "no-such-entry"), false);
        followed();

        assertThat(done.field("accepted")).isEqualTo("1");
        assertThat((Map<?, ?>) done.list("errors").get(0)).extracting("code").isEqualTo("entry-not-found");
        Reply rested = service.get("/api/v1/entries/task-6/decisions", service.office());
        assertThat(ids(rested.list("items"))).contains(direct, related).doesNotContain(before);
        assertThat(rested.list("items")).allSatisfy(item -> {
            assertThat(((Map<?, ?>) item).get("toldAt")).isNotNull();
            assertThat(((Map<?, ?>) item).get("tellBy")).isNotNull();
        });
        assertThat(toldOf("decision-affected", "decisionId", direct)).containsExactly(Service.FINANCE);
        assertThat(ids(service.get("/api/v1/affected-decisions", service.officer())
                        .list("items")))
                .contains(direct, related);
        assertThat(decide(listed).field("outcome")).isEqualTo("clear");
    }

    @Test
    void what_stood_against_a_subject_stands_against_who_took_its_place_from_that_day() {
        String old = Ids.enterprise(61_009);
        String merged = Ids.enterprise(61_010);
        list("task-7", old, "judgment-defaulter");
        assertThat(decide(merged).field("outcome")).isEqualTo("clear");
        followed();
        int tasks = tasks("entryId=task-7&state=open", service.office()).size();

        Reply joined = service.post(
                "/api/v1/successions",
                service.office(),
                Map.of(
                        "kind",
                        "subject",
                        "from",
                        Map.of("id", old),
                        "to",
                        Map.of("id", merged),
                        "takesEffect",
                        TODAY.minusDays(1).toString(),
                        "documentNo",
                        "示例合并1号",
                        "reason",
                        "吸收合并"));
        followed();

        assertThat(joined.status()).as("%s", joined).isEqualTo(201);
        assertThat(joined.list("entries")).hasToString("[task-7]");
        assertThat(decide(merged).field("outcome")).isEqualTo("restricted");
        Map<String, Object> earlier = new TreeMap<>(question(merged));
        earlier.put("asOf", TODAY.minusDays(2).toString());
        assertThat(service.post("/api/v1/decisions", service.officer(), earlier).field("outcome"))
                .isEqualTo("clear");
        List<Map<?, ?>> open = tasks("entryId=task-7&state=open", service.office());
        assertThat(open)
                .hasSize(tasks)
                .allSatisfy(task -> assertThat((Map<?, ?>) task.get("subject")).isNull());
        assertThat(tasks("entryId=task-7&state=closed", service.office())).hasSize(tasks);

        event("task-7", Map.of("type", "withdrawn", "docNo", "示例撤3号", "reason", "认定有误"));
        followed();
        assertThat(decide(merged).field("outcome")).isEqualTo("clear");
        assertThat(tasks("entryId=task-7&state=open", service.office())).isEmpty();
        Reply circle = service.post(
                "/api/v1/successions",
                service.office(),
                Map.of(
                        "kind",
                        "subject",
                        "from",
                        Map.of("id", merged),
                        "to",
                        Map.of("id", old),
                        "takesEffect",
                        TODAY.toString(),
                        "documentNo",
                        "示例合并2号",
                        "reason",
                        "反向"));
        assertThat(circle.code()).isEqualTo("circular-succession");
    }

    @Test
    void what_a_department_owed_is_owed_by_who_took_over() {
        service.grant("health-family-planning-commission", "{\"contexts\": [\"award-selection\"]}");
        service.grant("education-sports-bureau", "{\"contexts\": [\"administrative-licensing\"]}");
        String before = service.key("health-family-planning-commission", "officer");
        String after = service.key("education-sports-bureau", "officer");
        String decision = service.post(
                        "/api/v1/decisions",
                        before,
                        Map.of(
                                "subject", Map.of("id", Ids.enterprise(61_011)),
                                "context", "award-selection",
                                "purpose", "评优"))
                .field("decisionId");

        Reply joined = service.post(
                "/api/v1/successions",
                service.administrator(),
                Map.of(
                        "kind", "department",
                        "fromDepartment", "health-family-planning-commission",
                        "toDepartment", "education-sports-bureau",
                        "takesEffect", TODAY.toString(),
                        "documentNo", "示例改革1号",
                        "reason", "机构改革"));

        assertThat(joined.status()).as("%s", joined).isEqualTo(201);
        assertThat(joined.list("contexts")).hasToString("[administrative-licensing, award-selection]");
        assertThat(service.get("/api/v1/tasks", before).status()).isEqualTo(401);
        assertThat(service.get("/api/v1/decisions/" + decision, after).status()).isEqualTo(200);
        list("task-8", Ids.enterprise(61_012), "judgment-defaulter");
        followed();
        assertThat(tasks("entryId=task-8&department=health-family-planning-commission", service.office()))
                .isEmpty();
    }

    @Test
    void an_entry_that_cannot_be_read_is_put_aside_and_keeps_no_other_waiting() {
        followed();
        StringBuilder file = new StringBuilder("条目编号,统一社会信用代码,名称,名单,认定部门,文书号,认定依据,认定日期,有效期始\n");
        for (int i = 0; i < 5; i++) {
            file.append("aside-%d,%s,示例企业%d,judgment-defaulter,示例市人民法院,示例%d号,示例依据,2018-03-01,2018-03-01\n"
                    .formatted(i, Ids.enterprise(61_100 + i), i, i));
        }
        followUp.stop();
        try {
            service.imported("text/csv", file.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8), "");
            jdbc.sql("update listing set personal = '\\x0102' where entry_id = 'aside-2'").update();
        } finally {
            followUp.start();
        }

        followed();

        for (int i : new int[] {0, 1, 3, 4}) {
            assertThat(jdbc.sql("select count(*) from task where entry_id = ?")
                            .param("aside-" + i)
                            .query(Long.class)
                            .single())
                    .as("entry %d", i)
                    .isPositive();
        }
        assertThat(jdbc.sql("""
                        select c.error from entry_change c join listing l on l.id = c.listing where l.entry_id = 'aside-2'
                        """).query(String.class).list()).containsExactly("UnreadableException");
    }

    private void list(String entryId, String id, String list) {
        service.list(entryId, id, list, TODAY.minusDays(3).toString());
    }

    private Reply decide(String id) {
        return service.post("/api/v1/decisions", service.officer(), question(id));
    }

    private static Map<String, Object> question(String id) {
        return Map.of("subject", Map.of("id", id), "context", "government-procurement", "purpose", "资格审查");
    }

    private void event(String entryId, Map<String, ?> event) {
        Map<String, Object> whole = new TreeMap<>(event);
        whole.put("at", TODAY.toString());
        Reply reply = service.post("/api/v1/entries/" + entryId + "/events", service.office(), whole);
        assertThat(reply.status()).as("%s", reply).isEqualTo(201);
    }

    private Reply withdraw(List<String> entries, boolean dryRun) {
        return service.post(
                "/api/v1/entries/withdraw",
                service.office(),
                Map.of(
                        "entryIds",
                        entries,
                        "at",
                        TODAY.toString(),
                        "docNo",
                        "示例撤号",
                        "reason",
                        "认定依据被撤销",
                        "dryRun",
                        dryRun));
    }

    private List<Map<?, ?>> tasks(String query, String key) {
        Reply reply = service.get("/api/v1/tasks?" + query, key);
        assertThat(reply.status()).as("%s", reply).isEqualTo(200);
        return reply.list("items").stream()
                .<Map<?, ?>>map(item -> (Map<?, ?>) item)
                .toList();
    }

    private static List<String> ids(List<?> items) {
        return items.stream()
                .map(item -> (String) ((Map<?, ?>) item).get("decisionId"))
                .toList();
    }

    private Set<?> told(String kind, String entryId) {
        return Set.copyOf(toldOf(kind, "entryId", entryId));
    }

    private List<String> toldOf(String kind, String ref, String value) {
        return jdbc.sql("select department from notification where kind = ? and refs ->> ? = ? order by id")
                .params(kind, ref, value)
                .query(String.class)
                .list();
    }

    private int count(String table) {
        return jdbc.sql("select count(*) from " + table).query(Integer.class).single();
    }

    /** Waits until everything that came was followed up. */
    private void followed() {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> jdbc.sql("select count(*) from entry_change where done_at is null")
                                .query(Long.class)
                                .single()
                        == 0);
    }
}
