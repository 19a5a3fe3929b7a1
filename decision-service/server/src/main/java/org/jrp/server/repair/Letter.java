package org.jrp.server.repair;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jrp.server.document.Html;

/** A commitment as a letter (承诺书): the template of its day, filled in, as a page. Numbers of citizens stay masked. */
final class Letter {

    static final String NAME = "主体名称";
    static final String NUMBER = "主体代码";
    static final String REASON = "承诺事由";
    static final String MADE_ON = "承诺日期";
    static final String DOCUMENT = "文书号";
    static final String DEPARTMENT = "受理单位";
    static final String LIST = "名单";
    static final String RECOGNISER = "认定部门";
    static final String DECISION = "认定文书号";

    static final List<String> PLACEHOLDERS =
            List.of(NAME, NUMBER, REASON, MADE_ON, DOCUMENT, DEPARTMENT, LIST, RECOGNISER, DECISION);

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]*)}}");

    private Letter() {}

    /** Words in double braces that stand for nothing. */
    static List<String> unknownPlaceholders(String body) {
        return PLACEHOLDER
                .matcher(body)
                .results()
                .map(found -> found.group(1).strip())
                .filter(Predicate.not(PLACEHOLDERS::contains))
                .distinct()
                .toList();
    }

    static String filled(String body, Map<String, String> values) {
        return PLACEHOLDER
                .matcher(body)
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(word(found), "________")));
    }

    private static String word(MatchResult found) {
        return found.group(1).strip();
    }

    /** The page, as HTML that is XML as well. */
    static String page(CommitmentTemplate template, Map<String, String> values, String state, boolean published) {
        Html html = Html.document("zh-CN", template.title());
        html.open("main").tag("h1", template.title());
        for (String line : filled(template.body(), values).split("\n")) {
            if (!line.isBlank()) {
                html.tag("p", line.strip());
            }
        }
        html.open("table").open("tbody");
        html.row("承诺主体", values.getOrDefault(NAME, "") + "(" + values.getOrDefault(NUMBER, "") + ")");
        html.row("承诺日期", values.getOrDefault(MADE_ON, ""));
        html.row("文书号", values.getOrDefault(DOCUMENT, ""));
        html.row("受理单位", values.getOrDefault(DEPARTMENT, ""));
        html.row("履约状态", state);
        html.row("公示", published ? "已在信用承诺专区公示" : "未公示");
        html.row("样本", template.code() + " 第 " + template.version() + " 版");
        html.close().close();
        if ("assumed".equals(template.source())) {
            html.tag("p", "本样本为系统自拟,待省信用办统一文本替换。", "class", "small");
        }
        return html.end();
    }

    static String day(LocalDate day) {
        return day.getYear() + " 年 " + day.getMonthValue() + " 月 " + day.getDayOfMonth() + " 日";
    }
}
