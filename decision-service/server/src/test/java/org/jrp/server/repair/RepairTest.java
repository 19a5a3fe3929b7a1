package org.jrp.server.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jrp.json.Json;
import org.jrp.server.ServerTest;
import org.jrp.server.whole.Ids;
import org.jrp.server.whole.Reply;
import org.jrp.server.whole.Service;
import org.jrp.subject.InvalidIdException;
import org.jrp.subject.SubjectIds;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** The ways off a list, over HTTP; one service for all tests of them. */
@ServerTest(properties = "test=repair")
abstract class RepairTest {

    static final String COURT_LIST = "judgment-defaulter";
    static final String TAX_LIST = "major-tax-violation";

    private static final AtomicInteger COUNT = new AtomicInteger();

    @Autowired
    Environment environment;

    Service service;

    @BeforeEach
    void meet() {
        service = Service.of(environment);
        service.grant("peoples-court", "{\"lists\": [\"" + COURT_LIST + "\"]}");
        service.grant("state-tax-bureau", "{\"lists\": [\"" + TAX_LIST + "\"]}");
        service.grant("tourism-bureau", "{\"contexts\": [\"administrative-licensing\"]}");
    }

    /** Keeps the court's list. */
    String manager() {
        return service.key("peoples-court", "list-manager");
    }

    /** Keeps another list. */
    String taxManager() {
        return service.key("state-tax-bureau", "list-manager");
    }

    String creditOffice() {
        return service.key(Service.OFFICE, "credit-office");
    }

    String officer() {
        return service.officer();
    }

    /** An officer of a department that has nothing to do with it. */
    String stranger() {
        return service.key("tourism-bureau", "officer");
    }

    String auditor() {
        return service.auditor();
    }

    static LocalDate today() {
        return LocalDate.now(ZoneId.of("Asia/Shanghai"));
    }

    static int next() {
        return COUNT.incrementAndGet();
    }

    /** An enterprise on the court's list, as imported. */
    String listed() {
        return listed(COURT_LIST, "2018-03-01");
    }

    String listed(String list, String validFrom) {
        int number = next();
        String entryId = "repair-" + number;
        service.list(entryId, Ids.enterprise(number), list, validFrom);
        return entryId;
    }

    /** A natural person on the court's list. */
    String listedPerson() {
        int number = next();
        while (ambiguous(Ids.citizen(number))) {
            number = next();
        }
        String entryId = "repair-" + number;
        service.list(entryId, Ids.citizen(number), COURT_LIST, "2018-03-01");
        return entryId;
    }

    /** One in thirty-one would pass as a social credit code as well. */
    private static boolean ambiguous(String number) {
        try {
            SubjectIds.parse(null, number, today());
            return false;
        } catch (InvalidIdException e) {
            return true;
        }
    }

    /** The number of the subject of an entry made here. */
    static String enterprise(String entryId) {
        return Ids.enterprise(Integer.parseInt(entryId.substring("repair-".length())));
    }

    Reply send(String path, String key, Object... fields) {
        return service.post("/api/v1" + path, key, body(fields));
    }

    Reply read(String path, String key) {
        return service.get("/api/v1" + path, key);
    }

    /** An event of an entry; more fields as name, value. */
    Reply event(String entryId, String key, String type, String at, Object... fields) {
        Map<String, Object> body = body(fields);
        body.put("type", type);
        body.put("at", at);
        return service.post("/api/v1/entries/" + entryId + "/events", key, body);
    }

    /** The state of an entry today. */
    Map<?, ?> state(String entryId) {
        Map<?, ?> entry =
                (Map<?, ?>) read("/entries/" + entryId, auditor()).json().get("entry");
        return (Map<?, ?>) entry.get("state");
    }

    static Map<String, Object> body(Object... fields) {
        Map<String, Object> body = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            body.put((String) fields[i], fields[i + 1]);
        }
        return body;
    }

    static List<?> pointers(Reply reply) {
        return reply.list("errors").stream()
                .map(error -> ((Map<?, ?>) error).get("pointer"))
                .toList();
    }

    static Map<?, ?> made(Reply reply) {
        assertThat(reply.status()).as(reply.toString()).isIn(200, 201);
        return (Map<?, ?>) Json.read(reply.body());
    }
}
