package org.jrp.replay;

/**
 * Why a replay did not give the same (差异原因).
 *
 * @param path where in the record, as {@code decision.measures[code].effect}; the name of the part where it concerns the whole of it
 * @param code kebab-case
 */
public record Cause(String path, String code, String zh, String en) {

    public static final String RECORD_ALTERED = "record-altered";
    public static final String RELEASE_MISSING = "release-missing";
    public static final String RELEASE_DAMAGED = "release-damaged";
    public static final String FACT_MISSING = "fact-missing";
    public static final String ENGINE = "engine-version";
    public static final String RULE_TEXT = "rule-text";
    public static final String CATALOGUE_ROW = "catalogue-row";
    public static final String FAILED_THEN = "evaluation-failed-then";
    public static final String FAILS_NOW = "evaluation-fails-now";
    public static final String FOLLOWS = "follows";
}
