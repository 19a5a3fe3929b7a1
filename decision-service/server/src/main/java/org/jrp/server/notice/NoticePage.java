package org.jrp.server.notice;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Provenance;
import org.jrp.catalogue.Via;
import org.jrp.decision.Applied;
import org.jrp.decision.BasisCitation;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Checked;
import org.jrp.decision.Citation;
import org.jrp.decision.DecidedEntry;
import org.jrp.decision.Decision;
import org.jrp.decision.Outcome;
import org.jrp.decision.Remedy;
import org.jrp.decision.Review;
import org.jrp.decision.Withheld;
import org.jrp.server.document.Html;
import org.jrp.subject.IdType;

/**
 * The notice as a page (告知书): facts, basis, rights, exit and repair (DP-21), for people and for printers. It loads nothing from
 * anywhere, and tells nothing about other subjects than its reader.
 */
final class NoticePage {

    static final String TITLE = "信用联合奖惩核查结果告知书";

    private static final String WAIT = "wait-until-end";

    private final Catalogue catalogue;
    private final NoticeFacts facts;
    private final CaseFile file;
    private final Decision decision;
    private final NoticeWords words;
    private final Set<String> own = new HashSet<>();
    private final Html html;

    private NoticePage(NoticeFacts facts, Catalogue catalogue, String language) {
        this.catalogue = catalogue;
        this.facts = facts;
        this.file = facts.stored().caseFile();
        this.decision = facts.stored().decision();
        this.words = new NoticeWords(file.kind().entity());
        this.html = Html.document(language, TITLE);
        for (DecidedEntry entry : decision.entries()) {
            if (entry.via() == Via.SELF) {
                own.add(entry.entryId());
            }
        }
    }

    /**
     * The page as HTML that is XML as well.
     *
     * @param catalogue for the names of codes
     * @param code the verification code
     * @param address where it can be checked
     * @param english whether a summary in English stands first
     */
    static String of(NoticeFacts facts, Catalogue catalogue, String code, String address, boolean english) {
        NoticePage page = new NoticePage(facts, catalogue, "zh-CN");
        page.head(english);
        page.facts();
        page.basis();
        page.rights();
        page.exits();
        page.repair();
        page.foot(code, address);
        return page.html.end();
    }

    /** The page on which anybody checks a code. */
    static String verification(Standing standing, boolean english) {
        Html html = Html.document(english ? "en" : "zh-CN", english ? "Verification of a notice" : "告知书验证结果");
        html.open("main").tag("h1", english ? "Verification of a notice" : "告知书验证结果");
        html.tag(
                "p",
                english ? "The code is genuine: it was issued with a notice of this service." : "验证码真实有效，由本服务随告知书签发。");
        html.open("table").open("tbody");
        html.row(
                english ? "Decision of" : "核查日期",
                english ? standing.decisionDate().toString() : NoticeWords.day(standing.decisionDate()));
        html.row(
                english ? "Outcome" : "结论",
                english ? standing.outcome().code() : standing.outcome().chinese());
        html.row(
                english ? "Still stands" : "现在是否有效",
                standing.stands() ? english ? "yes" : "仍然有效" : english ? "no" : "不再有效");
        html.row(english ? "Because" : "说明", standing.reason().in(english ? Locale.ENGLISH : Locale.CHINESE));
        if (standing.validUntil() != null) {
            html.row(
                    english ? "Holds through" : "可用至",
                    english
                            ? standing.validUntil().minusDays(1).toString()
                            : NoticeWords.day(standing.validUntil().minusDays(1)) + "（含）");
        }
        return html.end();
    }

    private void head(boolean english) {
        html.open("main").tag("h1", TITLE);
        if (english) {
            summary();
        }
        html.open("table").open("tbody");
        String id = facts.subject().maskedId();
        html.row(
                "告知对象",
                facts.subject().name() == null
                        ? idType() + " " + id
                        : facts.subject().name() + "（" + idType() + " " + id + "）");
        html.row("提出核查的部门", facts.department());
        html.row("核查时间", NoticeWords.moment(facts.decidedAt()) + "（北京时间）");
        html.row("业务场景", context());
        html.row("核查所依日期", NoticeWords.day(file.asOf()));
        html.row("本结果有效期", words.holds(decision.validUntil()));
        html.row("核查编号", facts.id().toString());
        html.close().close();
        html.open("div", "class", "outcome", "role", "note");
        html.tag("p", "结论：" + decision.outcome().chinese(), "class", "word");
        html.tag("p", words.outcome(decision));
        html.close();
    }

