package org.jrp.server.rights;

import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import org.jrp.catalogue.Confidence;
import org.jspecify.annotations.Nullable;

/**
 * How long one kind of thing is kept, and what is done then (保存规则), as dated data.
 *
 * @param period that it is kept; null for good
 * @param validFrom first day on which the rule holds; null where it always did
 * @param source what it stands on
 * @param confidence that the source says so, and binds here
 */
record RetentionRule(
        String code,
        String name,
        Action action,
        @Nullable Period period,
        @Nullable LocalDate validFrom,
        String source,
        Confidence confidence) {

    static final String ENTRIES = "ended-entries";
    static final String ACCESS_LOG = "access-log";
    static final String NOTIFICATIONS = "notifications";
    static final String IDEMPOTENCY = "idempotency";
    static final String CHANGES = "entry-changes";
    static final String DECISIONS = "decisions";

    /** What a rule does to what is beyond its period (处理方式). */
    enum Action {
        BLOCK("block"),
        DELETE("delete"),
        KEEP("keep");

        private final String code;

        Action(String code) {
            this.code = code;
        }

        String code() {
            return code;
        }
    }

    /** Every rule, with the periods that are set. */
    static List<RetentionRule> all(RetentionProperties set) {
        return List.of(
                new RetentionRule(
                        ENTRIES,
                        "已终止的名单条目(期满后仅审计可查)",
                        Action.BLOCK,
                        Period.ofYears(set.entryYears()),
                        LocalDate.of(2017, 10, 1),
                        "上海市社会信用条例第三十五条;山东省社会信用条例第三十八条(外省规定,本地参照)",
                        Confidence.MEDIUM),
                new RetentionRule(
                        ACCESS_LOG,
                        "访问日志(只增不删,仅报告超期数量)",
                        Action.KEEP,
                        Period.ofYears(set.accessLogYears()),
                        null,
                        "深圳经济特区社会信用条例(外省规定,本地参照);个人信息保护法第十九条、第五十四条",
                        Confidence.MEDIUM),
                new RetentionRule(
                        NOTIFICATIONS,
                        "已送达的通知",
                        Action.DELETE,
                        Period.ofDays(set.notificationDays()),
                        null,
                        "本服务的设计;个人信息保护法第十九条",
                        Confidence.LOW),
                new RetentionRule(
                        IDEMPOTENCY,
                        "重复请求的答复",
                        Action.DELETE,
                        Period.ofDays(set.idempotencyDays()),
                        null,
                        "本服务的设计",
                        Confidence.LOW),
                new RetentionRule(
                        CHANGES,
                        "已跟进的条目变动",
                        Action.DELETE,
                        Period.ofDays(set.changeDays()),
                        null,
                        "本服务的设计",
                        Confidence.LOW),
                new RetentionRule(
                        DECISIONS, "决定记录(不删除)", Action.KEEP, null, null, "本服务的设计:决定须可复核;个人信息保护法第五十四条", Confidence.LOW));
    }

    boolean on(LocalDate day) {
        return validFrom == null || !day.isBefore(validFrom);
    }
}
