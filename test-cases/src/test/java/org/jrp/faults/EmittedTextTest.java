package org.jrp.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Problem;
import org.jrp.release.Release;
import org.jrp.release.ReleaseFiles;
import org.jrp.rule.Drl;
import org.jrp.rule.Lint;
import org.jrp.rule.Row;
import org.jrp.rule.RuleSet;
import org.junit.jupiter.api.Test;

/** Whatever the reader accepts, the text that Drools compiles is made of codes and numbers in one fixed shape. */
class EmittedTextTest {

    private static final int ROUNDS = 2_000;
    private static final long SEED = 20_161_201L;

    private static final String WORD = "\"[a-z0-9|-]*\"";
    private static final String WORDS = "\\(" + WORD + "(?:, " + WORD + "){0,200}\\)";
    private static final String CONSTRAINT = "(?:key == \"[a-z0-9-]+\\|[a-z0-9-]+\\|[a-z-]+\""
            + "|(?:kind|role|severity|matter|gate) in " + WORDS
            + "|(?:kind|role|severity|gate) == " + WORD
            + "|(?:entity|personal|courtOrder|keyAttention|incentive|inEdition|replaced|published|inTerritory|anySanction|minorCorrected|disputed|rightsReducing)"
            + " == (?:true|false)|(?:listedDays|listedMonths) (?:<|>=) [0-9]{1,5}|ground == [0-9]{1,4}|ground in \\([0-9]{1,4}(?:,"
            + " [0-9]{1,4}){0,200}\\)|recognisedOn (?:<|>|>=) -?[0-9]{1,10}|place matches"
            + " \"\\([0-9]{2,6}(?:\\|[0-9]{2,6}){0,200}\\)\\[0-9\\]\\*\"|measureClass == 3)";
    private static final Pattern HEAD = Pattern.compile("package org\\.jrp\\.rule\\.(?:memoranda|principles)\n"
            + "import org\\.jrp\\.rule\\.(?:Row|Proposal)\n"
            + "dialect \"mvel\"\n");
    private static final Pattern RULE = Pattern.compile("rule \"c[0-9]+\"\nwhen\n    (?:Row|Proposal)\\(" + CONSTRAINT
            + "(?:, " + CONSTRAINT + "){0,30}\\)\nthen\nend\n");

    private static final String[] ALPHABET = {
        "\"",
        "\\",
        ")",
        "(",
        ";",
        "\n",
        "\r",
        "、",
        " ",
        "\u3000",
        "-",
        "@",
        "规则",
        "当",
        "那么",
        "结束",
        "//",
        "/*",
        "eval(true)",
        "System.exit(0);",
        "\u200b",
        "\u202e",
        "\0",
        "“",
        "”",
        "1",
        "99999999999",
        "|",
        "*",
        ".*",
        "{",
        "}",
        "$",
        "#",
        "\uFF12",
        "错",
        "失信被执行人名单",
        "政府采购",
        "- 所在地为 34、3411",
        "- 认定于 2018-01-01 之前",
        "- 列入已满 2 年",
        "- 失信程度为 严重",
        "主体被列入 ",
        "应采取措施 ",
        "\uD83D",
        "\u0430",
        "⼈"
    };

    private static final String EVERY_SENTENCE = """
        规则 "x1 每一句"
            @provision("2016-141-judgment-defaulter-m16")
        当
            主体被列入 失信被执行人名单、农资领域严重失信生产经营单位
            - 业务场景为 政府采购、行政许可
            - 主体类型为 企业、自然人
            - 主体是被列入者的 法定代表人、股东
            - 认定部门已认定其个人责任
            - 人民法院已依法采取限制措施
            - 列入未满 100 日
            - 列入已满 2 个月
            - 列入事由为 吊销农药证照
            - 失信程度为 一般、严重
            - 认定于 2019-01-01 之前
            - 认定于 1969-12-31 之后
            - 所在地为 34、341182
            - 事项为 设立保险公司、税收优惠
        那么
            应采取措施 限制参加政府采购活动
        结束
        """;

