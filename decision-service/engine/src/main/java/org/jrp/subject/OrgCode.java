package org.jrp.subject;

/** An organisation code (组织机构代码), GB 11714-1997: eight characters and a check character, without the hyphen. */
public record OrgCode(String value) implements SubjectId {

    public OrgCode {
        Checks.orgCode(value);
    }

    @Override
    public IdType type() {
        return IdType.ORG_CODE;
    }

    @Override
    public String masked() {
        return value;
    }

    @Override
    public SubjectKind defaultKind() {
        return SubjectKind.OTHER_ORGANIZATION;
    }
}
