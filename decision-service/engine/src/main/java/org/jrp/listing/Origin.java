package org.jrp.listing;

import org.jrp.catalogue.Coded;

/** How an entry came onto the key-attention list (来源). */
public enum Origin implements Coded {
    /** The act stays below the blacklist's standard (发改财金规〔2017〕1798号). */
    SUB_THRESHOLD("sub-threshold", "未达黑名单标准"),
    /** A blacklisted subject mended the act (2018 work plan, item 15). */
    POST_BLACKLIST("post-blacklist", "黑名单主体整改后");

    private final String code;
    private final String chinese;

    Origin(String code, String chinese) {
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
