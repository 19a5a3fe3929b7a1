package org.jrp.server.catalogue;

import java.util.List;

/**
 * What changed between two editions (版次差异).
 *
 * @param unchanged how many rows and categories both have unchanged
 */
record DiffView(String from, String to, int unchanged, List<DiffChange> changes, List<String> sentences) {

    /** One change (变化). */
    record DiffChange(
            String kind,
            String part,
            String code,
            String name,
            String field,
            List<String> before,
            List<String> after,
            List<String> added,
            List<String> removed) {}
}
