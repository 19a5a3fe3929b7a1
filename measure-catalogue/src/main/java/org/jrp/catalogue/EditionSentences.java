package org.jrp.catalogue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts the changes between two editions into sentences (差异说明). */
final class EditionSentences {

    private static final Map<String, Text> HEADER = Map.ofEntries(
            Map.entry("title", new Text("标题", "The title")),
            Map.entry("docNo", new Text("文号", "The document number")),
            Map.entry("layer", new Text("层级", "The layer")),
            Map.entry("place", new Text("地区", "The place")),
            Map.entry("publishedAt", new Text("公布日期", "The day of publication")),
            Map.entry("effectiveFrom", new Text("生效日期", "The first day")),
            Map.entry("effectiveTo", new Text("失效日期", "The end")),
            Map.entry("assumed", new Text("推定的项目", "The list of assumed fields")),
            Map.entry("status", new Text("状态", "The status")),
            Map.entry("governs", new Text("管辖范围", "The scope")),
            Map.entry("exhaustive", new Text("是否穷尽", "The exhaustiveness")),
            Map.entry("basedOn", new Text("所依版次", "The list of editions it is based on")));

    private static final Map<String, Text> FIELDS = Map.of(
            "contexts", new Text("业务场景", "contexts"),
            "matters", new Text("事项", "matters"),
            "departments", new Text("实施部门", "departments"),
            "basis", new Text("依据", "legal bases"),
            "provisions", new Text("所依条款", "provisions"),
            "effect", new Text("效力", "effect"),
            "class", new Text("类别", "class"),
            "kind", new Text("性质", "kind"),
            "category", new Text("归类", "category"),
            "feedbackWithin", new Text("反馈时限", "time for feedback"));

    private final Catalogue catalogue;
    private final Function<String, @Nullable EditionMeasure> rows;

    EditionSentences(Catalogue catalogue, Function<String, @Nullable EditionMeasure> rows) {
        this.catalogue = catalogue;
        this.rows = rows;
    }

    List<Text> of(List<EditionChange> changes) {
        Set<String> succeeded = new HashSet<>();
        for (EditionChange change : changes) {
            if (change.kind() == ChangeKind.SPLIT || change.kind() == ChangeKind.MERGED) {
                succeeded.addAll(change.before());
            }
        }
        List<Text> sentences = new ArrayList<>();
        for (EditionChange change : changes) {
            if (change.kind() == ChangeKind.REMOVED
                    && change.part() == EditionChange.Part.MEASURE
                    && succeeded.contains(change.code())) {
                continue;
            }
            Text sentence = sentence(change);
            if (sentence != null) {
                sentences.add(sentence);
            }
        }
        return List.copyOf(sentences);
    }

    private @Nullable Text sentence(EditionChange change) {
        return switch (change.kind()) {
            case HEADER_CHANGED -> header(change);
            case ADDED ->
                new Text(
                        "新增" + chinese(change) + details(change, true) + "。",
                        "Added: " + english(change) + details(change, false) + ".");
            case REMOVED -> new Text("删除" + chinese(change) + "。", "Removed: " + english(change) + ".");
            case RENAMED ->
                new Text(
                        change.part().chinese() + quoted(change.before().get(0)) + "改称" + quoted(change.name()) + "。",
                        "The " + change.part().code() + " (" + change.code() + ") "
                                + quoted(change.before().get(0)) + " is now called " + quoted(change.name()) + ".");
            case SPLIT ->
                new Text(
                        "措施" + quoted(change.name()) + "拆分为" + quotedNames(change.after()) + "。",
                        "The measure (" + change.code() + ") was split into " + String.join(", ", change.after())
                                + ".");
            case MERGED ->
                new Text(
                        "措施" + quotedNames(change.before()) + "合并为" + quoted(change.name()) + "。",
                        "The measures " + String.join(", ", change.before()) + " were merged into (" + change.code()
                                + ").");
            case REORDERED ->
                new Text(
                        change.part().chinese() + "的排列顺序有调整。",
                        "The " + change.part().code() + "s stand in another order.");
            case STRENGTH_CHANGED, SUBJECT_CHANGED, ACTOR_CHANGED, BASIS_CHANGED, CONTENT_CHANGED -> field(change);
        };
    }

    private @Nullable Text header(EditionChange change) {
        Text field = HEADER.get(change.field());
        if (field == null) {
            return null;
        }
        return fromTo(field, change);
    }

    private Text field(EditionChange change) {
        if (change.field().equals("basis.link")) {
            return links(change);
        }
        Text field = FIELDS.getOrDefault(change.field(), new Text(change.field(), change.field()));
        Text of = new Text(chinese(change) + "的" + field.zh(), "The " + field.en() + " of " + english(change));
        if (change.field().equals("effect")
                || change.field().equals("class")
                || change.field().equals("kind")
                || change.field().equals("category")
                || change.field().equals("feedbackWithin")) {
            return fromTo(of, change);
        }
        if (change.added().isEmpty() && change.removed().isEmpty()) {
            return new Text(of.zh() + "顺序有调整。", of.en() + " stand in another order.");
        }
        List<String> zh = new ArrayList<>();
        List<String> en = new ArrayList<>();
        if (!change.added().isEmpty()) {
            zh.add("增加" + words(change, change.added(), true));
            en.add("gained " + words(change, change.added(), false));
        }
        if (!change.removed().isEmpty()) {
            zh.add("减少" + words(change, change.removed(), true));
            en.add("lost " + words(change, change.removed(), false));
        }
        return new Text(of.zh() + String.join(",", zh) + "。", of.en() + " " + String.join(" and ", en) + ".");
    }

