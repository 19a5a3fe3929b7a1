package org.jrp.server.rights;

import java.time.Instant;
import java.util.List;
import org.jrp.catalogue.Coded;
import org.jrp.decision.Question;
import org.jrp.server.document.Html;
import org.jspecify.annotations.Nullable;

/** What a subject is handed out, as a page to be read and printed (主体档案页). */
final class RightsFilePage {

    private final Html html;
    private final RightsFile file;

    private RightsFilePage(RightsFile file, String title) {
        this.file = file;
        this.html = Html.document("zh-CN", title);
        html.open("main").tag("h1", title);
    }

    static String of(RightsFile file) {
        Explanation explanation = file.explanation();
        RightsFilePage page = new RightsFilePage(file, explanation == null ? "信用信息档案" : "核查结果说明");
        page.head();
        if (explanation == null) {
            page.whole();
        } else {
            page.explained(explanation);
        }
        page.html.tag("p", "认为上述信息有错误、遗漏的，可以申请更正、提出异议；对处理不服的，可以依法申请行政复议或者提起行政诉讼。", "class", "small");
        return page.html.end();
    }

    private void head() {
        html.open("table").open("tbody");
        String name = file.subject().name();
        html.row("主体", (name == null ? "" : name + " ") + file.subject().id());
        html.row("申请", kind() + "（" + file.requestId() + "）");
        html.row("出具时间", moment(file.producedAt()) + "（北京时间）");
        html.close().close();
        if (!file.shortened().isEmpty()) {
            html.open("p")
                    .flag("记录较多，下列部分只载最近 2000 条：" + String.join("、", file.shortened()))
                    .close();
        }
    }

    private String kind() {
        return Coded.find(SubjectRequest.Kind.class, file.kind())
                .map(SubjectRequest.Kind::chinese)
                .orElse(file.kind());
    }

    private void whole() {
        section("一、名单条目", file.entries(), entry -> {
            html.tag("h3", entry.listName() + "（" + entry.stateName() + (entry.disputed() ? "，有异议" : "") + "）");
            table(
                    "条目编号", entry.entryId(),
                    "认定部门", entry.recogniser(),
                    "文书号", entry.docNo(),
                    "依据", entry.basis(),
                    "有效期", entry.validFrom() + " 至 " + (entry.validTo() == null ? "无期限" : entry.validTo() + "（不含）"),
                    "事由", entry.ground());
            html.open("ul");
            for (RightsFile.Happened event : entry.events()) {
                html.tag(
                        "li",
                        line(
                                event.at(),
                                event.name(),
                                event.department(),
                                event.officer(),
                                event.docNo(),
                                event.reason()));
            }
            html.close();
        });
        section(
                "二、在其他主体的条目中",
                file.namedIn(),
                one -> html.tag("p", "作为其他主体的关联人员（" + one.role() + "），见于“" + one.listName() + "”。"));
        section("三、核查记录", file.decisions(), one -> {
            html.tag("h3", moment(one.decidedAt()) + " " + one.department());
            table(
                    "核查编号",
                    one.decisionId().toString(),
                    "经办人",
                    one.officer(),
                    "业务场景",
                    one.context(),
                    "目的",
                    one.purpose(),
                    "结论",
                    one.outcomeName());
            measures(one.measures());
        });
        section(
                "四、执行反馈",
                file.feedback(),
                one -> html.tag(
                        "p",
                        line(
                                        one.handledAt(),
                                        one.department(),
                                        one.officer(),
                                        one.measure(),
                                        one.handling(),
                                        one.reason())
                                + (one.cancelled() ? "（已撤销）" : "")));
        section(
                "五、豁免",
                file.exemptions(),
                one -> html.tag("p", line(one.validFrom(), one.department(), one.measure(), one.reason())));
        section("六、异议", file.objections(), one -> {
            html.tag("p", line(one.lodgedOn(), one.department(), one.entryId(), one.grounds()));
            steps(one.steps());
        });
        section("七、信用承诺", file.commitments(), one -> {
            html.tag("p", line(one.madeOn(), one.department(), one.type(), one.reason()));
            steps(one.steps());
        });
        section(
                "八、信用修复培训",
                file.trainings(),
                one -> html.tag("p", line(one.heldOn(), one.organiser(), one.title(), one.hours() + " 小时")));
        section(
                "九、本人申请",
                file.requests(),
                one -> html.tag("p", line(one.lodgedOn(), one.department(), one.kind(), one.state())));
        section(
                "十、查阅记录",
                file.accesses(),
                one -> html.tag(
                        "p", line(moment(one.at()), one.department(), one.officer(), one.action(), one.purpose())));
    }

