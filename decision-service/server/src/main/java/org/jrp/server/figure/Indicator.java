package org.jrp.server.figure;

import com.fasterxml.jackson.annotation.JsonValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A figure of the work plan (考核指标): what was counted out of what, held against the plan's number. A report; nothing acts on it.
 *
 * @param item of the work plan
 * @param code what is measured, kebab-case
 * @param part which part of it: a list for item 13, one of three rates for item 14; null where it has none
 * @param threshold the plan's number, exactly
 * @param met by multiplying crosswise; {@code not-applicable} where the denominator is 0
 * @param rate to six places, rounded half up, for show; null where the denominator is 0
 * @param unit what is counted
 * @param method how it is counted, in words
 * @param plan the plan's own words, with the item's number
 * @param components what the numerator is made of, where it is made of several
 * @param missing entries behind the shortfall, the first of them; all are at {@code entries}
 * @param missingCount how many they are
 * @param source how many rows of what kind it was counted from
 * @param entries addresses of the entries behind it, by side: {@code numerator}, {@code denominator}, {@code missing}
 */
record Indicator(
        int item,
        String code,
        @Nullable String part,
        String name,
        int year,
        LocalDate asOf,
        Instant knownAt,
        long numerator,
        long denominator,
        @Schema(type = "string") Comparator comparator,
        @Schema(type = "string", example = "1/10") Fraction threshold,
        Met met,
        @Nullable String rate,
        Words unit,
        Words method,
        String plan,
        List<Component> components,
        List<String> missing,
        long missingCount,
        Map<String, Long> source,
        Map<String, String> entries) {

    Indicator {
        components = List.copyOf(components);
        missing = List.copyOf(missing);
        source = Collections.unmodifiableMap(new LinkedHashMap<>(source));
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /** Whether the plan's number was reached. */
    @Schema(name = "IndicatorMet")
    enum Met {
        YES("yes"),
        NO("no"),
        NOT_APPLICABLE("not-applicable");

        private final String code;

        Met(String code) {
            this.code = code;
        }

        @JsonValue
        String code() {
            return code;
        }

        static Met of(Fraction counted, Comparator comparator, Fraction threshold) {
            if (!counted.defined()) {
                return NOT_APPLICABLE;
            }
            return comparator.holds(counted.compare(threshold)) ? YES : NO;
        }
    }

    /** One of several things that the numerator is made of (分项). */
    @Schema(name = "IndicatorComponent")
    record Component(
            String code,
            String name,
            long numerator,
            long denominator,
            @Nullable String rate) {

        static Component of(String code, String name, Fraction counted) {
            return new Component(
                    code, name, counted.over(), counted.under(), counted.defined() ? counted.decimal() : null);
        }
    }

    /**
     * The figure of what was counted.
     *
     * @param measure what is counted, and against which number
     * @param comparator how it is held against that number
     * @param counted the entries on both sides, and those that are missing
     */
    static Indicator of(
            Measure measure, Comparator comparator, Scope scope, Counted counted, Map<String, String> addresses) {
        Fraction share = counted.share();
        List<String> missing = new ArrayList<>();
        for (Behind one : counted.missing()) {
            if (missing.size() == Counted.SHOWN) {
                break;
            }
            if (scope.shows(one.list())) {
                missing.add(one.entryId());
            }
        }
        return new Indicator(
                measure.item(),
                measure.code(),
                counted.part(),
                counted.partName() == null ? measure.title() : measure.title() + "(" + counted.partName() + ")",
                scope.year(),
                scope.asOf(),
                scope.knownAt(),
                share.over(),
                share.under(),
                comparator,
                measure.threshold(),
                Met.of(share, comparator, measure.threshold()),
                share.defined() ? share.decimal() : null,
                measure.unit(),
                measure.method(),
                measure.plan(),
                counted.components(),
                missing,
                counted.missing().size(),
                counted.source(),
                addresses);
    }
}
