package org.jrp.cli;

import java.util.List;
import java.util.stream.Collectors;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Department;
import org.jrp.catalogue.Provenance;
import org.jrp.cli.Report.Style;
import org.jrp.decision.Applied;
import org.jrp.decision.BasisCitation;
import org.jrp.decision.Checked;
import org.jrp.decision.Citation;
import org.jrp.decision.DecidedEntry;
import org.jrp.decision.Decision;
import org.jrp.decision.NearMiss;
import org.jrp.decision.Outcome;
import org.jrp.decision.Question;
import org.jrp.decision.Remedy;
import org.jrp.decision.Review;
import org.jrp.decision.Withheld;
import org.jspecify.annotations.Nullable;

/** A decision as an officer reads it (核查结果): the outcome first, then every reason for it. */
final class DecisionReport {

    private static final int SHOWN = 5;

    private final Report report;
    private final Catalogue catalogue;
    private final boolean all;

    DecisionReport(Report report, Catalogue catalogue, boolean all) {
        this.report = report;
        this.catalogue = catalogue;
        this.all = all;
    }

    void print(Question question, @Nullable String name, Decision decision, String release, String hash) {
        head(question, name, decision);
        decision.reviews().forEach(this::review);
        measures(decision.measures());
        withheld(decision.withheld());
        remedies(decision.remedies());
        nearMisses(decision.nearMisses());
        entries(decision.entries());
        checked(decision.checked());
        foot(decision, release, hash);
    }

    private void head(Question question, @Nullable String name, Decision decision) {
        String id = question.subject().masked();
        String subject = name == null ? id : report.in(name + "(" + id + ")", name + " (" + id + ")");
        String context =
                catalogue.findContext(question.context()).map(one -> one.name()).orElse(question.context());
        String matter = question.matter() == null
                ? ""
                : " · "
                        + catalogue
                                .findMatter(question.matter())
                                .map(one -> one.name())
                                .orElse(question.matter());
        report.line(subject + " · " + context + matter + " · " + question.asOf());
        report.line(report.styled(Style.BOLD, report.in("结论:", "Outcome: "))
                + outcome(decision.outcome())
                + report.in("。", ". ")
                + sentence(decision));
    }

    private String outcome(Outcome outcome) {
        Style style = switch (outcome) {
            case RESTRICTED -> Style.RED;
            case REVIEW, CAUTION -> Style.YELLOW;
            case FAVOURED, CLEAR -> Style.GREEN;
        };
        return report.styled(
                style,
                report.in(outcome.chinese() + "(" + outcome.code() + ")", outcome.code() + " " + outcome.chinese()));
    }

    private String sentence(Decision decision) {
        int count = decision.measures().size();
        if (decision.outcome() == Outcome.REVIEW) {
            return report.in("请人工复核后再作决定。", "A person must look before anything is decided.");
        }
        if (count == 0) {
            return report.in(
                    decision.entries().isEmpty() ? "所查名单中没有该主体的有效记录。" : "有有效记录,但没有适用的措施。",
                    decision.entries().isEmpty()
                            ? "No live entry about the subject was found in what was searched."
                            : "There are live entries, and no measure applies.");
        }
        return report.in(
                "共 " + count + " 项措施" + (decision.requiresConfirmation() ? ",其中减损权益的措施须由经办人确认后执行。" : "。"),
                count
                        + (count == 1 ? " measure" : " measures")
                        + (decision.requiresConfirmation()
                                ? "; those that reduce rights need a named officer's confirmation."
                                : "."));
    }

    private void review(Review review) {
        report.line("  ! " + report.styled(Style.YELLOW, review.text()) + " [" + review.code() + "]");
    }

