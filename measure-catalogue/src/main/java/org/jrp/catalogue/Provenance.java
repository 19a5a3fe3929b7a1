package org.jrp.catalogue;

/** Where a fact comes from (来源). */
public enum Provenance implements Coded {
    /** Seen in a public copy. */
    SOURCE("source", "有据"),
    /** Recalled, not seen: unverified. */
    MEMORY("memory", "未核实"),
    /** The effect of an article that was read. */
    STATUTE("statute", "法条"),
    /** Seen in an earlier edition of the instrument. */
    SOURCE_EARLIER_EDITION("source-earlier-edition", "旧版有据"),
    /** Seen in a summary that may renumber. */
    DIGEST("digest", "摘要"),
    /** Supposed, by analogy or by custom: unverified. */
    ASSUMED("assumed", "推定");

    private final String code;
    private final String chinese;

    Provenance(String code, String chinese) {
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