    private void explained(Explanation one) {
        table(
                "核查编号", one.decisionId().toString(),
                "核查时间", moment(one.decidedAt()),
                "部门", one.department(),
                "业务场景", one.context(),
                "目的", one.purpose(),
                "所依日期", one.asOf().toString(),
                "结论", one.outcomeName(),
                "规则版本", one.release());
        section(
                "一、事实",
                one.facts(),
                fact -> html.tag(
                        "p",
                        fact.entryId() == null
                                ? "与申请人有关的其他主体（" + (fact.role() == null ? fact.via() : fact.role()) + "）被列入“"
                                        + fact.listName() + "”。"
                                : line(
                                        "“" + fact.listName() + "”",
                                        fact.recogniser(),
                                        fact.docNo(),
                                        "自 " + fact.validFrom())));
        html.open("section").tag("h2", "二、措施及依据");
        measures(one.measures());
        html.close();
        section(
                "三、不予适用的措施",
                one.withheld(),
                held -> html.tag("p", line(held.name(), held.text(), held.title(), held.docNo(), held.clause())));
        section(
                "四、如何改变结果",
                one.remedies(),
                way -> html.tag("p", line(way.text(), "最早自 " + way.effectiveFrom(), "届时结论：" + way.outcomeThen())));
    }

    private void measures(List<RightsFile.Measure> measures) {
        if (measures.isEmpty()) {
            html.tag("p", "没有适用的措施。");
        }
        for (RightsFile.Measure measure : measures) {
            html.open("div", "class", "measure").tag("p", measure.name()).open("ul");
            for (RightsFile.Cited cited : measure.citations()) {
                html.open("li").text(line("《" + cited.title() + "》", cited.docNo(), cited.clause(), cited.text()));
                if (!cited.verified()) {
                    html.flag("（未核实）");
                }
                cited.legalBasis().forEach(basis -> html.text(" " + basis));
                html.close();
            }
            html.close().close();
        }
    }

    private void steps(List<RightsFile.Stepped> steps) {
        html.open("ul");
        steps.forEach(
                step -> html.tag("li", line(step.at(), step.type(), step.department(), step.officer(), step.reason())));
        html.close();
    }

    private void table(@Nullable String... pairs) {
        html.open("table").open("tbody");
        for (int i = 0; i < pairs.length; i += 2) {
            String value = pairs[i + 1];
            if (value != null && !value.isEmpty()) {
                html.row(String.valueOf(pairs[i]), value);
            }
        }
        html.close().close();
    }

    /** Writes one item of a part. */
    private interface Item<T> {
        void write(T one);
    }

    private <T> void section(String title, List<T> items, Item<T> item) {
        html.open("section").tag("h2", title);
        if (items.isEmpty()) {
            html.tag("p", "没有记录。");
        }
        items.forEach(item::write);
        html.close();
    }

    private static String line(@Nullable Object... parts) {
        StringBuilder line = new StringBuilder();
        for (Object part : parts) {
            String text = part == null ? "" : part.toString();
            if (!text.isEmpty()) {
                line.append(line.length() == 0 ? "" : "；").append(text);
            }
        }
        return line.toString();
    }

    private static String moment(Instant moment) {
        return moment.atZone(Question.SHANGHAI)
                .toLocalDateTime()
                .withNano(0)
                .toString()
                .replace('T', ' ');
    }
}
