package org.jrp.server.cases;

import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Kind;
import org.jrp.catalogue.ListType;
import org.jrp.catalogue.Measure;
import org.jspecify.annotations.Nullable;

/**
 * The text that the service proposes for a case (案例初稿), for the public: subject, facts, list, basis, measures, handling, result. What was
 * written freely is taken over with numbers and names hidden; the number of a document is left out where it would lead to a person.
 */
record CaseDraft(String title, String body) {

    static CaseDraft of(
            Catalogue catalogue, CaseSubject subject, List<CaseFacts.Report> reports, List<CaseFacts.Entry> entries) {
        CaseFacts.Report first = reports.get(0);
        boolean sanction = !first.kind().equals(Kind.INCENTIVE.code());
        String list = catalogue.findList(first.list()).map(ListType::name).orElse(first.list());
        StringBuilder body = new StringBuilder();
        body.append("一、主体:").append(subject.shown());
        if (!subject.unnamed()) {
            body.append("(代码 ").append(subject.maskedCode()).append(")");
        }
        body.append("。\n二、事实:");
        for (CaseFacts.Entry entry : entries) {
            body.append(fact(entry, subject, list));
        }
        body.append("\n三、依据:").append(basis(reports, entries, subject)).append("\n四、措施与处理:");
        for (CaseFacts.Report report : reports) {
            body.append(handled(catalogue, report, subject));
        }
        body.append("\n五、结果:").append(result(reports, sanction));
        return new CaseDraft(
                (sanction ? "失信联合惩戒案例:" : "守信联合激励案例:") + subject.shown() + "(" + list + ")", body.toString());
    }

    private static String fact(CaseFacts.Entry entry, CaseSubject subject, String list) {
        LocalDate day = entry.recognisedAt();
        String ground = entry.ground() == null ? "" : subject.hidden(entry.ground());
        return (day == null ? "" : day(day) + ",")
                + (entry.recogniser() == null ? "有关部门" : entry.recogniser())
                + "认定" + subject.shown()
                + (ground.isEmpty() ? "" : "(" + ground + ")")
                + ",列入“" + list + "”"
                + (subject.unnamed() || entry.docNo() == null ? "" : ",文书号 " + subject.hidden(entry.docNo()))
                + "。";
    }

    private static String basis(List<CaseFacts.Report> reports, List<CaseFacts.Entry> entries, CaseSubject subject) {
        Set<String> bases = new LinkedHashSet<>();
        for (CaseFacts.Entry entry : entries) {
            String basis = entry.basis();
            if (basis != null) {
                bases.add(subject.hidden(basis));
            }
        }
        reports.forEach(report -> bases.add("措施清单 " + report.edition()));
        return bases.stream().filter(one -> !one.isBlank()).collect(Collectors.joining(";")) + "。";
    }

    private static String handled(Catalogue catalogue, CaseFacts.Report report, CaseSubject subject) {
        String measure =
                catalogue.findMeasure(report.measure()).map(Measure::name).orElse(report.measure());
        String action = report.action() == null ? "" : subject.hidden(report.action());
        return day(report.handledAt()) + ","
                + catalogue
                        .findDepartment(report.department())
                        .map(org.jrp.catalogue.Department::name)
                        .orElse(report.department())
                + "实施“" + measure + "”"
                + (report.handling().equals("lesser") ? "(从轻)" : "")
                + (action.isBlank() ? "" : ":" + ended(action))
                + (report.amount() == null ? "" : "。涉及金额 " + report.amount().toPlainString() + " 元")
                + "。";
    }

    private static String result(List<CaseFacts.Report> reports, boolean sanction) {
        long whole = reports.stream()
                .filter(one -> one.handling().equals("carried-out"))
                .count();
        return "共实施" + (sanction ? "惩戒" : "激励") + "措施 " + reports.size() + " 项"
                + (whole == reports.size() ? "" : ",其中从轻 " + (reports.size() - whole) + " 项") + "。";
    }

    private static String ended(String text) {
        return text.endsWith("。") ? text.substring(0, text.length() - 1) : text;
    }

    private static String day(@Nullable LocalDate day) {
        return day == null ? "" : day.getYear() + "年" + day.getMonthValue() + "月" + day.getDayOfMonth() + "日";
    }
}
