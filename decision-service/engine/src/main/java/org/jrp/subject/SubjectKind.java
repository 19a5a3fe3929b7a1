package org.jrp.subject;

import org.jrp.catalogue.Coded;

/** What a subject is (主体类型). */
public enum SubjectKind implements Coded {
    /** A company or another enterprise. */
    ENTERPRISE("enterprise", "企业"),
    /** A person in trade, registered as such; reached by what targets entities. */
    SOLE_TRADER("sole-trader", "个体工商户"),
    /** An association, a private non-enterprise unit or a foundation. */
    SOCIAL_ORGANIZATION("social-organization", "社会组织"),
    /** Any other organisation, such as a public institution or a co-operative. */
    OTHER_ORGANIZATION("other-organization", "其他组织"),
    /** An organ of state. */
    PUBLIC_BODY("public-body", "公共机构"),
    /** A natural person. */
    INDIVIDUAL("individual", "自然人");

    private final String code;
    private final String chinese;

    SubjectKind(String code, String chinese) {
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

    /** Whether it is a unit (单位): everything but a natural person. */
    public boolean entity() {
        return this != INDIVIDUAL;
    }
}
