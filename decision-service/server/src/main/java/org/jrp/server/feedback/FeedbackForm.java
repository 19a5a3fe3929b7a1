package org.jrp.server.feedback;

import java.time.LocalDate;
import org.jrp.server.document.Html;
import org.jspecify.annotations.Nullable;

/** The printable form of a report (联合奖惩反馈单), to be signed, stamped and filed. It names no citizen's number in full. */
final class FeedbackForm {

    static final String TITLE = "联合奖惩反馈单";

    private final FeedbackView report;
    private final FeedbackForms.Facts facts;
    private final Html html = Html.document("zh-CN", TITLE);

    private FeedbackForm(FeedbackView report, FeedbackForms.Facts facts) {
        this.report = report;
        this.facts = facts;
    }

    /** The page as HTML that is XML as well. */
    static String of(FeedbackView report, FeedbackForms.Facts facts) {
        FeedbackForm form = new FeedbackForm(report, facts);
        form.head();
        form.table();
        form.signatures();
        return form.html.end();
    }

    private void head() {
        html.open("main", "class", "form").tag("h1", TITLE);
        html.tag("p", "编号：" + report.feedbackId() + "（第 " + report.version() + " 版）", "class", "small");
        FeedbackView.Cancelled cancelled = report.cancelled();
        if (cancelled != null) {
            html.tag("div", "已撤销", "class", "cancelled");
            html.open("p").flag("本反馈已于 " + day(cancelled.at().toLocalDate()) + "撤销，理由：" + cancelled.reason());
            html.close();
        }
    }

    private void table() {
        html.open("table").open("tbody");
        row("填报部门", report.departmentName());
        row("经办人", report.officer());
        row("联合奖惩对象", subject());
        row("名单及列入记录", (report.listName() == null ? report.list() : report.listName()) + "，条目 " + report.entryId());
        row("认定部门", facts.recogniser());
        row("认定文书号", facts.docNo());
        row("措施", report.measureName() == null ? report.measure() : report.measureName());
        row("措施性质", report.kind().equals("incentive") ? "守信激励" : "失信惩戒");
        html.open("tr").tag("th", "依据", "scope", "row").open("td");
        if (facts.bases().isEmpty()) {
            html.text("条款未核实");
        }
        facts.bases().forEach(basis -> html.tag("div", basis));
        html.close().close();
        row("由来", facts.occasion() + "（" + day(facts.day()) + "）");
        row("处理方式", report.handlingName());
        row("实际做法", report.action());
        row("理由", report.reason());
        row("办理日期", day(report.handledAt()));
        row("办理文书号", report.documentNo());
        row("涉及金额", report.amount() == null ? null : report.amount() + " 元");
        row("实施期间", period());
        LocalDate until = report.exemptedUntil();
        row("暂缓至", until == null ? null : day(until) + "（该日起重新应反馈）");
        row("备注", report.remark());
        row("确认", confirmation());
        row("登记时间", day(report.recordedAt().toLocalDate()));
        html.close().close();
    }

    private void signatures() {
        html.open("table", "class", "signatures").open("tbody");
        html.open("tr").tag("td", "经办人（签名）：").tag("td", "审核人（签名）：").close();
        html.open("tr").tag("td", "填报部门（盖章）：").tag("td", "日期：　　　　年　　月　　日").close();
        html.close().close();
    }

    private void row(String head, @Nullable String value) {
        html.row(head, value == null || value.isEmpty() ? "—" : value);
    }

    private String subject() {
        MaskedSubjects.Subject subject = report.subject();
        if (subject == null) {
            return "（个人信息已删除）";
        }
        return subject.name() == null ? subject.id() : subject.name() + "（" + subject.id() + "）";
    }

    private @Nullable String period() {
        LocalDate from = report.periodFrom();
        LocalDate to = report.periodTo();
        return from == null && to == null
                ? null
                : (from == null ? "" : "自 " + day(from) + "起")
                        + (to == null ? "" : (from == null ? "" : "，") + "至 " + day(to) + "止");
    }

    private String confirmation() {
        String by = report.confirmedBy();
        if (by != null) {
            return by
                    + (report.confirmedAt() == null
                            ? ""
                            : "，" + day(report.confirmedAt().toLocalDate()));
        }
        return report.needsConfirmation() ? "尚未确认：减损权利的措施须由经办人个人登录确认后方为有效" : "无须确认";
    }

    private static String day(LocalDate day) {
        return day.getYear() + " 年 " + day.getMonthValue() + " 月 " + day.getDayOfMonth() + " 日";
    }
}
