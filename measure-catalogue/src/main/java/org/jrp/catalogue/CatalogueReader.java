package org.jrp.catalogue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the catalogue's files and holds them against each other (读取与核对). Every problem is collected with its file, line
 * and mend; whoever calls must look at them before using the result.
 */
final class CatalogueReader {

    static final List<String> SINGLE_FILES = List.of(
            "contexts.yaml",
            "roles.yaml",
            "matters.yaml",
            "lists.yaml",
            "departments.yaml",
            "statutes.yaml",
            "measures.yaml",
            "calendar.yaml");

    static final Set<String> QUALIFIERS = Set.of(
            "lawfully",
            "other-things-equal",
            "for-a-period",
            "heightened-review",
            "graded-by-gravity",
            "court-order-precondition",
            "personal-responsibility-test");

    private static final Pattern CODE = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern MONTHS = Pattern.compile("(\\d{1,3})m");
    private static final Pattern WORKING_DAYS = Pattern.compile("(\\d{1,3})wd");
    private static final Pattern DAYS = Pattern.compile("P(\\d{1,3})D");
    private static final Pattern PLACE = Pattern.compile("\\d{2,6}");
    private static final Pattern ISSUED = Pattern.compile("\\d{4}-\\d{2}(-\\d{2})?");

    private final TreeMap<String, byte[]> files;
    private final List<Problem> problems;

    private final Map<String, Instrument> instruments = new LinkedHashMap<>();
    private final Map<String, LegalBasis> bases = new LinkedHashMap<>();
    private final Map<String, Measure> measures = new LinkedHashMap<>();
    private final Map<String, ListType> lists = new LinkedHashMap<>();
    private final Map<String, Context> contexts = new LinkedHashMap<>();
    private final Map<String, Matter> matters = new LinkedHashMap<>();
    private final Map<String, Role> roles = new LinkedHashMap<>();
    private final Map<String, Department> departments = new LinkedHashMap<>();
    private final List<Edition> editions = new ArrayList<>();
    private final Map<Integer, WorkingDays.Year> years = new HashMap<>();
    private final Set<String> provisionIds = new HashSet<>();

    CatalogueReader(Map<String, byte[]> files, List<Problem> problems) {
        this.files = new TreeMap<>(files);
        this.problems = problems;
    }

    Catalogue read() {
        for (String file : SINGLE_FILES) {
            if (!files.containsKey(file)) {
                problems.add(Problem.error(
                        "missing-file",
                        file,
                        0,
                        0,
                        null,
                        new Text("缺少文件 " + file + "。", "The file " + file + " is missing."),
                        new Text("请补上该文件。", "Add it.")));
            }
        }
        readContexts();
        readRoles();
        readMatters();
        readLists();
        readDepartments();
        readStatutes();
        readMeasures();
        readCalendar();
        files.forEach((file, bytes) -> {
            if (file.startsWith("instruments/")) {
                readInstrument(file, bytes);
            } else if (file.startsWith("editions/")) {
                readEdition(file, bytes);
            } else if (!SINGLE_FILES.contains(file)) {
                problems.add(Problem.warning(
                        "unused-file",
                        file,
                        0,
                        0,
                        null,
                        new Text("不认识的文件,未读取。", "The file is not part of a catalogue; it was not read."),
                        new Text("请删除,或放入 instruments/ 或 editions/。", "Remove it, or move it to instruments/ or editions/.")));
            }
        });
        checkReplacements();
        checkMeasuresUsed();
        checkEditions();
        return new Catalogue(
                instruments, bases, measures, lists, contexts, matters, roles, departments, editions,
                new WorkingDays(years));
    }

    private List<YamlMap> rows(String file, String key) {
        YamlMap top = top(file);
        if (top == null) {
            return List.of();
        }
        List<YamlMap> rows = top.maps(key);
        top.finish();
        return rows;
    }

    private @Nullable YamlMap top(String file) {
        byte[] bytes = files.get(file);
        return bytes == null ? null : YamlFile.readMap(file, bytes, problems);
    }

