package org.jrp.subject;

import org.jrp.catalogue.Coded;

/** A kind of identifier (证件类型). */
public enum IdType implements Coded {
    /** GB 32100-2015, 18 characters. */
    USCC("uscc", "统一社会信用代码"),
    /** GB 11643-1999, 18 characters. */
    CITIZEN_ID("citizen-id", "居民身份证"),
    /** The first generation's 15 digits; upgraded to 18 when read. */
    CITIZEN_ID_15("citizen-id-15", "15位居民身份证"),
    /** GB 11714-1997, 9 characters. */
    ORG_CODE("org-code", "组织机构代码"),
    /** GS 15-2006, 15 digits. */
    AIC_REG_NO("aic-reg-no", "工商注册号");

    private final String code;
    private final String chinese;

    IdType(String code, String chinese) {
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
