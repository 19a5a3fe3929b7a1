package org.jrp.server.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One line of the table of permissions (权限项).
 *
 * @param method HTTP method; null for every one
 * @param pattern path pattern as controllers write it
 * @param roles those who may call it, one of them being enough; null where no sign-in is wanted
 * @param page what its answers may load when a browser shows them
 * @param mostBytes longest body that is read; 0 for no limit here, where the endpoint has caps of its own
 */
record Permission(
        @Nullable String method, String pattern, @Nullable Set<Role> roles, Page page, long mostBytes) {

    /** What a browser may do with an answer (页面策略), as {@code Content-Security-Policy}. */
    enum Page {
        /** Data; nothing to be loaded. */
        DATA("default-src 'none'; frame-ancestors 'none'"),
        /** A notice: its own styles, nothing else. */
        NOTICE("default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none';"
                + " frame-ancestors 'none'"),
        /** The page of the API; its library sets styles by itself. */
        DOCUMENTATION("default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
                + " font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");

        private final String policy;

        Page(String policy) {
            this.policy = policy;
        }

        String policy() {
            return policy;
        }
    }

    Permission {
        roles = roles == null ? null : Set.copyOf(roles);
    }

    boolean open() {
        return roles == null;
    }

    boolean allows(Caller caller) {
        if (roles == null) {
            return true;
        }
        for (Role role : caller.roles()) {
            if (roles.contains(role)) {
                return true;
            }
        }
        return false;
    }

    Permission as(Page other) {
        return new Permission(method, pattern, roles, other, mostBytes);
    }

    Permission upTo(long bytes) {
        return new Permission(method, pattern, roles, page, bytes);
    }
}
