package org.jrp.catalogue;

/** The kind of a list, a measure or a provision (类别). */
public enum Kind implements Coded {
    /** 失信惩戒(黑名单). */
    SANCTION("sanction", "失信惩戒"),
    /** 守信激励(红名单). */
    INCENTIVE("incentive", "守信激励"),
    /** 重点关注名单; lists only. */
    KEY_ATTENTION("key-attention", "重点关注");

    private final String code;
    private final String chinese;

    Kind(String code, String chinese) {
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
