package org.jrp.catalogue;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes a draft of an edition from the official table (官方清单表格导入), as it was published or as {@link EditionTable} writes it. Columns that
 * the official table lacks are taken from the edition before, then from the measure; whatever is assumed or not understood is told
 * by row and column. Stores nothing.
 */
public final class EditionTableReader {

    private static final int HEADINGS_WITHIN = 30;
    private static final int MOST_SUGGESTED = 20;
    private static final Pattern SECTION = Pattern.compile("[(\uFF08]?[一二三四五六七八九十]+[)\uFF09]?[、.\uFF0E].*");
    private static final Pattern YEAR = Pattern.compile("(20\\d{2})\\s*年版?");
    private static final Pattern ITEM = Pattern.compile("N\\d{2}");
    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern PLACE = Pattern.compile("\\d{2,6}");
    private static final Pattern DATE = Pattern.compile("(\\d{4})[-/.年](\\d{1,2})[-/.月](\\d{1,2})日?");

    private final Catalogue catalogue;
    private final LocalDate today;
    private final List<RowProblem> problems = new ArrayList<>();
    private final List<Matched> matches = new ArrayList<>();
    private final Map<EditionTable.Column, Integer> columns = new EnumMap<>(EditionTable.Column.class);
    private final Map<EditionTable.Field, String> head = new EnumMap<>(EditionTable.Field.class);

    private boolean incentives;
    private EditionWords words;
    private @Nullable Edition previous;

    private EditionTableReader(Catalogue catalogue, LocalDate today) {
        this.catalogue = catalogue;
        this.today = today;
        this.words = new EditionWords(catalogue, today);
    }

    /**
     * A row of the table.
     *
     * @param number as the spreadsheet numbers it, from 1
     * @param cells texts, those at the end left out where they are empty
     */
    public record Line(int number, List<String> cells) {

        public Line {
            cells = List.copyOf(cells);
        }

        private boolean blank() {
            return cells.stream().allMatch(String::isBlank);
        }
    }

    /**
     * Something to mend in the table.
     *
     * @param row 0 for the table as a whole
     * @param column heading of the column, or field of the head; null for the row as a whole
     * @param value as it stands there
     */
    public record RowProblem(
            Problem.Severity severity,
            int row,
            @Nullable String column,
            String code,
            @Nullable String value,
            Text message,
            Text mend) {}

    /**
     * What a row was taken for.
     *
     * @param kind {@code measure}, {@code item} (a category of the national list) or {@code unknown}
     * @param code null where it is unknown
     * @param by {@code code}, {@code name} or {@code alias}; null where it is unknown
     * @param nearest name of the measure or category that comes nearest; null where it is known, or nothing does
     */
    public record Matched(
            int row,
            String wording,
            String kind,
            @Nullable String code,
            @Nullable String name,
            @Nullable String by,
            @Nullable String nearest) {}

    /**
     * What came of a table.
     *
     * @param edition null where the table cannot be read at all
     * @param previous the edition it was held against; null where there is none
     */
    public record Draft(
            @Nullable Edition edition, @Nullable Edition previous, List<RowProblem> problems, List<Matched> matches) {

        public Draft {
            problems = List.copyOf(problems);
            matches = List.copyOf(matches);
        }

        /** The text of the file. */
        public Optional<String> text() {
            return Optional.ofNullable(edition).map(EditionYaml::text);
        }

        /** What differs from the edition before, in sentences. */
        public List<Text> differences(Catalogue catalogue) {
            return edition == null || previous == null
                    ? List.of()
                    : EditionDiff.of(previous, edition).sentences(catalogue);
        }

        /** Whether nothing keeps it from being a file of the catalogue. */
        public boolean sound() {
            return edition != null && problems.stream().noneMatch(one -> one.severity() == Problem.Severity.ERROR);
        }
    }

