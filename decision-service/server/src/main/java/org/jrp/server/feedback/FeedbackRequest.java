package org.jrp.server.feedback;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jrp.catalogue.Coded;
import org.jrp.catalogue.Nearest;
import org.jrp.catalogue.Text;
import org.jrp.server.access.Caller;
import org.jspecify.annotations.Nullable;

/**
 * A report as it is sent (执行反馈).
 *
 * @param entryId may be left out where one entry alone called for the measure
 * @param action what was done; needed for {@code lesser}
 * @param reason needed unless the measure was carried out
 * @param officer the person who answers for it; by a personal sign-in the one who signed in
 * @param handledAt today where it is not said
 * @param amount yuan, as a text or a number; read digit by digit
 * @param exemptedUntil first day on which it is owed again; for {@code exempted} alone
 * @param shared whether other departments may see the remark; true where it is not said
 */
record FeedbackRequest(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String measure,

        @Nullable String entryId,

        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                allowableValues = {"carried-out", "lesser", "not-carried-out", "exempted"})
        @Nullable String handling,

        @Nullable String action,
        @Nullable String reason,
        @Nullable String officer,
        @Nullable LocalDate handledAt,
        @Nullable String documentNo,

        @Schema(pattern = "[0-9]{1,16}(\\.[0-9]{1,2})?") @Nullable String amount,

        @Nullable LocalDate periodFrom,
        @Nullable LocalDate periodTo,
        @Nullable LocalDate exemptedUntil,
        @Nullable String remark,
        @Nullable Boolean shared) {

    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,16}(\\.[0-9]{1,2})?");
    private static final int MOST_YEARS = 5;
    private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

    /**
     * What a report says, checked.
     *
     * @param handledAt the day on which it was done, or decided not to be
     */
    record Report(
            Handling handling,
            @Nullable String action,
            @Nullable String reason,
            String officer,
            LocalDate handledAt,
            @Nullable String documentNo,
            @Nullable BigDecimal amount,
            @Nullable LocalDate periodFrom,
            @Nullable LocalDate periodTo,
            @Nullable LocalDate exemptedUntil,
            @Nullable String remark,
            boolean shared) {}

    /**
     * Checks everything but measure and entry.
     *
     * @param firstDay the day of the decision or task that it reports on
     * @throws org.jrp.server.problem.ProblemException 422 {@code invalid-content}, naming every field
     */
    Report checked(Caller caller, LocalDate firstDay, LocalDate today) {
        Content content = new Content();
        Handling how = handling(content);
        String what = content.text("/action", action, Content.LONGEST_TEXT);
        String why = content.text("/reason", reason, Content.LONGEST_TEXT);
        String who = content.officer(caller, "/officer", officer);
        if (how != Handling.CARRIED_OUT && why == null) {
            content.wrong(
                    "/reason",
                    "missing",
                    "措施未照原样实施,请写明理由。",
                    "The measure was not carried out as called for: give the reason.");
        }
        if (how == Handling.LESSER && what == null) {
            content.wrong("/action", "missing", "从轻处理的,请写明实际采取的做法。", "Something less was done: say what.");
        }
        LocalDate day = handledAt == null ? today : handledAt;
        if (day.isBefore(firstDay) || day.isAfter(today)) {
            content.wrong(
                    "/handledAt",
                    "out-of-range",
                    "办理日期应在 " + firstDay + " 至 " + today + " 之间。",
                    "The day must be from " + firstDay + " to " + today + ".");
        }
        period(content);
        exempted(content, how, today);
        Report report = new Report(
                how,
                what,
                why,
                who,
                day,
                content.text("/documentNo", documentNo, Content.LONGEST_NUMBER),
                amount(content),
                periodFrom,
                periodTo,
                exemptedUntil,
                content.text("/remark", remark, Content.LONGEST_TEXT),
                shared == null || shared);
        content.refuseIfWrong();
        return report;
    }

    private Handling handling(Content content) {
        String code = handling == null ? "" : handling;
        return Coded.find(Handling.class, code).orElseGet(() -> {
            content.wrong(
                    "/handling",
                    handling == null ? "missing" : "unknown-word",
                    Nearest.mend(
                            code,
                            Arrays.stream(Handling.values()).map(Handling::code).toList(),
                            new Text(
                                    "处理方式为 carried-out、lesser、not-carried-out、exempted 之一。",
                                    "One of carried-out, lesser, not-carried-out, exempted.")));
            return Handling.CARRIED_OUT;
        });
    }

    private @Nullable BigDecimal amount(Content content) {
        if (amount == null) {
            return null;
        }
        if (!AMOUNT.matcher(amount).matches()) {
            content.wrong(
                    "/amount",
                    "invalid-amount",
                    "金额以元为单位,写成不小于 0、至多两位小数的普通数字,如 12000.50;不用正负号、千位分隔符或科学计数。",
                    "Yuan, as a plain decimal of at least 0 with at most two decimals, such as 12000.50; no sign, separator or exponent.");
            return null;
        }
        return new BigDecimal(amount);
    }

    private void period(Content content) {
        if ((periodFrom != null && far(periodFrom)) || (periodTo != null && far(periodTo))) {
            content.wrong("/periodFrom", "out-of-range", "期间超出历法范围。", "The period is outside the calendar.");
        } else if (periodFrom != null && periodTo != null && periodTo.isBefore(periodFrom)) {
            content.wrong("/periodTo", "out-of-range", "期间的止日早于起日。", "The period ends before it begins.");
        }
    }

    private static boolean far(LocalDate day) {
        return day.getYear() < 1900 || day.isAfter(LAST_DAY);
    }

    private void exempted(Content content, Handling how, LocalDate today) {
        if (how != Handling.EXEMPTED && exemptedUntil != null) {
            content.wrong(
                    "/exemptedUntil",
                    "not-exempted",
                    "只有处理方式为 exempted 时才写此项。",
                    "It belongs to the handling exempted alone.");
        }
        if (how == Handling.EXEMPTED
                && (exemptedUntil == null
                        || !exemptedUntil.isAfter(today)
                        || exemptedUntil.isAfter(today.plusYears(MOST_YEARS)))) {
            content.wrong(
                    "/exemptedUntil",
                    exemptedUntil == null ? "missing" : "out-of-range",
                    "暂缓实施的,请写明今天以后、" + MOST_YEARS + " 年之内的截止日(该日起重新应反馈)。",
                    "Say until which day, after today and within " + MOST_YEARS
                            + " years, it is put off; from that day on it is owed again.");
        }
    }
}
