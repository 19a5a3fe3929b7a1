package org.jrp.server.replay;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * Why a replay did not give the same (差异原因).
 *
 * @param path where in the record, as {@code decision.measures[code].effect}; the name of the part where it concerns the whole of it
 * @param code kebab-case
 */
@Schema(name = "ReplayCause")
record Cause(String path, String code, String zh, String en) {

    static final String RECORD_ALTERED = "record-altered";
    static final String RELEASE_MISSING = "release-missing";
    static final String RELEASE_DAMAGED = "release-damaged";
    static final String FACT_MISSING = "fact-missing";
    static final String ENGINE = "engine-version";
    static final String RULE_TEXT = "rule-text";
    static final String CATALOGUE_ROW = "catalogue-row";
    static final String FAILED_THEN = "evaluation-failed-then";
    static final String FAILS_NOW = "evaluation-fails-now";
    static final String FOLLOWS = "follows";
}
