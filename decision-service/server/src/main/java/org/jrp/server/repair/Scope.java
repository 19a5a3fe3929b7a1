package org.jrp.server.repair;

import java.util.List;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Role;

/**
 * Whose records a caller sees (可见范围): the credit office and auditors all; a list manager those of its lists; everybody those that
 * their own department took in.
 *
 * @param lists codes of the lists it manages
 */
record Scope(boolean all, List<String> lists, String department) {

    Scope {
        lists = List.copyOf(lists);
    }

    static Scope of(Caller caller) {
        boolean manager = caller.is(Role.LIST_MANAGER);
        return new Scope(
                caller.is(Role.CREDIT_OFFICE)
                        || caller.is(Role.AUDITOR)
                        || (manager && caller.department().manages("*")),
                manager ? caller.department().lists().stream().sorted().toList() : List.of(),
                caller.department().code());
    }

    /** Whether it reaches a record about an entry of that list that was taken in by that department. */
    boolean covers(String list, String takenInBy) {
        return all || lists.contains(list) || takenInBy.equals(department);
    }

    String[] listArray() {
        return lists.toArray(String[]::new);
    }
}
