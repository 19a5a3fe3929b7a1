package org.jrp.server.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An element of a message (报文元素), by local names.
 *
 * @param own its own text
 */
record SoapNode(String name, Map<String, String> attributes, String own, List<SoapNode> children) {

    SoapNode {
        attributes = Map.copyOf(attributes);
        children = List.copyOf(children);
    }

    /** The text of the child of that name, else the attribute's; empty where there is neither. */
    String text(String child) {
        return children.stream()
                .filter(one -> one.name.equals(child))
                .map(one -> one.own.strip())
                .findFirst()
                .orElseGet(() -> attributes.getOrDefault(child, "").strip());
    }

    /** The elements of that name below it, however deep; not those inside one another. */
    List<SoapNode> all(String wanted) {
        List<SoapNode> found = new ArrayList<>();
        for (SoapNode child : children) {
            if (child.name.equals(wanted)) {
                found.add(child);
            } else {
                found.addAll(child.all(wanted));
            }
        }
        return found;
    }
}
