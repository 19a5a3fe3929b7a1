package org.jrp.listing;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jrp.catalogue.Confidence;
import org.jspecify.annotations.Nullable;

/** The time limits of the lifecycle (办理时限) as dated data, lifecycle.md §4; all in working days. */
public final class Timers {

    /**
     * One limit, valid in a half-open span of dates.
     *
     * @param workingDays 0 for at once
     * @param extension working days by which it may be prolonged; 0 for none
     * @param source document it stands on
     */
    public record Timer(
            String code,
            int workingDays,
            int extension,
            @Nullable LocalDate validFrom,
            @Nullable LocalDate validTo,
            String source,
            Confidence confidence) {

        boolean on(LocalDate day) {
            return (validFrom == null || !day.isBefore(validFrom)) && (validTo == null || day.isBefore(validTo));
        }
    }

    /** Every limit. */
    public static final List<Timer> ALL = List.of(
            timer("objection-mark", 0, 0, null, "深圳经济特区社会信用条例第五十条", Confidence.HIGH),
            timer("objection-platform-check", 1, 0, null, "深圳经济特区社会信用条例第五十条", Confidence.MEDIUM),
            timer("objection-provider", 2, 3, null, "深圳经济特区社会信用条例第五十条", Confidence.MEDIUM),
            timer("delete-after-upheld", 3, 0, null, "法释〔2017〕7号;45号令", Confidence.HIGH),
            timer("publish-penalty", 7, 0, null, "双公示工作要求", Confidence.HIGH),
            timer("repair-accept", 3, 0, LocalDate.of(2025, 6, 22), "国办发〔2025〕22号", Confidence.LOW),
            timer("repair-decide", 10, 0, LocalDate.of(2025, 6, 22), "国办发〔2025〕22号", Confidence.MEDIUM),
            timer("repair-samr", 7, 0, LocalDate.of(2025, 12, 25), "市场监管总局信用修复规定", Confidence.MEDIUM),
            timer("spc-delete", 3, 0, LocalDate.of(2017, 5, 1), "法释〔2017〕7号", Confidence.HIGH),
            timer("exit-stop-measures", 0, 0, null, "发改财金规〔2017〕1798号", Confidence.HIGH));

    private Timers() {}

    /** The limit of that name in force on that day. */
    public static Optional<Timer> on(String code, LocalDate day) {
        return ALL.stream()
                .filter(timer -> timer.code().equals(code) && timer.on(day))
                .findFirst();
    }

    private static Timer timer(
            String code,
            int workingDays,
            int extension,
            @Nullable LocalDate validFrom,
            String source,
            Confidence confidence) {
        return new Timer(code, workingDays, extension, validFrom, null, source, confidence);
    }
}