    private final Catalogue catalogue = Catalogue.read(ReleaseFiles.shipped().below("measure-catalogue"));
    private final Map<String, byte[]> shipped = ReleaseFiles.shipped().below("rules");

    @Test
    void shipped_rules_become_text_of_the_fixed_shape() {
        holdsShape(RuleSet.read(shipped, catalogue));
    }

    @Test
    void every_sentence_becomes_text_of_the_fixed_shape_that_compiles_and_means_what_it_says() {
        RuleSet rules =
                RuleSet.read(Map.of("memoranda/x.dslr", EVERY_SENTENCE.getBytes(StandardCharsets.UTF_8)), catalogue);
        Row.Facts facts = new Row.Facts(
                "agri-input-dishonest",
                "administrative-licensing",
                "person-of-listed-entity",
                "shareholder",
                "individual",
                false,
                true,
                true,
                99,
                3,
                rules.ground("吊销农药证照"),
                "serious",
                (int) LocalDate.of(2018, 1, 1).toEpochDay(),
                "341182",
                "",
                false);

        holdsShape(rules);
        try (Release shippedRelease = Release.shipped();
                Release release = shippedRelease.withRules(rules, "sha256:every-sentence")) {
            assertThat(rules.rules().get(0).holds(facts)).isTrue();
            assertThat(release.compiled().proposedFor(new Row(facts))).containsExactly(0);
        }
    }

    @Test
    void a_damaged_rule_file_is_refused_or_becomes_text_of_the_fixed_shape() {
        Random random = new Random(SEED);
        List<String> files = List.copyOf(shipped.keySet());
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String file = files.get(random.nextInt(files.size()));
            String text = excerpt(new String(shipped.get(file), StandardCharsets.UTF_8), random);
            String damaged = damaged(text, 1 + random.nextInt(4), random);

            List<Problem> problems = new ArrayList<>();
            RuleSet rules = RuleSet.read(Map.of(file, damaged.getBytes(StandardCharsets.UTF_8)), catalogue, problems);
            problems.addAll(Lint.checkPart(rules, catalogue));

            assertThat(problems).allSatisfy(Corpus::saysWhatIsWrong);
            assertThat(problems.isEmpty() && rules.rules().isEmpty())
                    .as("neither problems nor rules: %s", damaged)
                    .isFalse();
            holdsShape(rules);
            refused += problems.isEmpty() ? 0 : 1;
        }
        assertThat(refused).isBetween(ROUNDS / 2, ROUNDS - 1);
    }

    /** A few rules of a file, so that two thousand rounds stay short. */
    private static String excerpt(String text, Random random) {
        String[] rules = text.split("(?<=\n结束\n)");
        int first = random.nextInt(rules.length);
        return String.join("", List.of(rules).subList(first, Math.min(rules.length, first + 2)));
    }

    private static String damaged(String text, int edits, Random random) {
        StringBuilder damaged = new StringBuilder(text);
        for (int i = 0; i < edits && damaged.length() > 1; i++) {
            int at = random.nextInt(damaged.length());
            int end = Math.min(damaged.length(), at + 1 + random.nextInt(6));
            String insert = ALPHABET[random.nextInt(ALPHABET.length)];
            switch (random.nextInt(5)) {
                case 0 -> damaged.delete(at, end);
                case 1 -> damaged.insert(at, insert);
                case 2 -> damaged.replace(at, end, insert);
                case 3 -> damaged.insert(at, damaged.substring(at, Math.min(damaged.length(), at + 60)));
                default -> {
                    int line = damaged.indexOf("\n", at);
                    damaged.insert(line < 0 ? damaged.length() : line + 1, "    " + insert + "\n");
                }
            }
        }
        return damaged.toString();
    }

    private static void holdsShape(RuleSet rules) {
        holdsShape(Drl.memoranda(rules.rules()).text());
        holdsShape(Drl.principles(rules.rules()).text());
    }

    private static void holdsShape(String text) {
        String[] rules = text.split("(?m)(?=^rule \")");
        assertThat(rules[0]).matches(HEAD);
        for (int i = 1; i < rules.length; i++) {
            assertThat(rules[i]).matches(RULE);
        }
    }
}