    private void summary() {
        html.open("section", "lang", "en").tag("h2", "Summary in English");
        html.tag("p", NoticeWords.english(decision.outcome()));
        html.open("ul");
        html.tag(
                "li",
                "Checked on "
                        + facts.decidedAt()
                                .atOffset(org.jrp.decision.Question.SHANGHAI)
                                .toLocalDate()
                        + ", by the law and the records of " + file.asOf() + ". Measures: "
                        + decision.measures().size() + ". Live records: "
                        + decision.entries().size() + ".");
        html.tag(
                "li",
                decision.validUntil() == null
                        ? "No day is known on which this result changes by itself."
                        : "This result holds through " + decision.validUntil().minusDays(1) + ".");
        if (decision.requiresConfirmation()) {
            html.tag("li", "A measure that reduces rights takes effect only once a named officer has confirmed it.");
        }
        html.tag(
                "li",
                "You may state your case, object to a record, ask for an explanation, apply for administrative"
                        + " reconsideration and bring an administrative action; how is said in Chinese below.");
        html.tag("li", "The Chinese text is the notice; this summary only helps to read it.");
        html.close().close();
    }

    private void facts() {
        html.open("section").tag("h2", "一、事实");
        List<DecidedEntry> entries = decision.entries();
        if (entries.isEmpty()) {
            html.tag("p", "没有发现" + words.you() + "的有效记录。");
        } else {
            html.open("ul");
            entries.forEach(this::entry);
            html.close();
        }
        if (!decision.reviews().isEmpty()) {
            html.tag("p", "须由工作人员复核的原因：").open("ul");
            for (Review review : decision.reviews()) {
                html.tag("li", review.text());
            }
            html.close();
        }
        Checked checked = decision.checked();
        html.tag(
                "p",
                "本次共核查名单 " + checked.lists() + " 种。"
                        + checked.sources().stream()
                                .map(NoticePage::source)
                                .collect(Collectors.joining(";", "数据来源：", "。")),
                "class",
                "small");
        html.close();
    }

    private void entry(DecidedEntry entry) {
        html.open("li");
        if (entry.via() == Via.SELF) {
            html.text(words.you() + "被列入“" + entry.listName() + "”");
            html.text("（" + entry.kind().chinese() + "，当前状态：" + entry.state().chinese() + "）。");
            html.text(entry.recogniser() == null ? "" : "认定部门：" + entry.recogniser() + "。");
            html.text(entry.docNo() == null ? "" : "文书号：" + entry.docNo() + "。");
            html.text("自 " + NoticeWords.day(entry.validFrom()) + " 起"
                    + (entry.validTo() == null
                            ? "，未定届满日。"
                            : "，至 " + NoticeWords.day(entry.validTo().minusDays(1)) + "（含）止。"));
        } else {
            String role = entry.role() == null
                    ? entry.via().chinese()
                    : catalogue.findRole(entry.role()).map(one -> one.name()).orElse(entry.role());
            html.text("与" + words.you() + "有关的主体（关系：" + role + "）被列入“" + entry.listName() + "”。该记录涉及他人，此处不载明详情。");
        }
        if (entry.disputed()) {
            html.flag("该记录存在异议，尚未处理完毕。");
        }
        html.close();
    }

    private static String source(Checked.SourceState source) {
        return source.source()
                + (source.loadedAt() == null ? "（从未载入）" : "（数据截至 " + NoticeWords.moment(source.loadedAt()) + "）")
                + (source.stale() ? "，已超过时效" : "")
                + (source.reachable() ? "" : "，当时无法访问");
    }

