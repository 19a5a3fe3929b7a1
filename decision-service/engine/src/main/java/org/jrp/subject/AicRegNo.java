package org.jrp.subject;

/** A legacy registration number of the administration for industry and commerce (工商注册号), GS 15-2006. */
public record AicRegNo(String value) implements SubjectId {

    public AicRegNo {
        Checks.aicRegNo(value);
    }

    @Override
    public IdType type() {
        return IdType.AIC_REG_NO;
    }

    @Override
    public String masked() {
        return value;
    }

    /** A sole trader where the sequence begins with 6 to 9, else an enterprise. */
    @Override
    public SubjectKind defaultKind() {
        return value.charAt(6) >= '6' ? SubjectKind.SOLE_TRADER : SubjectKind.ENTERPRISE;
    }
}
