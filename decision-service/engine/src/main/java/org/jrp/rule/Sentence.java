package org.jrp.rule;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jrp.catalogue.Text;
import org.jspecify.annotations.Nullable;

/**
 * Every sentence a rule may use (句式). {@code {…}} stands for words of the catalogue separated by 、, or for a number or date.
 * The page {@code rules/language/} is generated from this list.
 */
public enum Sentence {
    LISTED(
            Place.OPENS_ENTRY,
            "主体被列入 {名单}",
            new Text("主体(或其关联方)在所列名单之一上有有效记录。", "A live entry on one of those lists bears on the subject.")),
    KEY_ATTENTION_ENTRY(
            Place.OPENS_ENTRY,
            "条目处于重点关注状态",
            new Text("记录已转入或列入重点关注名单(仅用于 principles/)。", "The entry is under key attention (principles only).")),
    CONTEXT(
            Place.ENTRY,
            "业务场景为 {业务场景}",
            new Text(
                    "问询的业务场景是其中之一;memoranda 规则必须写明。",
                    "The context asked about is one of those; required in memoranda rules.")),
    KIND(
            Place.ENTRY,
            "主体类型为 {主体类型}",
            new Text("单位指自然人以外的各类主体,含个体工商户。", "The subject's kind; 单位 is every kind but 自然人.")),
    PERSON_OF_LISTED(
            Place.ENTRY,
            "主体是被列入者的 {角色}",
            new Text("被列入的是单位,问询的是认定部门所载明的该单位人员。", "The unit is listed; the person asked about is one it names.")),
    LISTED_PERSON_OF(
            Place.ENTRY,
            "被列入者是主体的 {角色}",
            new Text(
                    "被列入的是问询单位的人员、联合体成员、代理机构或专家。",
                    "A person, member, agency or expert of the unit asked about is listed.")),
    PERSONALLY_RESPONSIBLE(
            Place.ENTRY, "认定部门已认定其个人责任", new Text("认定文书载明该人员负有个人责任。", "The recogniser found the person responsible.")),
    COURT_ORDER(Place.ENTRY, "人民法院已依法采取限制措施", new Text("记录载明法院已采取限制消费等措施。", "A court order is on record.")),
    LISTED_LESS(
            Place.ENTRY,
            "列入未满 {数} {日|个月|年}",
            new Text("自有效期始至问询日的整日、整月数小于该数。", "Fewer full days or months since the start of validity.")),
    LISTED_MORE(
            Place.ENTRY,
            "列入已满 {数} {日|个月|年}",
            new Text("自有效期始至问询日的整日、整月数不小于该数。", "At least that many full days or months.")),
    GROUND(
            Place.ENTRY,
            "列入事由为 {列入事由}",
            new Text("列入事由是名单目录所载词语之一。", "The entry's ground is one of the words of lists.yaml.")),
    SEVERITY(Place.ENTRY, "失信程度为 {轻微|一般|严重}", new Text("认定文书载明的程度。", "The severity the recogniser gave.")),
    BEFORE(
            Place.ENTRY,
            "认定于 {日期} 之前",
            new Text("认定日期早于该日;日期不明的不成立。", "Recognised before that day; an unknown day does not count.")),
    AFTER(
            Place.ENTRY,
            "认定于 {日期} 之后",
            new Text("认定日期为该日或晚于该日;日期不明的不成立。", "Recognised on that day or later; an unknown day does not count.")),
    PLACE(Place.ENTRY, "所在地为 {行政区划代码}", new Text("问询部门所在地在该区划之内。", "The place asked from lies in that division.")),
    MATTER(
            Place.ENTRY,
            "事项为 {事项}",
            new Text("事项未给出,或为其中之一;必须写在最后。未给出时措施附条件。", "No matter was given, or one of those; always last.")),

