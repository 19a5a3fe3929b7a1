package org.jrp.subject;

import java.util.Optional;

/** A unified social credit code (统一社会信用代码), GB 32100-2015. */
public record Uscc(String value) implements SubjectId {

    public Uscc {
        Checks.uscc(value);
    }

    @Override
    public IdType type() {
        return IdType.USCC;
    }

    @Override
    public String masked() {
        return value;
    }

    /** By the first two characters: registering department and category. */
    @Override
    public SubjectKind defaultKind() {
        return switch (value.substring(0, 2)) {
            case "91" -> SubjectKind.ENTERPRISE;
            case "92" -> SubjectKind.SOLE_TRADER;
            case "51", "52", "53" -> SubjectKind.SOCIAL_ORGANIZATION;
            case "11" -> SubjectKind.PUBLIC_BODY;
            default -> SubjectKind.OTHER_ORGANIZATION;
        };
    }

    /** The organisation code in positions 9 to 17; empty where its own check character is wrong. */
    public Optional<OrgCode> orgCode() {
        String embedded = value.substring(8, 17);
        return Checks.isOrgCode(embedded) ? Optional.of(new OrgCode(embedded)) : Optional.empty();
    }
}
