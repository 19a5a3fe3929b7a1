package org.jrp.catalogue;

/** Whether an article authorises the measure (是否授权). */
public enum Authorises implements Coded {
    TRUE("true", "授权"),
    /** Orders recording or publication only. */
    FALSE("false", "不授权"),
    UNKNOWN("unknown", "不明");

    private final String code;
    private final String chinese;

    Authorises(String code, String chinese) {
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