    private Text links(EditionChange change) {
        List<String> zh = new ArrayList<>();
        List<String> en = new ArrayList<>();
        for (String link : change.added()) {
            String ref = EditionFields.ref(link);
            String earlier = change.removed().stream()
                    .filter(other -> EditionFields.ref(other).equals(ref))
                    .map(EditionFields::link)
                    .findFirst()
                    .orElse("");
            zh.add(basis(ref) + "由" + quoted(linkWord(earlier)) + "改为" + quoted(linkWord(EditionFields.link(link))));
            en.add(ref + " from " + earlier + " to " + EditionFields.link(link));
        }
        return new Text(
                chinese(change) + "的依据关联:" + String.join(",", zh) + "。",
                "The tie of " + english(change) + " to its bases changed: " + String.join(", ", en) + ".");
    }

    private Text fromTo(Text what, EditionChange change) {
        if (change.before().isEmpty()) {
            return new Text(
                    what.zh() + "定为" + quoted(words(change, change.after(), true)) + "。",
                    what.en() + " is now " + words(change, change.after(), false) + ".");
        }
        if (change.after().isEmpty()) {
            return new Text(
                    what.zh() + "不再写明(原为" + quoted(words(change, change.before(), true)) + ")。",
                    what.en() + " is no longer given (it was " + words(change, change.before(), false) + ").");
        }
        return new Text(
                what.zh() + "由" + quoted(words(change, change.before(), true)) + "改为"
                        + quoted(words(change, change.after(), true)) + "。",
                what.en() + " changed from " + words(change, change.before(), false) + " to "
                        + words(change, change.after(), false) + ".");
    }

    private String chinese(EditionChange change) {
        return change.part() == EditionChange.Part.ITEM
                ? "类别" + quoted(change.code() + " " + change.name())
                : "措施" + quoted(change.name());
    }

    private static String english(EditionChange change) {
        return "the " + change.part().code() + " (" + change.code() + ") " + quoted(change.name());
    }

    private String details(EditionChange change, boolean chinese) {
        EditionMeasure row = change.part() == EditionChange.Part.MEASURE ? rows.apply(change.code()) : null;
        if (row == null) {
            return "";
        }
        List<String> parts = new ArrayList<>();
        parts.add(chinese ? row.kind().chinese() : row.kind().code());
        add(parts, chinese ? "业务场景:" : "contexts: ", row.contexts(), this::context, chinese);
        add(parts, chinese ? "事项:" : "matters: ", row.matters(), this::matter, chinese);
        add(parts, chinese ? "实施部门:" : "departments: ", row.departments(), this::department, chinese);
        return chinese ? "(" + String.join(",", parts) + ")" : " (" + String.join("; ", parts) + ")";
    }

    private static void add(
            List<String> parts, String what, List<String> codes, Function<String, String> name, boolean chinese) {
        if (!codes.isEmpty()) {
            parts.add(what + codes.stream().map(name).collect(Collectors.joining(chinese ? "、" : ", ")));
        }
    }

    private String words(EditionChange change, List<String> values, boolean chinese) {
        return values.stream()
                .map(value -> chinese ? chineseWord(change.field(), value) : word(change.field(), value))
                .collect(Collectors.joining(chinese ? "、" : ", "));
    }

    private String word(String field, String value) {
        return switch (field) {
            case "contexts" -> context(value);
            case "matters" -> matter(value);
            case "departments" -> department(value);
            case "basis" -> basis(value);
            default -> value;
        };
    }

    private String chineseWord(String field, String value) {
        return switch (field) {
            case "effect" ->
                Coded.find(Effect.class, value).map(Effect::chinese).orElse(value);
            case "kind" -> Coded.find(Kind.class, value).map(Kind::chinese).orElse(value);
            case "layer" -> Coded.find(Layer.class, value).map(Layer::chinese).orElse(value);
            case "class" -> measureClass(value);
            case "category" -> category(value);
            case "feedbackWithin" -> value.replace("wd", "") + "个工作日";
            case "governs" -> value.equals("both") ? "惩戒和激励" : "惩戒";
            case "exhaustive" -> value.equals("true") ? "是" : "否";
            case "status" -> status(value);
            default -> word(field, value);
        };
    }

    private static String measureClass(String value) {
        return switch (value) {
            case "1" -> "减损权益";
            case "2" -> "管理措施";
            case "3" -> "自主实施";
            default -> "无";
        };
    }

    private static String status(String value) {
        return switch (value) {
            case "official" -> "正式";
            case "reconstructed" -> "还原";
            default -> "草案";
        };
    }

    private String category(String code) {
        Edition.Item item = MeasureChecks.categories(catalogue).get(code);
        return item == null ? code : code + " " + item.name();
    }

    private String context(String code) {
        return catalogue.findContext(code).map(Context::name).orElse(code);
    }

    private String matter(String code) {
        return catalogue.findMatter(code).map(Matter::name).orElse(code);
    }

    private String department(String code) {
        return catalogue.findDepartment(code).map(Department::name).orElse(code);
    }

    private String basis(String ref) {
        return catalogue.findBasis(ref).map(LegalBasis::citation).orElse(ref);
    }

    private static String linkWord(String code) {
        return Coded.find(LinkSource.class, code).map(LinkSource::chinese).orElse(code);
    }

    private String quotedNames(List<String> codes) {
        return codes.stream()
                .map(code -> {
                    EditionMeasure row = rows.apply(code);
                    return quoted(
                            row != null
                                    ? row.name()
                                    : catalogue
                                            .findMeasure(code)
                                            .map(Measure::name)
                                            .orElse(code));
                })
                .collect(Collectors.joining("、"));
    }

    private static String quoted(String word) {
        return "“" + word + "”";
    }
}