    private void measures(List<Applied> measures) {
        if (measures.isEmpty()) {
            return;
        }
        report.blank();
        report.heading("措施", "Measures");
        for (int i = 0; i < measures.size(); i++) {
            Applied measure = measures.get(i);
            StringBuilder line = new StringBuilder("  ").append(i + 1).append(". ");
            line.append(report.styled(Style.BOLD, measure.name()));
            line.append(" [")
                    .append(report.in(
                            measure.effect().chinese(), measure.effect().code()))
                    .append(']');
            if (measure.conditional()) {
                line.append(report.in(" 视事项而定", " depends on the matter"));
            }
            if (measure.basisUnverified()) {
                line.append(unverified(" 依据未核实", " basis unverified"));
            }
            if (measure.disputed()) {
                line.append(unverified(" 记录存在异议", " entry disputed"));
            }
            report.line(line.toString());
            report.line("     " + details(measure));
            measure.citations().forEach(this::citation);
        }
    }

    private String details(Applied measure) {
        StringBuilder details = new StringBuilder();
        if (measure.measureClass() > 0) {
            details.append(report.in(
                            "第" + "〇一二三".charAt(measure.measureClass()) + "类", "class " + measure.measureClass()))
                    .append(" · ");
        }
        details.append(report.in("清单 ", "edition ")).append(measure.edition());
        if (!measure.matters().isEmpty()) {
            details.append(report.in(" · 限于:", " · limited to: "))
                    .append(measure.matters().stream()
                            .map(code -> catalogue
                                    .findMatter(code)
                                    .map(one -> one.name())
                                    .orElse(code))
                            .collect(Collectors.joining("、")));
        }
        if (!measure.departments().isEmpty()) {
            details.append(report.in(" · 实施:", " · by: "))
                    .append(measure.departments().stream()
                            .map(code -> catalogue
                                    .findDepartment(code)
                                    .map(Department::name)
                                    .orElse(code))
                            .collect(Collectors.joining("、")));
        }
        details.append(report.in(" · 反馈期限 ", " · feedback due ")).append(measure.feedbackDue());
        details.append(report.in(" · 记录 ", " · entries ")).append(String.join("、", measure.triggeredBy()));
        return details.toString();
    }

    private void citation(Citation citation) {
        StringBuilder source = new StringBuilder("     - ");
        source.append(citation.docNo() == null ? "《" + citation.title() + "》" : citation.docNo());
        if (citation.clause() != null) {
            source.append(' ').append(citation.clause());
        }
        if (!citation.verified()) {
            source.append(
                    citation.clause() == null
                            ? unverified(" 条款未核实", " clause unverified")
                            : unverified(" 未核实", " unverified"));
        }
        if (citation.docNo() != null && !citation.docNoVerified()) {
            source.append(unverified(" 文号未核实", " number unverified"));
        }
        report.line(source.toString());
        report.line("       “" + citation.text() + "”");
        citation.legalBasis()
                .forEach(basis -> report.line("       " + report.in("依据:", "Basis: ") + basis(basis)
                        + (basis.linkVerified() ? "" : unverified(" 关联未核实", " link unverified"))));
        citation.usualBasis()
                .forEach(basis ->
                        report.line("       " + unverified("通常依据(未核实):", "Usual basis (unverified): ") + basis(basis)));
        report.line(report.styled(
                Style.DIM,
                "       " + report.in("规则 ", "rule ") + citation.rule() + " · " + citation.file() + ":"
                        + citation.line()));
    }

    private String basis(BasisCitation basis) {
        return "《" + basis.statute() + "》" + (basis.article() == null ? "" : basis.article())
                + (basis.docNo() == null ? "" : " " + basis.docNo())
                + (basis.articleVerified() ? "" : unverified(" 条文未核实", " article unverified"))
                + (basis.inForce() ? "" : report.in(" (当日无效力)", " (not in force that day)"));
    }

    private void withheld(List<Withheld> withheld) {
        if (withheld.isEmpty()) {
            return;
        }
        report.blank();
        report.heading("不予适用", "Withheld");
        for (Withheld one : withheld) {
            report.line("  - " + one.name() + report.in(":", ": ")
                    + report.in(one.reason().chinese(), one.reason().code()) + report.in("。", ". ") + one.text());
            report.line(report.styled(
                    Style.DIM,
                    "    " + (one.docNo() == null ? "《" + one.title() + "》" : one.docNo())
                            + (one.clause() == null ? "" : " " + one.clause())));
        }
    }