    private void readContexts() {
        for (YamlMap row : rows("contexts.yaml", "contexts")) {
            Context context = new Context(
                    code(row), row.text("name"), row.texts("aliases"), row.bool("offered", false), row.line());
            row.textOrNull("note");
            row.finish();
            putNew(contexts, context.code(), context, row);
        }
        uniqueWords("contexts.yaml", contexts.values(), Context::code, Context::name, Context::aliases, Context::line);
    }

    private void readRoles() {
        for (YamlMap row : rows("roles.yaml", "roles")) {
            Role role = new Role(code(row), row.text("name"), row.line());
            row.finish();
            putNew(roles, role.code(), role, row);
        }
        uniqueWords("roles.yaml", roles.values(), Role::code, Role::name, unused -> List.of(), Role::line);
    }

    private void readMatters() {
        for (YamlMap row : rows("matters.yaml", "matters")) {
            Matter matter = new Matter(code(row), row.text("name"), row.texts("contexts"), row.line());
            known(row, "contexts", matter.contexts(), contexts.keySet(), "业务场景", "context");
            row.textOrNull("note");
            row.finish();
            putNew(matters, matter.code(), matter, row);
        }
        uniqueWords("matters.yaml", matters.values(), Matter::code, Matter::name, unused -> List.of(), Matter::line);
    }

    private void readLists() {
        for (YamlMap row : rows("lists.yaml", "lists")) {
            List<ListType.Exit> exits = new ArrayList<>();
            for (YamlMap exit : row.maps("exits")) {
                exits.add(new ListType.Exit(
                        exit.text("action"),
                        exit.text("event"),
                        exit.text("text"),
                        amount(exit, "after", MONTHS, "6m"),
                        amount(exit, "within", WORKING_DAYS, "10wd"),
                        exit.dateOrNull("validFrom"),
                        exit.dateOrNull("validTo"),
                        exit.textOrNull("source"),
                        exit.coded("provenance", Provenance.class)));
                exit.texts("assumed");
                exit.textOrNull("note");
                ordered(exit, "validFrom", "validTo");
                if (!Set.of("exited", "repaired", "expired").contains(exit.text("event"))) {
                    exit.error(
                            "unknown-word",
                            "event",
                            exit.text("event"),
                            new Text("退出事件应为 exited、repaired 或 expired。", "The event must end the entry."),
                            new Text("请改写。", "Write exited, repaired or expired."));
                }
                exit.finish();
            }
            List<ListType.Term> terms = new ArrayList<>();
            List<YamlMap> termRows = row.isList("term")
                    ? row.maps("term")
                    : row.map("term") == null ? List.of() : List.of(java.util.Objects.requireNonNull(row.map("term")));
            for (YamlMap term : termRows) {
                terms.add(new ListType.Term(
                        term.intOrNull("months"),
                        term.textOrNull("text"),
                        term.dateOrNull("validFrom"),
                        term.dateOrNull("validTo"),
                        term.coded("provenance", Provenance.class)));
                term.texts("assumed");
                term.textOrNull("source");
                term.textOrNull("note");
                ordered(term, "validFrom", "validTo");
                term.finish();
            }
            ListType list = new ListType(
                    code(row),
                    row.text("name"),
                    row.coded("kind", Kind.class),
                    row.texts("aliases"),
                    row.text("recogniser"),
                    row.boolOrNull("persons"),
                    row.textOrNull("personsCovered"),
                    terms,
                    amount(row, "freshness", DAYS, "P7D"),
                    row.texts("grounds"),
                    exits,
                    row.line());
            row.codedOrNull("provenance", Provenance.class);
            row.textOrNull("note");
            row.textOrNull("source");
            row.texts("assumed");
            row.texts("instruments");
            row.finish();
            putNew(lists, list.code(), list, row);
        }
        uniqueWords("lists.yaml", lists.values(), ListType::code, ListType::name, ListType::aliases, ListType::line);
    }

