package org.jrp.server.access;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What a credential may be used for (角色). */
public enum Role {
    /** Checks subjects for a department, reads its own decisions (经办人). */
    OFFICER("officer"),
    /** Writes rules and catalogue (政策编写). */
    POLICY_AUTHOR("policy-author"),
    /** Approves what another wrote (政策审批). */
    POLICY_APPROVER("policy-approver"),
    /** Reads every decision and the access log; changes nothing (审计). */
    AUDITOR("auditor"),
    /** Imports and manages entries for the recogniser: REC of the lifecycle (名单管理). */
    LIST_MANAGER("list-manager"),
    /** The credit office: PLAT of the lifecycle (信用办). */
    CREDIT_OFFICE("credit-office"),
    /** Departments, grants, keys (系统管理). */
    ADMINISTRATOR("administrator");

    private final String code;

    Role(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }

    /** The authority that Spring Security knows it by. */
    public String authority() {
        return "ROLE_" + code;
    }

    /** The roles of those codes; codes that name none are left out. */
    static Set<Role> known(Collection<String> codes) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        codes.forEach(code -> find(code).ifPresent(roles::add));
        return roles;
    }

    static Optional<Role> find(String code) {
        return Arrays.stream(values()).filter(role -> role.code.equals(code)).findFirst();
    }
}