    private void remedies(List<Remedy> remedies) {
        if (remedies.isEmpty()) {
            return;
        }
        report.blank();
        report.heading("退出途径", "Ways out");
        for (Remedy remedy : remedies) {
            report.line("  - " + remedy.text()
                    + (remedy.provenance() == Provenance.SOURCE || remedy.provenance() == Provenance.STATUTE
                            ? ""
                            : unverified(" 未核实", " unverified")));
            report.line("    " + report.in("最早 ", "earliest ") + remedy.effectiveFrom()
                    + report.in(",届时结论:", ", then: ") + outcome(remedy.outcomeThen())
                    + report.in(" · 记录 ", " · entry ") + remedy.entryId()
                    + (remedy.source() == null ? "" : " · " + remedy.source()));
        }
    }

    private void nearMisses(List<NearMiss> misses) {
        if (misses.isEmpty()) {
            return;
        }
        report.blank();
        report.heading("差一个条件的规则", "Rules that missed by one condition");
        misses.stream()
                .limit(all ? misses.size() : SHOWN)
                .forEach(miss -> report.line("  - " + miss.rule() + report.in(":条件“", ": asks “") + miss.failed()
                        + report.in("”,实为“", "”, is “") + miss.value() + "”"));
        if (!all && misses.size() > SHOWN) {
            int more = misses.size() - SHOWN;
            report.line("  " + report.in("另有 " + more + " 条,加 --all 全部列出。", more + " more; --all lists them."));
        }
    }

    private void entries(List<DecidedEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        report.blank();
        report.heading("有效记录", "Live entries");
        for (DecidedEntry entry : entries) {
            report.line("  - " + entry.entryId() + " " + entry.listName() + " · " + entry.validFrom() + " → "
                    + (entry.validTo() == null ? report.in("长期", "open-ended") : entry.validTo()) + " · "
                    + report.in(entry.state().chinese(), entry.state().code()) + " · "
                    + report.in(entry.via().chinese(), entry.via().code()) + role(entry)
                    + (entry.docNo() == null ? "" : " · " + entry.docNo())
                    + (entry.disputed() ? unverified(" · 存在异议", " · disputed") : ""));
        }
    }

    private String role(DecidedEntry entry) {
        String role = entry.role();
        return role == null
                ? ""
                : report.in("(", " (")
                        + catalogue.findRole(role).map(one -> one.name()).orElse(role)
                        + report.in(")", ")");
    }

    private void checked(Checked checked) {
        report.blank();
        report.heading("核查范围", "What was searched");
        report.line("  " + report.in("名单 " + checked.lists() + " 种", checked.lists() + " lists")
                + checked.sources().stream()
                        .map(source -> " · " + source.source()
                                + (source.loadedAt() == null
                                        ? ""
                                        : " " + source.loadedAt().atOffset(Question.SHANGHAI))
                                + (source.stale() ? unverified(" 已过时效", " stale") : "")
                                + (source.reachable() ? "" : unverified(" 无法访问", " unreachable")))
                        .collect(Collectors.joining()));
        String roles = checked.relationsTested().stream()
                .map(code -> catalogue.findRole(code).map(one -> one.name()).orElse(code))
                .collect(Collectors.joining("、"));
        report.line("  " + report.in("关联:", "relations: ")
                + (roles.isEmpty() ? report.in("未提供,未核查", "none given, none tested") : roles));
    }

    private void foot(Decision decision, String release, String hash) {
        report.blank();
        report.line(report.in("有效至:", "Valid until: ")
                + (decision.validUntil() == null
                        ? report.in("未见将变更之日", "no day of change is known")
                        : decision.validUntil()));
        report.line(report.in("清单:", "Editions: ") + String.join("、", decision.editions()));
        if (!decision.assumed().isEmpty()) {
            report.line(report.in("推定:", "Assumed: ") + String.join("、", decision.assumed()));
        }
        report.line(report.styled(Style.DIM, report.in("发布版本 ", "release ") + release));
        report.line(report.styled(Style.DIM, "decisionHash " + hash));
    }

    private String unverified(String zh, String en) {
        return report.styled(Style.YELLOW, report.in(zh, en));
    }
}
