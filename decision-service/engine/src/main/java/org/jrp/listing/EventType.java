package org.jrp.listing;

import org.jrp.catalogue.Coded;

/** What can happen to an entry (事件). */
public enum EventType implements Coded {
    /** The recogniser began the case. */
    DRAFTED("drafted", "起草"),
    /** Prior notice was served. */
    NOTIFIED("notified", "告知"),
    /** The subject speaks up, or a hearing opens. */
    DEFENCE_OPENED("defence-opened", "陈述申辩"),
    /** The case went back to draft: not upheld, or minor and corrected. */
    CLOSED("closed", "不予认定"),
    /** The decision was signed and served. */
    RECOGNISED("recognised", "认定"),
    /** Put on the public channel, or back on the blacklist from key attention. */
    PUBLISHED("published", "公示"),
    /** Pushed to the departments that act on it. */
    PUSHED("pushed", "推送"),
    /** The act was mended. */
    RECTIFIED("rectified", "整改"),
    /** The record was mended. */
    AMENDED("amended", "更正"),
    /** An objection was lodged and marked. */
    DISPUTED("disputed", "异议"),
    /** The objection was rejected with reasons. */
    DISPUTE_REJECTED("dispute-rejected", "异议不成立"),
    /** Put on the key-attention list. */
    MOVED_TO_KEY_ATTENTION("moved-to-key-attention", "转入重点关注名单"),
    /** The subject signed a credit commitment. */
    COMMITTED("committed", "信用承诺"),
    /** The subject attended repair training. */
    TRAINED("trained", "信用修复培训"),
    /** A repair application was accepted. */
    REPAIR_REQUESTED("repair-requested", "申请修复"),
    /** The repair was refused with reasons. */
    REPAIR_REFUSED("repair-refused", "不予修复"),
    /** The recogniser repaired the credit. */
    REPAIRED("repaired", "修复"),
    /** The entry left its list. */
    EXITED("exited", "退出"),
    /** The term ran out. */
    EXPIRED("expired", "到期"),
    /** Stayed. */
    SUSPENDED("suspended", "中止"),
    /** The stay was lifted. */
    RESUMED("resumed", "恢复"),
    /** The recognition was withdrawn. */
    WITHDRAWN("withdrawn", "撤销"),
    /** Put away. */
    ARCHIVED("archived", "归档");

    private final String code;
    private final String chinese;

    EventType(String code, String chinese) {
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