    /**
     * Reads a table.
     *
     * @param headRows rows of the sheet {@link EditionTable#HEAD}, field and value; empty where there is none
     * @param given fields of the head by their English names, which go before the sheet's
     * @param against id of the edition to compare with and to fill gaps from; null for the one before, by layer and place
     */
    public static Draft read(
            Catalogue catalogue,
            LocalDate today,
            List<Line> headRows,
            List<Line> table,
            Map<String, String> given,
            @Nullable String against) {
        EditionTableReader reader = new EditionTableReader(catalogue, today);
        return reader.read(headRows, table, given, against);
    }

    private Draft read(List<Line> headRows, List<Line> table, Map<String, String> given, @Nullable String against) {
        for (Line line : headRows) {
            if (!line.blank()) {
                String word = line.cells().get(0);
                String value = line.cells().size() > 1 ? line.cells().get(1).strip() : "";
                EditionTable.Field.find(word).ifPresent(field -> head.put(field, value));
            }
        }
        given.forEach(
                (name, value) -> EditionTable.Field.find(name).ifPresent(field -> head.put(field, value.strip())));
        int headings = headings(table);
        if (headings < 0) {
            problem(
                    Problem.Severity.ERROR,
                    0,
                    null,
                    "no-headings",
                    null,
                    new Text(
                            "找不到表头:前 " + HEADINGS_WITHIN + " 行没有“惩戒措施”一列。",
                            "No headings: none of the first " + HEADINGS_WITHIN + " rows has a column 惩戒措施."),
                    new Text("请保留官方表格的表头。", "Keep the headings of the official table."));
            return new Draft(null, null, problems, matches);
        }
        title(table.subList(0, headings));
        Edition empty = head();
        words = new EditionWords(catalogue, empty.effectiveFrom());
        previous = previous(empty, against);
        List<Edition.Item> items = new ArrayList<>();
        List<EditionMeasure> measures = new ArrayList<>();
        rows(table.subList(headings + 1, table.size()), items, measures);
        Edition edition = empty.with(items, measures);
        published(edition);
        if (items.isEmpty() && measures.isEmpty() && edition.exhaustive()) {
            problem(
                    Problem.Severity.WARNING,
                    0,
                    null,
                    "no-rows",
                    null,
                    new Text("表中没有任何措施。", "The table has no measure."),
                    new Text("请核对工作表。", "Check the sheet."));
        }
        problems.sort(Comparator.comparingInt(RowProblem::row));
        return new Draft(edition, previous, problems, matches);
    }

    /** Finds the row of headings; negative where there is none. */
    private int headings(List<Line> table) {
        for (int i = 0; i < Math.min(HEADINGS_WITHIN, table.size()); i++) {
            List<String> cells = table.get(i).cells();
            Map<EditionTable.Column, Integer> found = new EnumMap<>(EditionTable.Column.class);
            for (int j = 0; j < cells.size(); j++) {
                int place = j;
                EditionTable.Column.find(cells.get(j)).ifPresent(column -> found.putIfAbsent(column, place));
            }
            if (found.containsKey(EditionTable.Column.NAME) && found.size() > 1) {
                columns.putAll(found);
                incentives = cells.get(found.get(EditionTable.Column.NAME)).contains("激励");
                for (int j = 0; j < cells.size(); j++) {
                    if (!cells.get(j).isBlank() && !found.containsValue(j)) {
                        problem(
                                Problem.Severity.WARNING,
                                table.get(i).number(),
                                cells.get(j).strip(),
                                "unknown-column",
                                null,
                                new Text("不认识的列,未读取。", "The column is not known and was not read."),
                                new Text("可用的列:" + known() + "。", "Known: " + known() + "."));
                    }
                }
                return i;
            }
        }
        return -1;
    }

    private static String known() {
        return String.join(
                "、",
                Arrays.stream(EditionTable.Column.values())
                        .map(EditionTable.Column::word)
                        .toList());
    }

    /** What stands above the headings: the title, and perhaps the document number. */
    private void title(List<Line> above) {
        for (Line line : above) {
            for (String cell : line.cells()) {
                String text = cell.strip();
                if (text.contains("清单") || text.contains("目录")) {
                    head.putIfAbsent(EditionTable.Field.TITLE, text);
                } else if (text.contains("〔") && text.endsWith("号")) {
                    head.putIfAbsent(EditionTable.Field.DOC_NO, text.replaceAll("^[(\uFF08]|[)\uFF09]$", ""));
                }
            }
        }
    }

