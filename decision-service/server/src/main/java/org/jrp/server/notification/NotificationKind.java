package org.jrp.server.notification;

import org.jrp.catalogue.Coded;

/** What a department is told about (通知类别). */
public enum NotificationKind implements Coded {
    /** Entries call on it for measures; {@code refs}: entryId, tasks. */
    TASKS_OPENED("tasks-opened", "新任务"),
    /** An entry ended, or calls on it no longer; {@code refs}: entryId, tasks, reason, state. */
    TASKS_CLOSED("tasks-closed", "任务终止"),
    /** An entry on which it has tasks, or acted, changed and still stands; {@code refs}: entryId, event, state, disputed. */
    ENTRY_CHANGED("entry-changed", "条目变更"),
    /** An entry on which it acted was repaired: the record of the repair; {@code refs}: entryId, event. */
    REPAIR_RECORDED("repair-recorded", "信用修复记录"),
    /** A check of its own would come out otherwise now; {@code refs}: decisionId, reconsideration. */
    DECISION_CHANGED("decision-changed", "核查结论变化"),
    /** A decision of its own rested on an entry that was withdrawn (DP-36); {@code refs}: decisionId, entryId, due. */
    DECISION_AFFECTED("decision-affected", "所依条目被撤销"),
    /** It took over from another department, or another took over from it; {@code refs}: from, to. */
    SUCCESSION("succession", "职责承继"),
    /** A call to try a receiver. */
    TEST("test", "测试");

    private final String code;
    private final String chinese;

    NotificationKind(String code, String chinese) {
        this.code = code;
        this.chinese = chinese;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public String chinese() {
        return chinese;
    }
}
