package org.jrp.catalogue;

/** How an entry bears on the subject asked about (关联路径). */
public enum Via implements Coded {
    /** The subject itself is listed. */
    SELF("self", "主体本身"),
    /** A person of the unit asked about is listed. */
    ENTITY_OF_LISTED_PERSON("entity-of-listed-person", "相关人员被列入"),
    /** The unit is listed; a person it names is asked about. */
    PERSON_OF_LISTED_ENTITY("person-of-listed-entity", "所在单位被列入"),
    CONSORTIUM("consortium", "联合体成员被列入"),
    AGENCY("agency", "代理机构被列入"),
    EXPERT("expert", "专家被列入");

    private final String code;
    private final String chinese;

    Via(String code, String chinese) {
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