    private @Nullable String stated(EditionTable.Field field) {
        String value = head.get(field);
        return value == null || value.isEmpty() ? null : value;
    }

    private Edition head() {
        String title = stated(EditionTable.Field.TITLE);
        if (title == null) {
            title = "措施清单";
            assumed(EditionTable.Field.TITLE, title);
        }
        Set<String> assumed = new LinkedHashSet<>();
        String listed = stated(EditionTable.Field.ASSUMED);
        if (listed != null) {
            assumed.addAll(Arrays.asList(listed.split("[\\s,\uFF0C、;\uFF1B]+")));
        }
        Layer layer = layer(title);
        String place = place(layer);
        int year = year(title);
        LocalDate published = date(EditionTable.Field.PUBLISHED_AT, today, assumed);
        LocalDate from = date(EditionTable.Field.EFFECTIVE_FROM, published, assumed);
        String until = stated(EditionTable.Field.EFFECTIVE_TO);
        LocalDate to = until == null ? null : day(until).orElse(null);
        if (until != null && to == null) {
            wrong(EditionTable.Field.EFFECTIVE_TO, until, "2018-07-01");
        }
        if (to != null && !to.isAfter(from)) {
            wrong(EditionTable.Field.EFFECTIVE_TO, until, from.plusDays(1).toString());
            to = null;
        }
        String id = stated(EditionTable.Field.ID);
        if (id == null || !ID.matcher(id).matches()) {
            String made = year + "-" + (layer == Layer.NATIONAL ? "national" : String.valueOf(place));
            if (id == null) {
                assumed(EditionTable.Field.ID, made);
            } else {
                wrong(EditionTable.Field.ID, id, made);
            }
            id = made;
        }
        String status = Objects.requireNonNullElse(stated(EditionTable.Field.STATUS), Edition.DRAFT);
        if (!List.of("official", "reconstructed", Edition.DRAFT).contains(status)) {
            wrong(EditionTable.Field.STATUS, status, "official, reconstructed, draft");
            status = Edition.DRAFT;
        }
        String governs = Objects.requireNonNullElse(
                stated(EditionTable.Field.GOVERNS), incentives || title.contains("激励") ? "both" : "sanction");
        if (!List.of("both", "sanction").contains(governs)) {
            wrong(EditionTable.Field.GOVERNS, governs, "both, sanction");
        }
        String exhaustive = Objects.requireNonNullElse(stated(EditionTable.Field.EXHAUSTIVE), "是");
        String basedOn = stated(EditionTable.Field.BASED_ON);
        List<String> bases = basedOn == null ? List.of() : List.of(basedOn.split("[\\s,\uFF0C、;\uFF1B]+"));
        for (String base : bases) {
            if (catalogue.findEdition(base).isEmpty()) {
                wrong(
                        EditionTable.Field.BASED_ON,
                        base,
                        String.join(
                                ", ",
                                catalogue.editions().stream().map(Edition::id).toList()));
            }
        }
        return new Edition(
                id,
                title,
                stated(EditionTable.Field.DOC_NO),
                layer,
                place,
                year,
                number(EditionTable.Field.REVISION, 1),
                published,
                from,
                to,
                List.copyOf(assumed),
                status,
                governs.equals("both") ? Edition.Governs.BOTH : Edition.Governs.SANCTION,
                !exhaustive.equals("否") && !exhaustive.equals("false"),
                bases.stream()
                        .filter(base -> catalogue.findEdition(base).isPresent())
                        .toList(),
                List.of(),
                List.of(),
                "editions/" + id + ".yaml");
    }

    private Layer layer(String title) {
        String word = stated(EditionTable.Field.LAYER);
        if (word != null) {
            for (Layer layer : Layer.values()) {
                if (layer.code().equals(word) || layer.chinese().equals(word)) {
                    return layer;
                }
            }
            wrong(EditionTable.Field.LAYER, word, "国家级、省级、市级");
        }
        Layer made = title.contains("全国") ? Layer.NATIONAL : title.contains("省") ? Layer.PROVINCE : Layer.CITY;
        if (word == null) {
            assumed(EditionTable.Field.LAYER, made.chinese());
        }
        return made;
    }

