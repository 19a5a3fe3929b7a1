package org.jrp.server.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who calls (调用者), as signed in.
 *
 * @param credential id of the API key, or {@code jwt:} and the token's subject
 * @param department the department it speaks for
 * @param roles what it may do
 * @param officer name of the person, by a personal sign-in alone; null for an API key
 */
public record Caller(
        String credential,
        Department department,
        Set<Role> roles,
        @Nullable String officer) {

    public Caller {
        roles = Set.copyOf(roles);
    }

    public boolean is(Role role) {
        return roles.contains(role);
    }
}