    private void basis() {
        html.open("section").tag("h2", "二、措施及依据");
        if (decision.measures().isEmpty()) {
            html.tag("p", "本次没有对" + words.you() + "适用的措施，因此没有措施依据。");
        }
        int number = 1;
        for (Applied measure : decision.measures()) {
            measure(number++, measure);
        }
        if (!decision.withheld().isEmpty()) {
            html.tag("h3", "以下措施经审查不予适用").open("ul");
            for (Withheld withheld : decision.withheld()) {
                html.tag(
                        "li",
                        withheld.name() + ":" + withheld.text() + "（《" + withheld.title() + "》"
                                + (withheld.docNo() == null ? "" : withheld.docNo())
                                + (withheld.clause() == null ? "，条款未核实" : " " + withheld.clause()) + "）");
            }
            html.close();
        }
        if (!decision.editions().isEmpty()) {
            html.tag(
                    "p",
                    "适用的措施清单："
                            + decision.editions().stream()
                                    .map(id -> catalogue
                                            .findEdition(id)
                                            .map(edition -> "《" + edition.title() + "》")
                                            .orElse(id))
                                    .collect(Collectors.joining("、"))
                            + "。"
                            + (decision.assumed().isEmpty() ? "" : "清单或者文件中有推定而未核实的事项。"),
                    "class",
                    "small");
        }
        html.close();
    }

    private void measure(int number, Applied measure) {
        html.open("div", "class", "measure").tag("h3", number + ". " + measure.name());
        html.tag(
                "p",
                "效力：" + NoticeWords.effect(measure.effect()) + "。"
                        + (measure.departments().isEmpty()
                                ? ""
                                : "实施部门："
                                        + measure.departments().stream()
                                                .map(this::department)
                                                .collect(Collectors.joining("、"))
                                        + "。")
                        + (measure.matters().isEmpty()
                                ? ""
                                : "仅限："
                                        + measure.matters().stream()
                                                .map(this::matter)
                                                .collect(Collectors.joining("、"))
                                        + "。"));
        if (measure.conditional() || measure.basisUnverified() || measure.disputed()) {
            html.open("p", "class", "flag");
            html.text(measure.conditional() ? "是否适用取决于具体事项。" : "");
            html.text(measure.basisUnverified() ? "依据未核实。" : "");
            html.text(measure.disputed() ? "所依记录存在异议。" : "");
            html.close();
        }
        html.open("ul");
        measure.citations().forEach(this::citation);
        html.close().close();
    }

    private void citation(Citation citation) {
        html.open("li").text("依据文件：" + NoticeWords.document(citation) + " ");
        String unverified = NoticeWords.unverified(citation);
        if (unverified == null) {
            html.tag("span", "（已核实）");
        } else {
            html.flag("（" + unverified + "）");
        }
        html.tag("blockquote", citation.text());
        if (!citation.legalBasis().isEmpty() || !citation.usualBasis().isEmpty()) {
            html.open("ul");
            for (BasisCitation basis : citation.legalBasis()) {
                html.tag("li", "法律依据：" + NoticeWords.basis(basis) + "（" + NoticeWords.state(basis) + "）");
            }
            for (BasisCitation basis : citation.usualBasis()) {
                html.tag("li", "通常依据：" + NoticeWords.basis(basis) + "（" + NoticeWords.state(basis) + "）");
            }
            html.close();
        }
        html.close();
    }

    private void rights() {
        String you = words.you();
        boolean against = decision.outcome() == Outcome.RESTRICTED
                || decision.outcome() == Outcome.CAUTION
                || decision.outcome() == Outcome.REVIEW;
        html.open("section").tag("h2", "三、" + you + "的权利");
        html.open("ul");
        html.tag(
                "li",
                "陈述和申辩："
                        + (against
                                ? "在措施确认、执行以前，可以向“" + facts.department() + "”陈述意见、提出申辩。不因陈述申辩加重处理。"
                                : "认为本结果有误的，可以向“" + facts.department() + "”陈述意见。"));
        html.tag("li", "异议：认为记录有错误、遗漏或者已经失效的，可以向认定部门或者信用主管部门提出异议，要求核查和更正。异议处理期间，记录会作标注。");
        html.tag("li", "要求说明：可以凭核查编号要求说明本结果是如何得出的；对仅由系统自动作出、对" + you + "有重大影响的决定，有权拒绝，并要求由工作人员办理。");
        html.tag("li", "行政复议：对部门据此作出的行政决定不服的，可以依法申请行政复议。");
        html.tag("li", "行政诉讼：也可以依法向人民法院提起行政诉讼。");
        html.close();
        html.tag("p", "申请复议和起诉的期限、受理机关，以部门作出的行政决定文书载明的为准。本告知书说明一次核查的结果，本身不是行政决定。", "class", "small");
        html.close();
    }