    private void readDepartments() {
        YamlMap top = top("departments.yaml");
        if (top == null) {
            return;
        }
        for (YamlMap row : top.maps("departments")) {
            readDepartment(row, true);
        }
        for (YamlMap row : top.maps("successors")) {
            readDepartment(row, false);
        }
        top.has("unanswered");
        top.has("collective");
        top.has("note");
        top.finish();
        uniqueWords(
                "departments.yaml",
                departments.values(),
                Department::code,
                Department::name,
                Department::aliases,
                unused -> 0);
    }

    private void readDepartment(YamlMap row, boolean planned) {
        List<Department.Answer> answers = new ArrayList<>();
        for (YamlMap answer : row.maps("answersFor")) {
            answers.add(new Department.Answer(
                    answer.text("body"),
                    answer.dateOrNull("validFrom"),
                    answer.dateOrNull("validTo"),
                    answer.has("assumed") || answer.has("provenance")));
            answer.keys();
            ordered(answer, "validFrom", "validTo");
        }
        Department department = new Department(
                code(row), row.text("name"), row.texts("aliases"), planned, row.texts("replaces"), answers);
        row.keys();
        putNew(departments, department.code(), department, row);
    }

    private void readStatutes() {
        YamlMap top = top("statutes.yaml");
        if (top == null) {
            return;
        }
        for (YamlMap row : top.maps("statutes")) {
            readBasis(row, true);
        }
        for (YamlMap row : top.maps("documents")) {
            readBasis(row, false);
        }
        top.finish();
        for (LegalBasis basis : bases.values()) {
            if (basis.successor() != null && !bases.containsKey(basis.successor())) {
                problems.add(Problem.error(
                        "unknown-basis",
                        "statutes.yaml",
                        basis.line(),
                        0,
                        basis.successor(),
                        new Text("后继依据“" + basis.successor() + "”不存在。", "The successor (" + basis.successor()
                                + ") is not known."),
                        Nearest.mend(basis.successor(), bases.keySet(), new Text("请改正或删除。", "Correct or remove it."))));
            }
        }
    }

    private void readBasis(YamlMap row, boolean statute) {
        LegalBasis basis = new LegalBasis(
                row.text("id"),
                statute,
                row.text(statute ? "law" : "title"),
                row.textOrNull(statute ? "article" : "part"),
                statute ? null : row.textOrNull("docNo"),
                row.coded("level", BasisLevel.class),
                row.textOrNull("place"),
                row.dateOrNull("validFrom"),
                row.dateOrNull("validTo"),
                row.text("paraphrase"),
                row.bool(statute ? "articleVerified" : "textVerified", false),
                row.bool("recordingOnly", false),
                row.coded("provenance", Provenance.class),
                row.coded("confidence", Confidence.class),
                row.textOrNull("source"),
                row.textOrNull("note"),
                row.textOrNull("successor"),
                row.texts("assumed"),
                row.line());
        row.textOrNull("version");
        row.textOrNull("gloss");
        row.textOrNull("date");
        ordered(row, "validFrom", "validTo");
        row.finish();
        putNew(bases, basis.id(), basis, row);
    }

    private void readMeasures() {
        for (YamlMap row : rows("measures.yaml", "measures")) {
            Integer measureClass = row.intOrNull("class");
            Measure measure = new Measure(
                    code(row),
                    row.text("name"),
                    row.coded("kind", Kind.class),
                    row.textOrNull("category"),
                    measureClass == null ? 0 : measureClass,
                    amount(row, "feedbackWithin", WORKING_DAYS, "10wd"),
                    row.texts("replaces"),
                    row.line());
            row.textOrNull("note");
            if (measure.kind() == Kind.SANCTION && (measure.measureClass() < 1 || measure.measureClass() > 3)) {
                row.error(
                        "wrong-class",
                        "class",
                        String.valueOf(measureClass),
                        new Text("惩戒措施的类别应为 1、2 或 3。", "The class of a sanction must be 1, 2 or 3."),
                        new Text("1 减损权益,2 管理措施,3 自主实施。", "1 reduces rights, 2 manages, 3 others' own decision."));
            }
            row.finish();
            putNew(measures, measure.code(), measure, row);
        }
        uniqueWords("measures.yaml", measures.values(), Measure::code, Measure::name, unused -> List.of(), Measure::line);
    }

