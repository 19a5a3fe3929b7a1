package org.jrp.catalogue;

/** How a provision is tied to its legal basis (关联来源). */
public enum LinkSource implements Coded {
    /** The link was seen, or the article itself orders it. */
    SOURCE("source", "有据"),
    /** Recalled as this provision's basis. */
    MEMORY("memory", "未核实"),
    /** What such measures usually rest on; no claim about this instrument. */
    USUAL("usual", "通常依据");

    private final String code;
    private final String chinese;

    LinkSource(String code, String chinese) {
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