    private void exits() {
        html.open("section").tag("h2", "四、退出条件");
        List<DecidedEntry> against = sanctions();
        if (against.isEmpty()) {
            html.tag("p", "没有需要退出的失信或者重点关注记录。");
        } else {
            html.tag("p", "记录有效期届满、经认定部门修复、移出或者撤销以后，依据该记录采取的措施随即停止。").open("ul");
            for (DecidedEntry entry : against) {
                if (own.contains(entry.entryId())) {
                    html.open("li").text("“" + entry.listName() + "”:");
                    html.text(
                            entry.validTo() == null
                                    ? "没有自行届满的日期，须经认定部门修复、移出或者撤销。"
                                    : "有效期届满后，自 " + NoticeWords.day(entry.validTo()) + " 起不再适用。" + then(entry));
                    html.close();
                } else {
                    html.tag("li", "“" + entry.listName() + "”：该记录属于相关主体，该记录退出或者关联关系解除后，不再影响" + words.you() + "。");
                }
            }
            html.close();
        }
        html.close();
    }

    private String then(DecidedEntry entry) {
        return decision.remedies().stream()
                .filter(remedy -> remedy.entryId().equals(entry.entryId())
                        && remedy.action().equals(WAIT))
                .findFirst()
                .map(remedy -> "届时结论：" + remedy.outcomeThen().chinese() + "（其他记录不变）。")
                .orElse("");
    }

    private void repair() {
        html.open("section").tag("h2", "五、修复途径");
        List<Remedy> ways = decision.remedies().stream()
                .filter(remedy ->
                        own.contains(remedy.entryId()) && !remedy.action().equals(WAIT))
                .toList();
        if (sanctions().isEmpty()) {
            html.tag("p", "没有需要修复的记录。");
        } else if (ways.isEmpty()) {
            html.tag("p", "没有检索到" + words.you() + "可以自行办理的修复途径；可以向认定部门咨询。");
        } else {
            html.open("ol");
            for (Remedy remedy : ways) {
                html.open("li").text(listName(remedy.entryId()) + remedy.text());
                html.text(" 最早自 " + NoticeWords.day(remedy.effectiveFrom()) + " 起停止适用，届时结论："
                        + remedy.outcomeThen().chinese() + "（其他记录不变）。");
                if (remedy.provenance() != Provenance.SOURCE && remedy.provenance() != Provenance.STATUTE) {
                    html.flag("该途径的依据未核实。");
                }
                html.close();
            }
            html.close();
        }
        if (!sanctions().isEmpty()) {
            html.tag("p", "谁认定、谁修复：是否准予修复由认定部门决定，办理部门和本服务都不能代为决定。");
        }
        html.close();
    }

    private void foot(String code, String address) {
        html.open("footer", "class", "verify");
        html.tag("p", "验证码：" + code, "class", "code");
        html.tag("p", "任何人都可以凭验证码核对本告知书的真伪和现状，网址：" + address);
        html.tag("p", "核对时只显示核查日期、结论和是否仍然有效，不显示任何人的身份信息。", "class", "small");
        html.close();
    }

    private List<DecidedEntry> sanctions() {
        return decision.entries().stream()
                .filter(entry -> entry.kind() != org.jrp.catalogue.Kind.INCENTIVE)
                .toList();
    }

    private String listName(String entryId) {
        return decision.entries().stream()
                .filter(entry -> entry.entryId().equals(entryId))
                .findFirst()
                .map(entry -> "“" + entry.listName() + "”:")
                .orElse("");
    }

    private String context() {
        String context =
                catalogue.findContext(file.context()).map(one -> one.name()).orElse(file.context());
        return file.matter() == null ? context : context + "（" + matter(file.matter()) + "）";
    }

    private String matter(String code) {
        return catalogue.findMatter(code).map(one -> one.name()).orElse(code);
    }

    private String department(String code) {
        return catalogue.findDepartment(code).map(one -> one.name()).orElse(code);
    }

    private String idType() {
        return org.jrp.catalogue.Coded.find(IdType.class, facts.subject().idType())
                .map(IdType::chinese)
                .orElse("证件");
    }
}