    private void readCalendar() {
        for (YamlMap row : rows("calendar.yaml", "years")) {
            Set<LocalDate> holidays = new HashSet<>();
            for (YamlMap holiday : row.maps("holidays")) {
                holiday.text("name");
                LocalDate to = holiday.date("to");
                LocalDate from = holiday.date("from");
                if (from.isAfter(to) || from.plusDays(30).isBefore(to)) {
                    holiday.error(
                            "wrong-order",
                            "from",
                            from + "–" + to,
                            new Text("假期起止日期不合理。", "The holiday's days are not in order."),
                            new Text("from 不得晚于 to,且不超过三十天。", "from must not be after to, nor more than 30 days before."));
                } else {
                    for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
                        holidays.add(day);
                    }
                }
                holiday.finish();
            }
            Set<LocalDate> workdays = new HashSet<>();
            for (String day : row.texts("workdays")) {
                try {
                    workdays.add(LocalDate.parse(day));
                } catch (java.time.format.DateTimeParseException e) {
                    row.error(
                            "not-a-date",
                            "workdays",
                            day,
                            new Text("“" + day + "”不是日期。", "(" + day + ") is no date."),
                            new Text("请写成 2018-09-29。", "Write 2018-09-29."));
                }
            }
            int year = row.number("year");
            String status = row.text("status");
            row.keys();
            years.put(year, new WorkingDays.Year(year, !status.equals("verified"), holidays, workdays));
        }
    }

    private void readInstrument(String file, byte[] bytes) {
        YamlMap top = YamlFile.readMap(file, bytes, problems);
        if (top == null) {
            return;
        }
        String id = code(top);
        if (!file.equals("instruments/" + id + ".yaml")) {
            top.error(
                    "file-name",
                    "id",
                    id,
                    new Text("文件名应为 " + id + ".yaml。", "The file must be named " + id + ".yaml."),
                    new Text("请改文件名或 id。", "Rename the file, or mend the id."));
        }
        List<String> itsLists = top.texts("lists");
        known(top, "lists", itsLists, lists.keySet(), "名单", "list");
        Map<String, Provenance> provenance = new HashMap<>();
        YamlMap provenanceRow = top.map("provenance");
        if (provenanceRow != null) {
            for (String key : provenanceRow.keys()) {
                Provenance value = provenanceRow.codedOrNull(key, Provenance.class);
                if (value != null) {
                    provenance.put(key, value);
                }
            }
        }
        String issued = top.text("issued");
        if (!issued.isEmpty() && !ISSUED.matcher(issued).matches()) {
            top.error(
                    "not-a-date",
                    "issued",
                    issued,
                    new Text("“" + issued + "”不是日期或年月。", "(" + issued + ") is neither a day nor a month."),
                    new Text("请写成 2016-01-20 或 2016-09。", "Write 2016-01-20 or 2016-09."));
        }
        List<Provision> provisions = new ArrayList<>();
        for (YamlMap row : top.maps("provisions")) {
            provisions.add(readProvision(file, id, itsLists, row));
        }
        if (provisions.isEmpty()) {
            top.error(
                    "no-provisions",
                    "provisions",
                    null,
                    new Text("文件没有条款。", "The instrument has no provisions."),
                    new Text("请至少写一条。", "Write at least one."));
        }
        Instrument instrument = new Instrument(
                id,
                top.text("title"),
                top.textOrNull("docNo"),
                issued,
                top.date("validFrom"),
                top.dateOrNull("validTo"),
                top.dateOrNull("publishedAt"),
                top.textOrNull("replacedBy"),
                top.coded("level", BasisLevel.class),
                top.textOrNull("place"),
                top.texts("initiators"),
                itsLists,
                top.intOrNull("officialCount"),
                provenance,
                top.coded("confidence", Confidence.class),
                top.texts("assumed"),
                top.textOrNull("notes"),
                provisions,
                file);
        ordered(top, "validFrom", "validTo");
        for (String key : List.of(
                "titleEn", "issuedPrecision", "kind", "replaces", "signatories", "signatoriesProvenance",
                "officialCountProvenance", "recorded", "subjects", "listRules", "sources", "validityNote")) {
            top.has(key);
        }
        top.finish();
        putNew(instruments, id, instrument, top);
    }

    private Provision readProvision(String file, String instrument, List<String> instrumentLists, YamlMap row) {
        String id = code(row);
        if (!id.startsWith(instrument + "-m")) {
            row.error(
                    "provision-id",
                    "id",
                    id,
                    new Text("条款编号应以“" + instrument + "-m”开头。", "The id must begin with " + instrument + "-m."),
                    new Text("请改正编号。", "Mend the id."));
        }
        if (!provisionIds.add(id)) {
            duplicate(row, id);
        }
        List<String> narrowed = row.texts("lists");
        known(row, "lists", narrowed, instrumentLists, "本文件的名单", "list of this instrument");
        List<String> itsLists = narrowed.isEmpty() ? instrumentLists : narrowed;
        Kind kind = row.coded("kind", Kind.class);
        for (String list : itsLists) {
            ListType type = lists.get(list);
            if (type != null && type.kind() != kind) {
                row.error(
                        "kind-differs",
                        "kind",
                        kind.code(),
                        new Text("条款为" + kind.chinese() + ",而名单“" + type.name() + "”为" + type.kind().chinese() + "。",
                                "The provision is a " + kind.code() + ", its list (" + list + ") a "
                                        + type.kind().code() + "."),
                        new Text("请改正 kind,或用 lists 收窄名单。", "Mend the kind, or narrow the lists."));
            }
        }
        String measureCode = row.text("measure");
        Measure measure = measures.get(measureCode);
        if (measure == null) {
            known(row, "measure", List.of(measureCode), measures.keySet(), "措施", "measure");
        } else if (measure.kind() != kind) {
            row.error(
                    "kind-differs",
                    "measure",
                    measureCode,
                    new Text("条款为" + kind.chinese() + ",措施为" + measure.kind().chinese() + "。",
                            "The provision is a " + kind.code() + ", the measure a " + measure.kind().code() + "."),
                    new Text("请改正其一。", "Mend one of them."));
        }
        List<String> qualifiers = row.texts("qualifiers");
        known(row, "qualifiers", qualifiers, QUALIFIERS, "限定语", "qualifier");
        List<Relation> relations = new ArrayList<>();
        for (YamlMap relation : row.maps("relations")) {
            List<String> itsRoles = relation.texts("roles");
            known(relation, "roles", itsRoles, roles.keySet(), "角色", "role");
            relations.add(new Relation(
                    relation.coded("via", Via.class), itsRoles, relation.bool("personalResponsibility", false)));
            relation.finish();
        }
        List<String> itsContexts = row.texts("contexts");
        known(row, "contexts", itsContexts, contexts.keySet(), "业务场景", "context");
        List<String> itsMatters = row.texts("matters");
        known(row, "matters", itsMatters, matters.keySet(), "事项", "matter");
        List<BasisLink> basis = new ArrayList<>();
        for (YamlMap link : row.maps("basis")) {
            String ref = link.text("ref");
            known(link, "ref", List.of(ref), bases.keySet(), "依据", "basis");
            basis.add(new BasisLink(
                    ref, link.coded("link", LinkSource.class), link.coded("authorises", Authorises.class)));
            link.finish();
        }
        boolean encoded = row.bool("encoded", false);
        String because = row.textOrNull("notEncodedBecause");
        if (!encoded && because == null) {
            row.error(
                    "no-reason",
                    "encoded",
                    "false",
                    new Text("未编码的条款须写明原因。", "A provision that is not encoded needs a reason."),
                    new Text("请补上 notEncodedBecause: …", "Add notEncodedBecause: …"));
        }
        Provision provision = new Provision(
                id,
                instrument,
                row.textOrNull("clause"),
                row.codedOrNull("clauseProvenance", Provenance.class),
                kind,
                row.text("text"),
                measureCode,
                row.coded("effect", Effect.class),
                qualifiers,
                row.coded("targets", Targets.class),
                itsLists,
                relations,
                itsContexts,
                itsMatters,
                row.texts("departments"),
                row.coded("departmentsProvenance", Provenance.class),
                basis,
                row.coded("provenance", Provenance.class),
                row.coded("confidence", Confidence.class),
                row.textOrNull("source"),
                row.textOrNull("note"),
                encoded,
                because,
                file,
                row.line());
        row.textOrNull("gloss");
        row.finish();
        return provision;
    }

    private void readEdition(String file, byte[] bytes) {
        YamlMap top = YamlFile.readMap(file, bytes, problems);
        if (top == null) {
            return;
        }
        String id = code(top);
        if (!file.equals("editions/" + id + ".yaml")) {
            top.error(
                    "file-name",
                    "id",
                    id,
                    new Text("文件名应为 " + id + ".yaml。", "The file must be named " + id + ".yaml."),
                    new Text("请改文件名或 id。", "Rename the file, or mend the id."));
        }
        List<Edition.Item> items = new ArrayList<>();
        for (YamlMap item : top.maps("items")) {
            items.add(new Edition.Item(item.text("code"), item.text("name"), item.number("class")));
            item.keys();
        }
        List<EditionMeasure> rows = new ArrayList<>();
        Set<String> codes = new HashSet<>();
        for (YamlMap row : top.maps("measures")) {
            EditionMeasure measure = readEditionMeasure(row);
            if (!codes.add(measure.code())) {
                duplicate(row, measure.code());
            }
            rows.add(measure);
        }
        String place = top.textOrNull("place");
        if (place != null && !PLACE.matcher(place).matches()) {
            top.error(
                    "wrong-place",
                    "place",
                    place,
                    new Text("“" + place + "”不是行政区划代码。", "(" + place + ") is no division code."),
                    new Text("请写二至六位数字,并加引号。", "Write two to six digits, quoted."));
        }
        String governs = top.text("governs");
        if (!governs.equals("sanction") && !governs.equals("both")) {
            known(top, "governs", List.of(governs), List.of("sanction", "both"), "范围", "scope");
        }
        String status = top.text("status");
        known(top, "status", List.of(status), List.of("official", "reconstructed", "draft"), "状态", "status");
        Edition edition = new Edition(
                id,
                top.text("title"),
                top.textOrNull("docNo"),
                top.coded("layer", Layer.class),
                place,
                top.number("year"),
                top.number("revision"),
                top.date("publishedAt"),
                top.date("effectiveFrom"),
                top.dateOrNull("effectiveTo"),
                top.texts("assumed"),
                status,
                governs.equals("both") ? Edition.Governs.BOTH : Edition.Governs.SANCTION,
                top.bool("exhaustive", true),
                top.texts("basedOn"),
                items,
                rows,
                file);
        ordered(top, "effectiveFrom", "effectiveTo");
        top.keys();
        if (editions.stream().anyMatch(other -> other.id().equals(id))) {
            duplicate(top, id);
        }
        editions.add(edition);
    }

    private EditionMeasure readEditionMeasure(YamlMap row) {
        String code = row.text("code");
        Measure measure = measures.get(code);
        if (measure == null) {
            known(row, "code", List.of(code), measures.keySet(), "措施", "measure");
        }
        List<String> itsContexts = row.texts("contexts");
        known(row, "contexts", itsContexts, contexts.keySet(), "业务场景", "context");
        List<String> itsMatters = row.texts("matters");
        known(row, "matters", itsMatters, matters.keySet(), "事项", "matter");
        List<String> itsDepartments = row.texts("departments");
        known(row, "departments", itsDepartments, departments.keySet(), "部门", "department");
        List<String> itsProvisions = row.texts("provisions");
        List<EditionMeasure.BasisRef> basis = new ArrayList<>();
        for (YamlMap link : row.maps("basis")) {
            String ref = link.text("ref");
            known(link, "ref", List.of(ref), bases.keySet(), "依据", "basis");
            basis.add(new EditionMeasure.BasisRef(ref, link.coded("link", LinkSource.class)));
            link.finish();
        }
        Integer measureClass = row.intOrNull("class");
        EditionMeasure edition = new EditionMeasure(
                code,
                row.text("name"),
                row.coded("kind", Kind.class),
                row.textOrNull("category"),
                measureClass == null ? 0 : measureClass,
                row.coded("effect", Effect.class),
                itsContexts,
                itsMatters,
                itsDepartments,
                basis,
                amount(row, "feedbackWithin", WORKING_DAYS, "10wd"),
                itsProvisions);
        row.textOrNull("note");
        row.finish();
        return edition;
    }

    private void checkReplacements() {
        for (Instrument instrument : instruments.values()) {
            String by = instrument.replacedBy();
            if (by != null && !instruments.containsKey(by)) {
                problems.add(Problem.error(
                        "unknown-instrument",
                        instrument.file(),
                        0,
                        0,
                        by,
                        new Text("replacedBy“" + by + "”不存在。", "The instrument (" + by + ") is not known."),
                        Nearest.mend(by, instruments.keySet(), new Text("请改正。", "Mend it."))));
            }
        }
    }

    private void checkMeasuresUsed() {
        if (instruments.isEmpty()) {
            return;
        }
        Set<String> used = new HashSet<>();
        instruments.values().forEach(one -> one.provisions().forEach(provision -> used.add(provision.measure())));
        for (Measure measure : measures.values()) {
            if (!used.contains(measure.code())) {
                problems.add(Problem.warning(
                        "unused-measure",
                        "measures.yaml",
                        measure.line(),
                        0,
                        measure.code(),
                        new Text("措施“" + measure.name() + "”没有任何条款使用。", "No provision names the measure (" + measure.code()
                                + ")."),
                        new Text("请补上条款,或删除该措施。", "Add a provision, or remove the measure.")));
            }
        }
    }

    private void checkEditions() {
        for (Edition edition : editions) {
            for (String base : edition.basedOn()) {
                if (editions.stream().noneMatch(other -> other.id().equals(base))) {
                    problems.add(Problem.error(
                            "unknown-edition",
                            edition.file(),
                            0,
                            0,
                            base,
                            new Text("basedOn“" + base + "”不存在。", "The edition (" + base + ") is not known."),
                            Nearest.mend(
                                    base,
                                    editions.stream().map(Edition::id).toList(),
                                    new Text("请改正。", "Mend it."))));
                }
            }
            for (EditionMeasure row : edition.measures()) {
                for (String provision : row.provisions()) {
                    if (!provisionIds.contains(provision)) {
                        problems.add(Problem.error(
                                "unknown-provision",
                                edition.file(),
                                0,
                                0,
                                provision,
                                new Text("措施“" + row.name() + "”引用的条款“" + provision + "”不存在。",
                                        "The measure (" + row.code() + ") names an unknown provision (" + provision
                                                + ")."),
                                Nearest.mend(provision, provisionIds, new Text("请改正。", "Mend it."))));
                    }
                }
            }
        }
        for (int i = 0; i < editions.size(); i++) {
            for (int j = i + 1; j < editions.size(); j++) {
                checkOverlap(editions.get(i), editions.get(j));
            }
        }
    }

    /** Editions of one layer and place follow one another by date; two that begin on one day, or that say they overlap, do not. */
    private void checkOverlap(Edition a, Edition b) {
        if (a.layer() != b.layer() || !java.util.Objects.equals(a.place(), b.place())) {
            return;
        }
        Edition first = a.effectiveFrom().isAfter(b.effectiveFrom()) ? b : a;
        Edition second = first == a ? b : a;
        boolean sameDay = first.effectiveFrom().equals(second.effectiveFrom()) && first.revision() == second.revision();
        boolean openOverlap = first.effectiveTo() != null && first.effectiveTo().isAfter(second.effectiveFrom());
        if (sameDay || openOverlap) {
            problems.add(Problem.error(
                    "edition-overlap",
                    second.file(),
                    0,
                    0,
                    second.effectiveFrom().toString(),
                    new Text("与版次 " + first.id() + " 的生效期重叠。", "It overlaps the edition " + first.id() + "."),
                    new Text("请把 " + first.id() + " 的 effectiveTo 改为 " + second.effectiveFrom()
                            + " 或更早,或修改本版次的 effectiveFrom。",
                            "End " + first.id() + " by " + second.effectiveFrom() + ", or begin this one later.")));
        }
    }

    private String code(YamlMap row) {
        String key = row.has("code") ? "code" : "id";
        String code = row.text(key);
        if (!code.isEmpty() && !CODE.matcher(code).matches()) {
            row.error(
                    "malformed-code",
                    key,
                    code,
                    new Text("代码“" + code + "”应由小写字母、数字和连字符组成。", "The code (" + code + ") must be kebab-case."),
                    new Text("例如 restrict-government-procurement。", "As in restrict-government-procurement."));
        }
        return code;
    }

    private int amount(YamlMap row, String key, Pattern form, String example) {
        String value = row.textOrNull(key);
        if (value == null) {
            return 0;
        }
        Matcher matcher = form.matcher(value);
        if (!matcher.matches()) {
            row.error(
                    "malformed-amount",
                    key,
                    value,
                    new Text("“" + key + "”的值“" + value + "”格式不对。", "The " + key + " (" + value + ") is malformed."),
                    new Text("请写成 " + example + " 的形式。", "Write it as " + example + "."));
            return 0;
        }
        return Integer.parseInt(matcher.group(1));
    }

    private void ordered(YamlMap row, String from, String to) {
        LocalDate first = row.dateOrNull(from);
        LocalDate last = row.dateOrNull(to);
        if (first != null && last != null && !first.isBefore(last)) {
            row.error(
                    "wrong-order",
                    to,
                    last.toString(),
                    new Text("“" + to + "”(" + last + ")应晚于“" + from + "”(" + first + ")。",
                            "The " + to + " (" + last + ") must be after the " + from + " (" + first + ")."),
                    new Text("期间为左闭右开,请改正日期。", "Spans are half-open; mend the dates."));
        }
    }

    private void known(
            YamlMap row, String key, Collection<String> values, Collection<String> words, String zh, String en) {
        for (String value : values) {
            if (!value.isEmpty() && !words.contains(value)) {
                row.error(
                        "unknown-" + en.replace(' ', '-'),
                        key,
                        value,
                        new Text(zh + "“" + value + "”不存在。", "The " + en + " (" + value + ") is not known."),
                        Nearest.mend(value, words, new Text("请改用已有的" + zh + "。", "Use a known " + en + ".")));
            }
        }
    }

    private <T> void putNew(Map<String, T> map, String key, T value, YamlMap row) {
        if (map.putIfAbsent(key, value) != null) {
            duplicate(row, key);
        }
    }

    private static void duplicate(YamlMap row, String key) {
        row.error(
                "duplicate",
                row.has("code") ? "code" : "id",
                key,
                new Text("“" + key + "”重复。", "(" + key + ") stands twice."),
                new Text("请删除其一,或改名。", "Remove one, or rename it."));
    }

    private <T> void uniqueWords(
            String file,
            Collection<T> things,
            java.util.function.Function<T, String> code,
            java.util.function.Function<T, String> name,
            java.util.function.Function<T, List<String>> aliases,
            java.util.function.ToIntFunction<T> line) {
        Map<String, String> owners = new HashMap<>();
        for (T thing : things) {
            List<String> words = new ArrayList<>(aliases.apply(thing));
            words.add(name.apply(thing));
            for (String word : words) {
                String owner = owners.putIfAbsent(word, code.apply(thing));
                if (owner != null && !owner.equals(code.apply(thing))) {
                    problems.add(Problem.error(
                            "ambiguous-word",
                            file,
                            line.applyAsInt(thing),
                            0,
                            word,
                            new Text("“" + word + "”已指“" + owner + "”。", "(" + word + ") already means " + owner + "."),
                            new Text("请改名。", "Rename one of them.")));
                }
            }
        }
    }
}
