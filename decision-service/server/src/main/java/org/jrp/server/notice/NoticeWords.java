package org.jrp.server.notice;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jrp.catalogue.Effect;
import org.jrp.decision.BasisCitation;
import org.jrp.decision.Citation;
import org.jrp.decision.Decision;
import org.jrp.decision.Outcome;
import org.jrp.decision.Question;
import org.jspecify.annotations.Nullable;

/** The sentences of a notice, in Chinese that needs no lawyer (告知书用语). */
final class NoticeWords {

    private final String you;

    /**
     * @param unit whether the reader is a unit rather than a person
     */
    NoticeWords(boolean unit) {
        this.you = unit ? "贵单位" : "您";
    }

    /** How the reader is addressed. */
    String you() {
        return you;
    }

    String outcome(Decision decision) {
        return switch (decision.outcome()) {
            case RESTRICTED ->
                you + "有有效的失信记录。按照下列文件，办理部门对" + you + "应当采取下列措施。"
                        + (decision.requiresConfirmation() ? "其中减损权益的措施，须由具名的经办人确认后才能执行。" : "");
            case CAUTION ->
                you + "有需要审慎对待的记录。下列措施供办理部门参考或者用于日常监管，不当然限制" + you + "的权利。"
                        + (decision.requiresConfirmation() ? "如需采取减损权益的措施，须由具名的经办人确认。" : "");
            case REVIEW -> "仅凭现有数据不能得出结论，须由工作人员复核。复核完成以前，不应当仅凭本次核查限制" + you + "的权利。";
            case FAVOURED -> you + "有有效的守信记录，可以享受下列激励措施。";
            case CLEAR ->
                decision.entries().isEmpty()
                        ? "在所查的名单中，没有发现" + you + "的有效记录，不因信用状况对" + you + "采取措施。"
                        : you + "有有效的记录，但是没有适用于本次事项的奖惩措施。";
        };
    }

    static String effect(Effect effect) {
        return switch (effect) {
            case MANDATORY -> "应当采取";
            case REFERENCE -> "可以参考，由办理部门酌情决定";
            case SUPERVISION -> "列为重点监管对象";
            case PUBLICITY -> "依法公示";
            case INFORM -> "提示有关单位自行判断";
            case INCENTIVE -> "给予激励";
        };
    }

    /** Where a clause stands: number or title of the document, and the clause where it is known. */
    static String document(Citation citation) {
        return "《" + citation.title() + "》"
                + (citation.docNo() == null ? "" : "（" + citation.docNo() + "）")
                + (citation.clause() == null ? "" : " " + citation.clause());
    }

    /** What of the citation was not checked; null where all was. */
    static @Nullable String unverified(Citation citation) {
        String what = (citation.clause() == null ? "条款未核实" : citation.verified() ? "" : "条款原文未核实")
                + (citation.docNo() != null && !citation.docNoVerified() ? "，文号未核实" : "");
        return what.isEmpty() ? null : what.startsWith("，") ? what.substring(1) : what;
    }

    static String basis(BasisCitation basis) {
        return "《" + basis.statute() + "》" + (basis.docNo() == null ? "" : "（" + basis.docNo() + "）")
                + (basis.article() == null ? "" : basis.article());
    }

    static String state(BasisCitation basis) {
        return (basis.articleVerified() ? "条文已核实" : "条文未核实")
                + (basis.linkVerified() ? "" : "，与本措施的关联未核实")
                + (basis.inForce() ? "" : "，核查当日不具效力");
    }

    String holds(@Nullable LocalDate validUntil) {
        return validUntil == null
                ? "没有可以预见的自行变化之日；记录有变动的，以重新核查为准"
                : "至 " + day(validUntil.minusDays(1)) + "（含）止；此后，或者记录有变动的，以重新核查为准";
    }

    static String day(LocalDate day) {
        return day.getYear() + "年" + day.getMonthValue() + "月" + day.getDayOfMonth() + "日";
    }

    static String moment(Instant moment) {
        OffsetDateTime local = moment.atOffset(Question.SHANGHAI);
        return day(local.toLocalDate()) + " " + two(local.getHour()) + ":" + two(local.getMinute());
    }

    private static String two(int number) {
        return (number < 10 ? "0" : "") + number;
    }

    static String english(Outcome outcome) {
        return switch (outcome) {
            case RESTRICTED -> "Restricted: there is a live record, and the measures below apply.";
            case CAUTION -> "Caution: there is a record to be weighed; the measures below bind nobody by themselves.";
            case REVIEW -> "Review: no answer could be given; an officer has to look at the case first.";
            case FAVOURED -> "Favoured: there is a record of good credit, and the incentives below are open.";
            case CLEAR -> "Clear: no measure follows from what was searched.";
        };
    }
}