    PROPOSED(
            Place.OPENS_PROPOSAL,
            "拟用措施为 {惩戒|激励}",
            new Text("principles/ 规则的开头:对每一项拟用措施作判断。", "Opens a principle: it judges each proposed measure.")),
    GATE_RESULT(
            Place.PROPOSAL,
            "合法性审查结论为 {依据充分|依据未核实|依据已失效|无充分依据}",
            new Text("2020-12-18 起按国办发〔2020〕49号审查所得结论。", "The result of the legality gate from 2020-12-18.")),
    NOT_IN_EDITION(Place.PROPOSAL, "未列入现行措施清单", new Text("现行清单不含该措施或其类别。", "The governing edition lacks the measure.")),
    REPLACED(Place.PROPOSAL, "所依文件已被替代", new Text("所依备忘录已被新文件替代或已届满。", "Its instrument was replaced or has run out.")),
    NOT_PUBLISHED(
            Place.PROPOSAL,
            "所依文件尚未公布或生效",
            new Text("问询日所依文件尚未公布或生效。", "Its instrument was not yet public or in force.")),
    OUT_OF_TERRITORY(
            Place.PROPOSAL, "措施超出适用地域", new Text("问询部门不在文件适用地域内。", "The place asked from lies outside its territory.")),
    ANY_SANCTION(
            Place.PROPOSAL,
            "主体另有失信或重点关注记录",
            new Text("主体本身有任何有效的失信或重点关注记录。", "The subject itself stands on a live sanction or key-attention entry.")),
    UNDER_KEY_ATTENTION(
            Place.PROPOSAL, "条目处于重点关注状态", new Text("触发措施的记录处于重点关注。", "The triggering entry is under key attention.")),
    MINOR_CORRECTED(
            Place.PROPOSAL, "失信程度轻微且已纠正", new Text("行政处罚法第三十三条:轻微并及时纠正。", "A minor act that has been corrected.")),
    DISPUTED(Place.PROPOSAL, "条目存在异议", new Text("触发措施的记录有已受理的异议。", "The triggering entry is disputed.")),
    RIGHTS_REDUCING(Place.PROPOSAL, "措施减损权益", new Text("第一类措施,或应采取的措施。", "Class 1, or mandatory.")),
    THIRD_CLASS(Place.PROPOSAL, "措施类别为第三类", new Text("公共管理机构以外的组织自主实施。", "Left to others' own decision."));

    /** Where a sentence may stand. */
    enum Place {
        OPENS_ENTRY,
        ENTRY,
        OPENS_PROPOSAL,
        PROPOSAL
    }

    private static final String BLANK = "[ \\u3000\\t]+";

    private final Place place;
    private final String template;
    private final Text meaning;
    private final Pattern pattern;
    private final String lead;

    Sentence(Place place, String template, Text meaning) {
        this.place = place;
        this.template = template;
        this.meaning = meaning;
        int slot = template.indexOf('{');
        this.lead = (slot < 0 ? template : template.substring(0, slot)).strip();
        this.pattern = Pattern.compile(
                switch (template.indexOf("{日|个月|年}")) {
                    case -1 ->
                        slot < 0
                                ? Pattern.quote(template)
                                : template.endsWith("}")
                                        ? Pattern.quote(lead) + BLANK + "(\\S.*)"
                                        : Pattern.quote(lead) + BLANK + "(\\S+)" + BLANK
                                                + Pattern.quote(template.substring(template.lastIndexOf(' ') + 1));
                    default -> Pattern.quote(lead) + BLANK + "(\\S+)(?:" + BLANK + ")?(日|天|个月|月|年)";
                });
    }

    /** The sentence with its slots. */
    public String template() {
        return template;
    }

    /** What it means. */
    public Text meaning() {
        return meaning;
    }

    /** Whether it opens the conditions of a rule. */
    public boolean opens() {
        return place == Place.OPENS_ENTRY || place == Place.OPENS_PROPOSAL;
    }

    /** Whether it speaks of proposals, and so belongs to principles. */
    public boolean principle() {
        return place == Place.OPENS_PROPOSAL || place == Place.PROPOSAL;
    }

    /** The words before the first slot. */
    String lead() {
        return lead;
    }

    /** The slots' texts when the line is this sentence, else null. */
    @Nullable Matcher match(String line) {
        Matcher matcher = pattern.matcher(line);
        return matcher.matches() ? matcher : null;
    }
}
