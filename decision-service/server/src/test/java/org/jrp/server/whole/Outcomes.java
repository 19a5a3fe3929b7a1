package org.jrp.server.whole;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Subjects with entries of every kind, and the questions whose answers are each of the five outcomes. */
final class Outcomes {

    private static final Map<Integer, Outcomes> MADE = new ConcurrentHashMap<>();
    private static final int FIRST = 4_000;

    private final Map<String, Map<String, Object>> questions = new LinkedHashMap<>();

    private Outcomes() {}

    static Outcomes of(Service service) {
        return MADE.computeIfAbsent(service.port(), port -> made(service));
    }

    private static Outcomes made(Service service) {
        service.coverAll();
        Outcomes outcomes = new Outcomes();
        service.list("outcome-black", Ids.enterprise(FIRST + 1), "judgment-defaulter", "2018-03-01");
        service.list("outcome-red", Ids.enterprise(FIRST + 2), "tax-credit-a", "2018-03-01");
        service.list("outcome-named", Ids.enterprise(FIRST + 3), "abnormal-operation", "2018-03-01");
        outcomes.ask("clear", FIRST, "government-procurement");
        outcomes.ask("restricted", FIRST + 1, "government-procurement");
        outcomes.ask("favoured", FIRST + 2, "award-selection");
        outcomes.ask("caution", FIRST + 3, "administrative-licensing");
        // Then no list had been loaded yet.
        outcomes.ask("review", FIRST + 1, "government-procurement").put("knownAt", "2018-09-01T08:00:00+08:00");
        return outcomes;
    }

    Map<String, Map<String, Object>> questions() {
        return questions;
    }

    /** The enterprise that is restricted. */
    String restricted() {
        return Ids.enterprise(FIRST + 1);
    }

    private Map<String, Object> ask(String outcome, int number, String context) {
        Map<String, Object> question = new LinkedHashMap<>();
        question.put("subject", Map.of("id", Ids.enterprise(number)));
        question.put("context", context);
        question.put("purpose", "办公设备采购资格审查");
        question.put("asOf", "2018-09-01");
        questions.put(outcome, question);
        return question;
    }
}
