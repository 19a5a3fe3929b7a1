package org.jrp.catalogue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An edition as the table that officials write and publish (官方清单表格): first the six columns of the national list, then what an edition
 * holds besides. Cells with several words have one on a line. {@link EditionTableReader} reads it back.
 */
public final class EditionTable {

    /** Name of the sheet with the head of the edition. */
    public static final String HEAD = "版次";

    /** Name of the sheet with the rows. */
    public static final String ROWS = "清单";

    /** A column. */
    enum Column {
        NUMBER("序号"),
        NAME("惩戒措施", "措施", "措施名称", "奖惩措施", "惩戒措施名称", "守信激励事项", "激励事项", "激励措施", "守信激励措施"),
        CONTENT("惩戒内容", "激励内容", "措施内容", "内容"),
        SUBJECTS("惩戒对象", "激励对象", "对象"),
        BASIS("法规政策依据", "政策依据", "惩戒依据", "依据", "法律法规依据", "法律法规政策依据"),
        DEPARTMENTS("惩戒实施主体", "实施主体", "实施单位", "实施部门", "激励实施主体"),
        CODE("措施代码", "代码"),
        KIND("性质"),
        CATEGORY("归类"),
        CLASS("类别"),
        EFFECT("效力"),
        CONTEXTS("业务场景"),
        MATTERS("事项"),
        FEEDBACK("反馈时限(工作日)", "反馈时限"),
        PROVISIONS("所依条款");

        private final List<String> words;

        Column(String... words) {
            this.words = List.of(words);
        }

        /** As the table heads it. */
        String word() {
            return words.get(0);
        }

        static Optional<Column> find(String heading) {
            String bare = heading.replaceAll("[\\s()\uFF08\uFF09:\uFF1A]", "");
            return Arrays.stream(values())
                    .filter(column -> column.words.stream()
                            .anyMatch(word -> word.replaceAll("[\\s()\uFF08\uFF09:\uFF1A]", "")
                                    .equals(bare)))
                    .findFirst();
        }
    }

    /** A field of the head. */
    enum Field {
        ID("代码", "id"),
        TITLE("标题", "title"),
        DOC_NO("文号", "docNo"),
        LAYER("层级", "layer"),
        PLACE("地区", "place"),
        YEAR("年版", "year"),
        REVISION("修订号", "revision"),
        PUBLISHED_AT("公布日期", "publishedAt"),
        EFFECTIVE_FROM("生效日期", "effectiveFrom"),
        EFFECTIVE_TO("失效日期", "effectiveTo"),
        ASSUMED("推定的项目", "assumed"),
        STATUS("状态", "status"),
        GOVERNS("管辖范围", "governs"),
        EXHAUSTIVE("是否穷尽", "exhaustive"),
        BASED_ON("所依版次", "basedOn");

        private final String chinese;
        private final String english;

        Field(String chinese, String english) {
            this.chinese = chinese;
            this.english = english;
        }

        String chinese() {
            return chinese;
        }

        String english() {
            return english;
        }

        static Optional<Field> find(String word) {
            String stripped = word.strip();
            return Arrays.stream(values())
                    .filter(field -> field.chinese.equals(stripped) || field.english.equals(stripped))
                    .findFirst();
        }
    }

    private EditionTable() {}

    /** The head: a field and its value each. */
    public static List<List<String>> head(Edition edition) {
        List<List<String>> head = new ArrayList<>();
        for (Field field : Field.values()) {
            head.add(List.of(field.chinese(), value(edition, field)));
        }
        return head;
    }

    private static String value(Edition edition, Field field) {
        return switch (field) {
            case ID -> edition.id();
            case TITLE -> edition.title();
            case DOC_NO -> text(edition.docNo());
            case LAYER -> edition.layer().chinese();
            case PLACE -> text(edition.place());
            case YEAR -> Integer.toString(edition.year());
            case REVISION -> Integer.toString(edition.revision());
            case PUBLISHED_AT -> edition.publishedAt().toString();
            case EFFECTIVE_FROM -> edition.effectiveFrom().toString();
            case EFFECTIVE_TO -> text(edition.effectiveTo());
            case ASSUMED -> String.join("\n", edition.assumed());
            case STATUS -> edition.status();
            case GOVERNS -> edition.governs() == Edition.Governs.BOTH ? "both" : "sanction";
            case EXHAUSTIVE -> edition.exhaustive() ? "是" : "否";
            case BASED_ON -> String.join("\n", edition.basedOn());
        };
    }

    /** The table: title, headings, then the categories and rows of the edition. */
    public static List<List<String>> rows(Edition edition, Catalogue catalogue) {
        EditionWords words = new EditionWords(catalogue, edition.effectiveFrom());
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(edition.title()));
        rows.add(Arrays.stream(Column.values()).map(Column::word).toList());
        int number = 0;
        for (Edition.Item item : edition.items()) {
            number++;
            List<String> row = new ArrayList<>();
            for (Column column : Column.values()) {
                row.add(
                        switch (column) {
                            case NUMBER -> Integer.toString(number);
                            case NAME -> item.name();
                            case CODE -> item.code();
                            case CLASS -> Integer.toString(item.measureClass());
                            default -> "";
                        });
            }
            rows.add(row);
        }
        for (EditionMeasure measure : edition.measures()) {
            number++;
            List<String> row = new ArrayList<>();
            for (Column column : Column.values()) {
                row.add(column == Column.NUMBER ? Integer.toString(number) : cell(measure, column, catalogue, words));
            }
            rows.add(row);
        }
        return rows;
    }

    private static String cell(EditionMeasure row, Column column, Catalogue catalogue, EditionWords words) {
        return switch (column) {
            case NUMBER -> "";
            case NAME -> row.name();
            case CONTENT -> content(row, catalogue);
            case SUBJECTS -> subjects(row, catalogue);
            case BASIS ->
                String.join("\n", row.basis().stream().map(words::written).toList());
            case DEPARTMENTS ->
                words.written(
                        row.departments(),
                        code -> catalogue.findDepartment(code).map(Department::name),
                        words::department);
            case CODE -> row.code();
            case KIND -> row.kind().chinese();
            case CATEGORY -> text(row.category());
            case CLASS -> row.measureClass() == 0 ? "" : Integer.toString(row.measureClass());
            case EFFECT -> row.effect().chinese();
            case CONTEXTS ->
                words.written(
                        row.contexts(), code -> catalogue.findContext(code).map(Context::name), words::context);
            case MATTERS ->
                words.written(row.matters(), code -> catalogue.findMatter(code).map(Matter::name), words::matter);
            case FEEDBACK -> Integer.toString(row.feedbackWithin());
            case PROVISIONS -> String.join("\n", row.provisions());
        };
    }

    /** What the clauses under a row say: a help to readers, not read back. */
    private static String content(EditionMeasure row, Catalogue catalogue) {
        Set<String> texts = new LinkedHashSet<>();
        row.provisions().forEach(id -> catalogue.findProvision(id).ifPresent(one -> texts.add(one.text())));
        return String.join("\n", texts);
    }

    /** The lists those clauses speak of: a help to readers, not read back. */
    private static String subjects(EditionMeasure row, Catalogue catalogue) {
        Set<String> names = new LinkedHashSet<>();
        row.provisions()
                .forEach(id -> catalogue
                        .findProvision(id)
                        .ifPresent(one -> one.lists()
                                .forEach(list -> names.add(catalogue
                                        .findList(list)
                                        .map(ListType::name)
                                        .orElse(list)))));
        return String.join("\n", names);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
