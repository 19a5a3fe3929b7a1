package org.jrp.catalogue;

import java.util.List;

/**
 * One way in which a listing reaches another than the listed subject (关联关系), as the provision's instrument names it.
 *
 * @param via direction of the reach
 * @param roles role codes, at least one
 * @param personalResponsibility whether the recogniser must have found the person responsible (个人责任)
 */
public record Relation(Via via, List<String> roles, boolean personalResponsibility) {

    public Relation {
        roles = List.copyOf(roles);
    }
}