    private @Nullable String place(Layer layer) {
        String word = stated(EditionTable.Field.PLACE);
        if (word != null && PLACE.matcher(word).matches()) {
            return word;
        }
        if (word != null) {
            wrong(EditionTable.Field.PLACE, word, "341182");
        }
        if (layer == Layer.NATIONAL) {
            return null;
        }
        String made = layer == Layer.PROVINCE ? "34" : "341182";
        if (word == null) {
            assumed(EditionTable.Field.PLACE, made);
        }
        return made;
    }

    private int year(String title) {
        if (stated(EditionTable.Field.YEAR) != null) {
            return number(EditionTable.Field.YEAR, today.getYear());
        }
        Matcher matcher = YEAR.matcher(title);
        if (matcher.find()) {
            return Integer.parseInt(matcher.group(1));
        }
        assumed(EditionTable.Field.YEAR, Integer.toString(today.getYear()));
        return today.getYear();
    }

    private int number(EditionTable.Field field, int otherwise) {
        String word = stated(field);
        if (word == null) {
            return otherwise;
        }
        if (word.matches("\\d{1,4}") && Integer.parseInt(word) > 0) {
            return Integer.parseInt(word);
        }
        wrong(field, word, Integer.toString(otherwise));
        return otherwise;
    }

    private LocalDate date(EditionTable.Field field, LocalDate otherwise, Set<String> assumed) {
        String word = stated(field);
        Optional<LocalDate> day = word == null ? Optional.empty() : day(word);
        if (day.isPresent()) {
            return day.get();
        }
        if (word == null) {
            assumed(field, otherwise.toString());
        } else {
            wrong(field, word, "2018-07-01");
        }
        assumed.add(field.english());
        return otherwise;
    }

