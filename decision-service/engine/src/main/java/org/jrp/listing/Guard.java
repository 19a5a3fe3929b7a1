package org.jrp.listing;

import java.time.LocalDate;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Coded;
import org.jrp.catalogue.Text;
import org.jspecify.annotations.Nullable;

/**
 * A condition of a transition (条件). Those on the recogniser's procedure are not asked of imports, those on what the record
 * itself says are asked of every entry.
 */
public enum Guard implements Coded {
    /** Nos. 7 and 8: there is an objection to decide. */
    OBJECTION_OPEN(
            "objection-open",
            "存在未决异议",
            false,
            "该条目没有未决异议。",
            "No objection to the entry is open.",
            "请先记录异议(disputed)。",
            "Record the objection (disputed) first."),
    /** No. 9: that path ended with the memoranda's regime. */
    BEFORE_GATE(
            "before-gate",
            "2020年12月18日前",
            false,
            "自 2020-12-18 起,黑名单条目不再转入重点关注名单(国办发〔2020〕49号)。",
            "From 2020-12-18 on a blacklist entry no longer moves to key attention (国办发〔2020〕49号).",
            "请按修复或退出办理。",
            "Use repair or exit."),
    /** No. 9: it follows a blacklist entry. */
    AFTER_BLACKLIST(
            "after-blacklist",
            "来源为黑名单",
            true,
            "黑名单条目转入重点关注名单,来源不能是“未达黑名单标准”。",
            "A blacklist entry cannot move to key attention as sub-threshold.",
            "来源请写 post-blacklist。",
            "Write the origin post-blacklist."),
    /** No. 10: there was no blacklist entry. */
    BELOW_BLACKLIST(
            "below-blacklist",
            "来源为未达黑名单标准",
            true,
            "直接列入重点关注名单,来源不能是“黑名单主体整改后”。",
            "An entry that begins on key attention cannot be post-blacklist.",
            "来源请写 sub-threshold。",
            "Write the origin sub-threshold."),
    /** No. 11: back on the blacklist only by a new decision. */
    NEW_DECISION(
            "new-decision",
            "有新的认定文书",
            false,
            "由重点关注转回黑名单须有新的认定文书。",
            "Going back to the blacklist needs a new decision.",
            "请写明文书号(docNo)。",
            "Give its number (docNo)."),
    /** No. 14: the seed's way out needs both. */
    COMMITTED_AND_TRAINED(
            "committed-and-trained",
            "已作信用承诺并参加培训",
            true,
            "整改后退出重点关注名单,须先作信用承诺并参加信用修复培训。",
            "Leaving key attention after the blacklist needs both the credit commitment and the training.",
            "请先记录信用承诺(committed)和培训(trained)。",
            "Record the commitment (committed) and the training (trained) first."),
    /** No. 15: the commitment is public. */
    COMMITTED(
            "committed",
            "已作信用承诺",
            false,
            "申请修复须先作信用承诺。",
            "A repair application needs the credit commitment.",
            "请先记录信用承诺(committed)。",
            "Record the commitment (committed) first."),
    /** No. 15: the shortest publicity is over. */
    REPAIR_OPEN(
            "repair-open",
            "已满最短公示期",
            false,
            "尚未满最短公示期。",
            "The shortest publicity is not over.",
            "请待期满后再申请修复。",
            "Apply when it is over."),
    /** Nos. 16 and 17: a repair was applied for. */
    REPAIR_PENDING(
            "repair-pending",
            "已受理修复申请",
            false,
            "该条目没有已受理的修复申请。",
            "No repair application for the entry is open.",
            "请先记录修复申请(repair-requested)。",
            "Record the application (repair-requested) first."),
    /** No. 18: the term is over. */
    TERM_OVER(
            "term-over",
            "有效期已满",
            true,
            "有效期未满,不能到期。",
            "The term is not over; the entry cannot expire.",
            "请核对有效期至(validTo)或事件日期。",
            "Compare validTo with the day of the event."),
    /** Prior notice (告知): from the gate on, for what a local recogniser recognises. */
    NOTICED(
            "noticed",
            "已履行告知程序",
            false,
            "自 2020-12-18 起,未经事先告知不得认定或公示(国办发〔2020〕49号)。",
            "From 2020-12-18 on nothing is recognised or published without prior notice (国办发〔2020〕49号).",
            "请先记录告知(notified)。",
            "Record the notice (notified) first."),
    /** An entry never stands from before its decision. */
    NOT_BACKDATED(
            "not-backdated",
            "有效期不早于认定日",
            true,
            "有效期始不得早于认定日期。",
            "An entry must not stand from before its decision.",
            "请核对有效期始(validFrom)和认定日期。",
            "Compare validFrom with the day of the decision.");

    private final String code;
    private final String chinese;
    private final boolean ofRecord;
    private final String zh;
    private final String en;
    private final String mendZh;
    private final String mendEn;

    Guard(String code, String chinese, boolean ofRecord, String zh, String en, String mendZh, String mendEn) {
        this.code = code;
        this.chinese = chinese;
        this.ofRecord = ofRecord;
        this.zh = zh;
        this.en = en;
        this.mendZh = mendZh;
        this.mendEn = mendEn;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public String chinese() {
        return chinese;
    }

    /** Whether it lets the event pass. Before its first event an entry counts as a draft without flags. */
    boolean holds(State state, Circumstances on) {
        return (on.imported() && !ofRecord)
                || switch (this) {
                    case OBJECTION_OPEN -> state.disputed();
                    case BEFORE_GATE -> on.at().isBefore(Catalogue.GATE_FROM);
                    case AFTER_BLACKLIST -> on.origin() != Origin.SUB_THRESHOLD;
                    case BELOW_BLACKLIST -> on.origin() != Origin.POST_BLACKLIST;
                    case NEW_DECISION -> on.decided();
                    case COMMITTED_AND_TRAINED -> state.committed() && state.trained();
                    case COMMITTED -> state.committed();
                    case REPAIR_OPEN -> reached(on.at(), on.repairableFrom());
                    case REPAIR_PENDING -> state.repairPending();
                    case TERM_OVER -> reached(on.at(), state.validTo());
                    case NOTICED -> on.noticed() || on.at().isBefore(Catalogue.GATE_FROM);
                    case NOT_BACKDATED -> !on.backdated();
                };
    }

    /** What it means that this does not hold. */
    Text message() {
        return new Text(zh, en);
    }

    /** What to do then. */
    Text mend() {
        return new Text(mendZh, mendEn);
    }

    private static boolean reached(LocalDate at, @Nullable LocalDate from) {
        return from == null || !at.isBefore(from);
    }
}
