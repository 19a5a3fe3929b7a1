package org.jrp.listing;

import org.jrp.catalogue.Coded;

/** The main state of an entry (状态), by lifecycle.md §1.1. */
public enum EntryState implements Coded {
    /** The recogniser prepares it. */
    DRAFT("draft", "起草"),
    /** Prior notice was served. */
    NOTICED("noticed", "已告知"),
    /** Statement, defence or hearing is open. */
    UNDER_DEFENCE("under-defence", "陈述申辩中"),
    /** The decision is signed and served; gives measures once it is pushed. */
    RECOGNISED("recognised", "已认定"),
    /** It stands on a public channel; gives measures. */
    PUBLISHED("published", "已公示"),
    /** It stands on the key-attention list; gives supervision. */
    KEY_ATTENTION("key-attention", "重点关注"),
    /** Publicity, sharing, use and measures stopped together. */
    REPAIRED("repaired", "已修复"),
    /** The longest term is over. */
    EXPIRED("expired", "已到期"),
    /** The exit was announced on the original channel. */
    EXITED("exited", "已退出"),
    /** It should not have been: recognised in error, or its basis annulled. */
    WITHDRAWN("withdrawn", "已撤销"),
    /** Reorganisation, retrial or a court's stay; no measures meanwhile. */
    SUSPENDED("suspended", "已中止"),
    /** Kept for audit, never a basis again, never edited. */
    ARCHIVED("archived", "已归档");

    private final String code;
    private final String chinese;

    EntryState(String code, String chinese) {
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