    private static Optional<LocalDate> day(String word) {
        Matcher matcher = DATE.matcher(word.strip());
        try {
            return matcher.matches()
                    ? Optional.of(LocalDate.of(
                            Integer.parseInt(matcher.group(1)),
                            Integer.parseInt(matcher.group(2)),
                            Integer.parseInt(matcher.group(3))))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private void assumed(EditionTable.Field field, String value) {
        problem(
                Problem.Severity.WARNING,
                0,
                field.chinese(),
                "assumed-field",
                null,
                new Text(
                        "未写明“" + field.chinese() + "”,暂作“" + value + "”。",
                        "The " + field.english() + " is not stated; taken as (" + value + ") for now."),
                new Text(
                        "请在“" + EditionTable.HEAD + "”工作表或参数 " + field.english() + " 中写明。",
                        "State it in the sheet " + EditionTable.HEAD + " or by the parameter " + field.english()
                                + "."));
    }

    private void wrong(EditionTable.Field field, @Nullable String value, String instead) {
        problem(
                Problem.Severity.ERROR,
                0,
                field.chinese(),
                "wrong-field",
                value,
                new Text("“" + field.chinese() + "”的写法不对。", "The " + field.english() + " is not well written."),
                new Text("例如:" + instead + "。", "Such as: " + instead + "."));
    }

    private @Nullable Edition previous(Edition draft, @Nullable String against) {
        if (against != null) {
            return catalogue.findEdition(against).orElse(null);
        }
        Optional<Edition> same = catalogue.findEdition(draft.id());
        return same.orElseGet(() -> catalogue.editions().stream()
                .filter(one -> one.layer() == draft.layer()
                        && Objects.equals(one.place(), draft.place())
                        && !one.effectiveFrom().isAfter(draft.effectiveFrom()))
                .max(Comparator.comparing(Edition::effectiveFrom).thenComparing(Edition::publishedAt))
                .orElse(null));
    }

    /** A published edition never changes. */
    private void published(Edition edition) {
        catalogue
                .findEdition(edition.id())
                .filter(Edition::published)
                .filter(known -> !known.equals(edition))
                .ifPresent(known -> problem(
                        Problem.Severity.ERROR,
                        0,
                        EditionTable.Field.ID.chinese(),
                        "edition-published",
                        edition.id(),
                        new Text(
                                "版次 " + edition.id() + " 已经公布,不得修改。",
                                "The edition " + edition.id() + " is published and never changes."),
                        new Text(
                                "请另取代码,并把修订号写成 " + (known.revision() + 1) + "。",
                                "Take another id, with revision " + (known.revision() + 1) + ".")));
    }

    /** A row under way: further rows without a name of their own may add to it. */
    private static final class Open {

        private final int row;
        private final Map<EditionTable.Column, String> cells = new EnumMap<>(EditionTable.Column.class);
        private final int sectionClass;

        Open(int row, int sectionClass) {
            this.row = row;
            this.sectionClass = sectionClass;
        }

        String cell(EditionTable.Column column) {
            return cells.getOrDefault(column, "");
        }

        void add(EditionTable.Column column, String text) {
            if (!text.isBlank()) {
                cells.merge(column, text.strip(), (before, more) -> before + "\n" + more);
            }
        }
    }

    private void rows(List<Line> lines, List<Edition.Item> items, List<EditionMeasure> measures) {
        List<Open> rows = new ArrayList<>();
        int section = 0;
        for (Line line : lines) {
            if (line.blank()) {
                continue;
            }
            String name = cell(line, EditionTable.Column.NAME);
            String code = cell(line, EditionTable.Column.CODE);
            List<String> filled =
                    line.cells().stream().filter(cell -> !cell.isBlank()).toList();
            if (filled.size() == 1 && SECTION.matcher(filled.get(0).strip()).matches()) {
                section = section(filled.get(0));
                continue;
            }
            boolean more = !cell(line, EditionTable.Column.BASIS).isBlank()
                    || !cell(line, EditionTable.Column.DEPARTMENTS).isBlank()
                    || !cell(line, EditionTable.Column.CONTENT).isBlank();
            if (name.isBlank() && code.isBlank()) {
                if (more && !rows.isEmpty()) {
                    Open last = rows.get(rows.size() - 1);
                    for (EditionTable.Column column : List.of(
                            EditionTable.Column.CONTENT,
                            EditionTable.Column.SUBJECTS,
                            EditionTable.Column.BASIS,
                            EditionTable.Column.DEPARTMENTS)) {
                        last.add(column, cell(line, column));
                    }
                } else {
                    problem(
                            Problem.Severity.WARNING,
                            line.number(),
                            null,
                            "row-left-out",
                            filled.get(0),
                            new Text("该行没有措施名称,未读取。", "The row names no measure and was not read."),
                            new Text("如为说明文字,可不处理。", "Nothing to do where it is a note."));
                }
                continue;
            }
            Open open = new Open(line.number(), section);
            for (EditionTable.Column column : columns.keySet()) {
                open.add(column, cell(line, column));
            }
            rows.add(open);
        }
        Set<String> seen = new HashSet<>();
        for (Open row : rows) {
            taken(row, seen, items, measures);
        }
    }

    private static int section(String text) {
        return text.contains("减损") ? 1 : text.contains("管理") ? 2 : text.contains("自主") || text.contains("市场") ? 3 : 0;
    }

    private String cell(Line line, EditionTable.Column column) {
        Integer place = columns.get(column);
        return place == null || place >= line.cells().size() ? "" : line.cells().get(place);
    }

    private void taken(Open row, Set<String> seen, List<Edition.Item> items, List<EditionMeasure> measures) {
        String code = row.cell(EditionTable.Column.CODE);
        String name = row.cell(EditionTable.Column.NAME).replaceAll("\\s*\\n\\s*", "");
        String wording = code.isEmpty() ? name : code;
        Optional<EditionWords.Match> match = ITEM.matcher(code).matches() ? Optional.empty() : words.measure(wording);
        Optional<Edition.Item> known = match.isPresent() ? Optional.empty() : words.item(wording);
        boolean item = known.isPresent() || ITEM.matcher(code).matches();
        if (!item && match.isEmpty()) {
            unknown(row, code, name);
            return;
        }
        String itsCode = item
                ? known.map(Edition.Item::code).orElse(code)
                : match.orElseThrow().code();
        if (!seen.add(itsCode)) {
            problem(
                    Problem.Severity.ERROR,
                    row.row,
                    EditionTable.Column.NAME.word(),
                    "duplicate-measure",
                    name,
                    new Text(
                            "“" + name + "”在表中出现两次(" + itsCode + ");第二次未读取。",
                            "(" + name + ") stands there twice (" + itsCode + "); the second was not read."),
                    new Text("请合并为一行,或改用另一措施。", "Make it one row, or take another measure."));
            return;
        }
        if (item) {
            int itemClass =
                    measureClass(row, known.map(Edition.Item::measureClass).orElse(0));
            String itsName = name.isEmpty() ? known.map(Edition.Item::name).orElse(itsCode) : name;
            items.add(new Edition.Item(itsCode, itsName, itemClass));
            matches.add(new Matched(
                    row.row,
                    wording,
                    "item",
                    itsCode,
                    known.map(Edition.Item::name).orElse(itsName),
                    wording.equals(itsCode) ? "code" : "name",
                    null));
            return;
        }
        Measure measure = catalogue.findMeasure(itsCode).orElseThrow();
        matches.add(new Matched(
                row.row,
                name.isEmpty() ? wording : name,
                "measure",
                itsCode,
                measure.name(),
                match.orElseThrow().by(),
                null));
        measures.add(measure(row, name.isEmpty() ? measure.name() : name, measure));
    }

    private void unknown(Open row, String code, String name) {
        String shown = name.isEmpty() ? code : name;
        Optional<String> nearest = Nearest.to(shown, words.measureNames());
        matches.add(new Matched(row.row, shown, "unknown", null, null, null, nearest.orElse(null)));
        problem(
                Problem.Severity.ERROR,
                row.row,
                (code.isEmpty() ? EditionTable.Column.NAME : EditionTable.Column.CODE).word(),
                "unknown-measure",
                shown,
                new Text(
                        "“" + shown + "”不是 measures.yaml 中的措施,该行未收入草案。",
                        "(" + shown + ") is no measure of measures.yaml; the row is not in the draft."),
                nearest.map(near -> new Text(
                                "是否为“" + near + "”?若是新措施,请先在 measures.yaml 中立代码。",
                                "Maybe " + near + "? A new measure needs a code in measures.yaml first."))
                        .orElse(new Text("请先在 measures.yaml 中立代码。", "It needs a code in measures.yaml first.")));
    }

    private EditionMeasure measure(Open row, String name, Measure measure) {
        Optional<EditionMeasure> before = previous == null
                ? Optional.empty()
                : previous.measures().stream()
                        .filter(one -> one.code().equals(measure.code()))
                        .findFirst();
        Kind kind = coded(row, EditionTable.Column.KIND, List.of(Kind.SANCTION, Kind.INCENTIVE), measure.kind());
        if (kind != measure.kind()) {
            problem(
                    Problem.Severity.ERROR,
                    row.row,
                    EditionTable.Column.KIND.word(),
                    "differs-from-measure",
                    kind.chinese(),
                    new Text(
                            "“" + measure.name() + "”是" + measure.kind().chinese() + ";代码的含义不得改变。",
                            "(" + measure.code() + ") is a " + measure.kind().code() + "; a code keeps its meaning."),
                    new Text("请改正,或另立新代码。", "Mend it, or take a new code."));
        }
        Effect usual = kind == Kind.INCENTIVE
                ? Effect.INCENTIVE
                : measure.measureClass() == 3 ? Effect.INFORM : Effect.MANDATORY;
        Effect effect = columns.containsKey(EditionTable.Column.EFFECT)
                ? coded(row, EditionTable.Column.EFFECT, List.of(Effect.values()), usual)
                : before.map(EditionMeasure::effect).orElse(usual);
        List<String> contexts = columns.containsKey(EditionTable.Column.CONTEXTS)
                ? words(row, EditionTable.Column.CONTEXTS, words::context, contextNames())
                : before.map(EditionMeasure::contexts).orElseGet(() -> ofProvisions(measure, Provision::contexts));
        List<String> matters = columns.containsKey(EditionTable.Column.MATTERS)
                ? words(row, EditionTable.Column.MATTERS, words::matter, matterNames())
                : before.map(EditionMeasure::matters).orElse(List.of());
        List<String> departments = columns.containsKey(EditionTable.Column.DEPARTMENTS)
                ? words(
                        row,
                        EditionTable.Column.DEPARTMENTS,
                        words::department,
                        catalogue.departmentWords().words())
                : before.map(EditionMeasure::departments).orElse(List.of());
        List<EditionMeasure.BasisRef> basis = columns.containsKey(EditionTable.Column.BASIS)
                ? basis(row)
                : before.map(EditionMeasure::basis).orElse(List.of());
        List<String> provisions = columns.containsKey(EditionTable.Column.PROVISIONS)
                ? words(row, EditionTable.Column.PROVISIONS, words::provision, provisionIds())
                : before.map(EditionMeasure::provisions).orElse(List.of());
        String category = columns.containsKey(EditionTable.Column.CATEGORY)
                ? row.cell(EditionTable.Column.CATEGORY)
                : String.valueOf(before.map(EditionMeasure::category).orElse(measure.category()));
        if (provisions.isEmpty()) {
            noProvisions(row, measure);
        }
        if (!columns.containsKey(EditionTable.Column.CONTEXTS) && before.isEmpty()) {
            filled(row, EditionTable.Column.CONTEXTS);
        }
        return new EditionMeasure(
                measure.code(),
                name,
                kind,
                category.isEmpty() || category.equals("null") ? null : category,
                measureClass(row, before.map(EditionMeasure::measureClass).orElse(measure.measureClass())),
                effect,
                contexts,
                matters,
                departments,
                basis,
                feedback(row, before.map(EditionMeasure::feedbackWithin).orElse(measure.feedbackWithin())),
                provisions);
    }

    private void filled(Open row, EditionTable.Column column) {
        problem(
                Problem.Severity.WARNING,
                row.row,
                column.word(),
                "filled-in",
                null,
                new Text(
                        "表中没有“" + column.word() + "”一列,按措施所依条款填写。",
                        "The table has no column " + column.word() + "; filled in from the measure's clauses."),
                new Text("请逐行核对。", "Check row by row."));
    }

    private void noProvisions(Open row, Measure measure) {
        List<String> offered = catalogue.provisions().stream()
                .filter(one -> one.measure().equals(measure.code()))
                .map(Provision::id)
                .limit(MOST_SUGGESTED)
                .toList();
        problem(
                Problem.Severity.WARNING,
                row.row,
                EditionTable.Column.PROVISIONS.word(),
                "no-provisions",
                null,
                new Text("未写明所依条款,规则无从引用。", "No clauses are named, so that no rule can cite the row."),
                offered.isEmpty()
                        ? new Text("请先录入文件条款。", "Enter the instrument's clauses first.")
                        : new Text(
                                "该措施的条款有:" + String.join("、", offered) + "。",
                                "Clauses of this measure: " + String.join(", ", offered) + "."));
    }

    private List<String> ofProvisions(Measure measure, Function<Provision, List<String>> field) {
        Set<String> all = new LinkedHashSet<>();
        catalogue.provisions().stream()
                .filter(one -> one.measure().equals(measure.code()))
                .forEach(one -> all.addAll(field.apply(one)));
        return List.copyOf(all);
    }

    private int measureClass(Open row, int otherwise) {
        String word = row.cell(EditionTable.Column.CLASS);
        if (word.isEmpty()) {
            return columns.containsKey(EditionTable.Column.CLASS)
                    ? 0
                    : row.sectionClass > 0 ? row.sectionClass : otherwise;
        }
        if (word.matches("[0-3]")) {
            return Integer.parseInt(word);
        }
        cell(row, EditionTable.Column.CLASS, word, "1、2、3");
        return otherwise;
    }

    private int feedback(Open row, int otherwise) {
        String word = row.cell(EditionTable.Column.FEEDBACK)
                .replaceAll("(wd|个?工作日)$", "")
                .strip();
        if (word.isEmpty()) {
            return otherwise;
        }
        if (word.matches("\\d{1,3}") && Integer.parseInt(word) > 0) {
            return Integer.parseInt(word);
        }
        cell(row, EditionTable.Column.FEEDBACK, word, "10");
        return otherwise;
    }

    private <E extends Coded> E coded(Open row, EditionTable.Column column, List<E> values, E otherwise) {
        String word = row.cell(column);
        for (E value : values) {
            if (value.code().equals(word) || value.chinese().equals(word)) {
                return value;
            }
        }
        if (!word.isEmpty()) {
            cell(
                    row,
                    column,
                    word,
                    String.join("、", values.stream().map(Coded::chinese).toList()));
        }
        return otherwise;
    }

    private void cell(Open row, EditionTable.Column column, String value, String instead) {
        problem(
                Problem.Severity.ERROR,
                row.row,
                column.word(),
                "wrong-value",
                value,
                new Text(
                        "“" + value + "”不能写在“" + column.word() + "”一列。",
                        "(" + value + ") cannot stand in the column " + column.word() + "."),
                new Text("可写:" + instead + "。", "Write one of: " + instead + "."));
    }

    private List<String> words(
            Open row, EditionTable.Column column, Function<String, List<String>> read, Collection<String> known) {
        Set<String> codes = new LinkedHashSet<>();
        for (String part : row.cell(column).split("[\\n\\r;\uFF1B]+")) {
            String word = part.strip();
            if (word.isEmpty()) {
                continue;
            }
            List<String> whole = read.apply(word);
            if (!whole.isEmpty()) {
                codes.addAll(whole);
                continue;
            }
            for (String smaller : word.split("[、,\uFF0C/]")) {
                List<String> found = read.apply(smaller.strip());
                codes.addAll(found);
                if (found.isEmpty() && !smaller.isBlank()) {
                    unknownWord(row, column, smaller.strip(), known);
                }
            }
        }
        return List.copyOf(codes);
    }

    private void unknownWord(Open row, EditionTable.Column column, String word, Collection<String> known) {
        problem(
                Problem.Severity.WARNING,
                row.row,
                column.word(),
                "unknown-word",
                word,
                new Text("“" + word + "”不认识,未收入草案。", "(" + word + ") is not known and is not in the draft."),
                Nearest.mend(word, known, new Text("请写目录中的名称或代码。", "Write a name or code of the catalogue.")));
    }

    private List<EditionMeasure.BasisRef> basis(Open row) {
        Map<String, LinkSource> refs = new LinkedHashMap<>();
        for (String part : row.cell(EditionTable.Column.BASIS).split("[\\n\\r;\uFF1B]+|[、,\uFF0C](?=《)")) {
            String word = part.strip().replaceFirst("^\\d{1,2}[.\uFF0E、]\\s*", "");
            if (word.isEmpty()) {
                continue;
            }
            Optional<Map.Entry<String, LinkSource>> linked = words.linkOf(word);
            String citation = linked.map(Map.Entry::getKey).orElse(word).strip();
            List<String> found = words.basis(citation);
            if (found.isEmpty()) {
                unknownWord(row, EditionTable.Column.BASIS, citation, words.bases());
            }
            found.forEach(
                    ref -> refs.putIfAbsent(ref, linked.map(Map.Entry::getValue).orElse(LinkSource.SOURCE)));
        }
        return refs.entrySet().stream()
                .map(one -> new EditionMeasure.BasisRef(one.getKey(), one.getValue()))
                .toList();
    }

    private List<String> contextNames() {
        return catalogue.contexts().stream().map(Context::name).toList();
    }

    private List<String> matterNames() {
        return catalogue.matters().stream().map(Matter::name).toList();
    }

    private List<String> provisionIds() {
        return catalogue.provisions().stream().map(Provision::id).toList();
    }

    private void problem(
            Problem.Severity severity,
            int row,
            @Nullable String column,
            String code,
            @Nullable String value,
            Text message,
            Text mend) {
        problems.add(new RowProblem(severity, row, column, code, value, message, mend));
    }
}
