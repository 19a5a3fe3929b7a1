package org.jrp.catalogue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
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

    /** Digests of the published editions; a catalogue without them can be used all the same. */
    static final String DIGESTS = "digests.yaml";

    static final Set<String> QUALIFIERS = Set.of(
            "lawfully",
            "other-things-equal",
            "for-a-period",
            "heightened-review",
            "graded-by-gravity",
            "court-order-precondition",
            "personal-responsibility-test");

    private static final int FIRST_YEAR = 2000;
    private static final int LAST_YEAR = 2100;
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
    private final Map<String, YamlMap> digests = new LinkedHashMap<>();
    private final Set<String> unansweredBodies = new HashSet<>();
    private final Set<String> collectiveBodies = new HashSet<>();
    private final IdentityHashMap<Object, YamlMap> written = new IdentityHashMap<>();
    private final List<Runnable> later = new ArrayList<>();

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
        readDigests();
        files.forEach((file, bytes) -> {
            if (file.startsWith("instruments/")) {
                readInstrument(file, bytes);
            } else if (file.startsWith("editions/")) {
                readEdition(file, bytes);
            } else if (!SINGLE_FILES.contains(file) && !file.equals(DIGESTS)) {
                problems.add(Problem.warning(
                        "unused-file",
                        file,
                        0,
                        0,
                        null,
                        new Text("不认识的文件,未读取。", "The file is not part of a catalogue; it was not read."),
                        new Text(
                                "请删除,或放入 instruments/ 或 editions/。",
                                "Remove it, or move it to instruments/ or editions/.")));
            }
        });
        later.forEach(Runnable::run);
        checkMeasuresUsed();
        checkOverlaps();
        return new Catalogue(
                instruments,
                bases,
                measures,
                lists,
                contexts,
                matters,
                roles,
                departments,
                editions,
                new WorkingDays(years));
    }

    /** Where that instrument, provision, edition, row … was written; only for what {@link #read} gave back. */
    YamlMap written(Object thing) {
        return Objects.requireNonNull(written.get(thing), "written");
    }

    /** The recorded digests by edition, and where each stands. */
    Map<String, YamlMap> digests() {
        return digests;
    }

    /** Bodies for which it is recorded that no department of the city answers, if only for a time. */
    Set<String> unansweredBodies() {
        return unansweredBodies;
    }

    /** Words that stand for many bodies at once. */
    Set<String> collectiveBodies() {
        return collectiveBodies;
    }

    private List<YamlMap> rows(String file, String key) {
        YamlMap top = top(file);
        if (top == null) {
            return List.of();
        }
        List<YamlMap> rows = top.maps(key);
        if (!top.has(key)) {
            top.error(
                    "missing-key",
                    key,
                    null,
                    new Text("缺少“" + key + "”。", "The key (" + key + ") is missing."),
                    new Text("请补上“" + key + ": […]”。", "Add " + key + ": […]"));
        }
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
        uniqueWords(contexts.values(), Context::code, Context::name, Context::aliases);
    }

    private void readRoles() {
        for (YamlMap row : rows("roles.yaml", "roles")) {
            Role role = new Role(code(row), row.text("name"), row.line());
            row.finish();
            putNew(roles, role.code(), role, row);
        }
        uniqueWords(roles.values(), Role::code, Role::name, unused -> List.of());
    }

    private void readMatters() {
        for (YamlMap row : rows("matters.yaml", "matters")) {
            Matter matter = new Matter(code(row), row.text("name"), row.texts("contexts"), row.line());
            known(row, "contexts", matter.contexts(), contexts.keySet(), "业务场景", "context");
            row.textOrNull("note");
            row.finish();
            putNew(matters, matter.code(), matter, row);
        }
        uniqueWords(matters.values(), Matter::code, Matter::name, unused -> List.of());
    }

    private void readLists() {
        for (YamlMap row : rows("lists.yaml", "lists")) {
            List<ListType.Exit> exits = new ArrayList<>();
            for (YamlMap exit : row.maps("exits")) {
                String event = exit.text("event");
                exits.add(new ListType.Exit(
                        exit.text("action"),
                        event,
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
                if (!event.isEmpty() && !Set.of("exited", "repaired", "expired").contains(event)) {
                    exit.error(
                            "unknown-word",
                            "event",
                            event,
                            new Text("退出事件应为 exited、repaired 或 expired。", "The event must end the entry."),
                            new Text("请改写。", "Write exited, repaired or expired."));
                }
                exit.finish();
            }
            List<ListType.Term> terms = new ArrayList<>();
            YamlMap single = row.isList("term") ? null : row.map("term");
            for (YamlMap term : single == null ? row.maps("term") : List.of(single)) {
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
                    row.codedOrNull("provenance", Provenance.class),
                    row.textOrNull("source"),
                    row.textOrNull("note"),
                    row.line());
            row.texts("assumed");
            row.finish();
            putNew(lists, list.code(), list, row);
        }
        uniqueWords(lists.values(), ListType::code, ListType::name, ListType::aliases);
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
        for (YamlMap row : top.maps("unanswered")) {
            unansweredBodies.add(row.text("body"));
            row.text("reason");
            ordered(row, "validFrom", "validTo");
            row.finish();
        }
        for (YamlMap row : top.maps("collective")) {
            collectiveBodies.add(row.text("body"));
            row.text("text");
            row.finish();
        }
        top.finish();
        uniqueWords(departments.values(), Department::code, Department::name, Department::aliases);
    }

    private void readDepartment(YamlMap row, boolean planned) {
        List<Department.Answer> answers = new ArrayList<>();
        for (YamlMap answer : row.maps("answersFor")) {
            answers.add(new Department.Answer(
                    answer.text("body"),
                    answer.dateOrNull("validFrom"),
                    answer.dateOrNull("validTo"),
                    answer.bool("assumed", false)));
            ordered(answer, "validFrom", "validTo");
            answer.finish();
        }
        Department department = new Department(
                code(row), row.text("name"), row.texts("aliases"), planned, row.texts("replaces"), answers);
        if (!planned) {
            row.dateOrNull("validFrom");
            row.texts("assumed");
            row.codedOrNull("provenance", Provenance.class);
        }
        row.textOrNull("note");
        row.finish();
        later.add(() -> known(row, "replaces", department.replaces(), departments.keySet(), "部门", "department"));
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
        if (statute) {
            row.textOrNull("version");
            row.textOrNull("gloss");
        } else {
            row.textOrNull("date");
        }
        ordered(row, "validFrom", "validTo");
        row.finish();
        if (basis.successor() != null) {
            later.add(() -> known(row, "successor", List.of(basis.successor()), bases.keySet(), "依据", "basis"));
        }
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
            later.add(() -> known(row, "replaces", measure.replaces(), measures.keySet(), "措施", "measure"));
            putNew(measures, measure.code(), measure, row);
        }
        uniqueWords(measures.values(), Measure::code, Measure::name, unused -> List.of());
    }

    private void readCalendar() {
        for (YamlMap row : rows("calendar.yaml", "years")) {
            int year = row.number("year");
            Set<LocalDate> holidays = new HashSet<>();
            for (YamlMap holiday : row.maps("holidays")) {
                holiday.text("name");
                LocalDate from = holiday.date("from");
                LocalDate to = holiday.date("to");
                if (!from.equals(LocalDate.EPOCH) && !to.equals(LocalDate.EPOCH)) {
                    if (from.isAfter(to) || from.getYear() != year || to.getYear() != year) {
                        holiday.error(
                                "wrong-order",
                                "from",
                                from + "–" + to,
                                new Text("假期起止日期不合理。", "The holiday's days are not in order."),
                                new Text(
                                        "from 不得晚于 to,且都应在 " + year + " 年内。",
                                        "from must not be after to, and both must lie in " + year + "."));
                    } else {
                        from.datesUntil(to.plusDays(1)).forEach(holidays::add);
                    }
                }
                holiday.finish();
            }
            Set<LocalDate> workdays = new HashSet<>(row.dates("workdays"));
            for (LocalDate day : workdays) {
                if (day.getYear() != year) {
                    row.error(
                            "wrong-year",
                            "workdays",
                            day.toString(),
                            new Text(
                                    "调休上班日 " + day + " 不在 " + year + " 年内。",
                                    "The day (" + day + ") is not in " + year + "."),
                            new Text("请移到所属年份,或改正。", "Move it to its year, or mend it."));
                }
            }
            String status = row.text("status");
            known(row, "status", List.of(status), List.of("assumed", "verified"), "状态", "status");
            row.intOrNull("revision");
            row.dateOrNull("knownFrom");
            row.texts("assumed");
            row.codedOrNull("provenance", Provenance.class);
            row.textOrNull("note");
            row.finish();
            if (year < FIRST_YEAR || year > LAST_YEAR) {
                row.error(
                        "wrong-year",
                        "year",
                        String.valueOf(year),
                        new Text("“" + year + "”不是合理的年份。", "(" + year + ") is no year of the calendar."),
                        new Text(
                                "请写 " + FIRST_YEAR + " 至 " + LAST_YEAR + " 之间的年份。",
                                "Write a year from " + FIRST_YEAR + " to " + LAST_YEAR + "."));
            } else if (years.put(year, new WorkingDays.Year(year, !status.equals("verified"), holidays, workdays))
                    != null) {
                duplicate(row, "year", String.valueOf(year));
            }
        }
    }

    private void readDigests() {
        YamlMap top = top(DIGESTS);
        YamlMap map = top == null ? null : top.map("digests");
        if (top == null) {
            return;
        }
        top.finish();
        if (map == null) {
            return;
        }
        for (String edition : map.keys()) {
            String digest = map.text(edition);
            if (!digest.isEmpty() && !EditionDigests.FORM.matcher(digest).matches()) {
                map.error(
                        "malformed-digest",
                        edition,
                        digest,
                        new Text("“" + digest + "”不是摘要值。", "(" + digest + ") is no digest."),
                        new Text("请写成 sha256: 加 64 位十六进制小写。", "Write sha256: and 64 lower-case hexadecimal digits."));
            }
            digests.put(edition, map);
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
        top.intOrNull("signatories");
        top.intOrNull("recorded");
        top.texts("sources");
        for (String key : List.of(
                "titleEn",
                "issuedPrecision",
                "kind",
                "signatoriesProvenance",
                "officialCountProvenance",
                "validityNote")) {
            top.textOrNull(key);
        }
        top.map("subjects");
        top.map("listRules");
        List<String> replaces = top.texts("replaces");
        top.finish();
        later.add(() -> {
            known(top, "replaces", replaces, instruments.keySet(), "文件", "instrument");
            if (instrument.replacedBy() != null) {
                known(top, "replacedBy", List.of(instrument.replacedBy()), instruments.keySet(), "文件", "instrument");
            }
        });
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
                        new Text(
                                "条款为" + kind.chinese() + ",而名单“" + type.name() + "”为"
                                        + type.kind().chinese() + "。",
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
                    new Text(
                            "条款为" + kind.chinese() + ",措施为" + measure.kind().chinese() + "。",
                            "The provision is a " + kind.code() + ", the measure a "
                                    + measure.kind().code() + "."),
                    new Text("请改正其一。", "Mend one of them."));
        }
        List<String> qualifiers = row.texts("qualifiers");
        known(row, "qualifiers", qualifiers, QUALIFIERS, "限定语", "qualifier");
        List<Relation> relations = new ArrayList<>();
        for (YamlMap relation : row.maps("relations")) {
            List<String> itsRoles = relation.texts("roles");
            known(relation, "roles", itsRoles, roles.keySet(), "角色", "role");
            if (itsRoles.isEmpty()) {
                relation.error(
                        "no-roles",
                        "roles",
                        null,
                        new Text("关联关系没有角色。", "The relation names no role."),
                        new Text("请至少写一个角色。", "Name at least one."));
            }
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
        written.put(provision, row);
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
            Edition.Item one = new Edition.Item(item.text("code"), item.text("name"), item.number("class"));
            item.textOrNull("note");
            item.finish();
            if (items.stream().anyMatch(other -> other.code().equals(one.code()))) {
                duplicate(item, one.code());
            }
            written.put(one, item);
            items.add(one);
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
        known(top, "governs", List.of(governs), List.of("sanction", "both"), "范围", "scope");
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
        top.map("provenance");
        top.textOrNull("note");
        top.finish();
        later.add(() -> known(
                top,
                "basedOn",
                edition.basedOn(),
                editions.stream().map(Edition::id).toList(),
                "版次",
                "edition"));
        written.put(edition, top);
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
        later.add(() -> known(row, "provisions", itsProvisions, provisionIds, "条款", "provision"));
        written.put(edition, row);
        return edition;
    }

    private void checkMeasuresUsed() {
        if (instruments.isEmpty()) {
            return;
        }
        Set<String> used = new HashSet<>();
        instruments.values().forEach(one -> one.provisions().forEach(provision -> used.add(provision.measure())));
        measures.values().forEach(measure -> used.addAll(measure.replaces()));
        for (Measure measure : measures.values()) {
            if (!used.contains(measure.code())) {
                problems.add(Problem.warning(
                        "unused-measure",
                        "measures.yaml",
                        measure.line(),
                        0,
                        measure.code(),
                        new Text(
                                "措施“" + measure.name() + "”没有任何条款使用。",
                                "No provision names the measure (" + measure.code() + ")."),
                        new Text("请补上条款,或删除该措施。", "Add a provision, or remove the measure.")));
            }
        }
    }

    private void checkOverlaps() {
        for (int i = 0; i < editions.size(); i++) {
            for (int j = i + 1; j < editions.size(); j++) {
                checkOverlap(editions.get(i), editions.get(j));
            }
        }
    }

    /** Editions of one layer and place follow one another by date; two that begin on one day, or that say they overlap, do not. */
    private void checkOverlap(Edition a, Edition b) {
        if (a.layer() != b.layer() || !Objects.equals(a.place(), b.place())) {
            return;
        }
        Edition first = a.effectiveFrom().isAfter(b.effectiveFrom()) ? b : a;
        Edition second = first == a ? b : a;
        boolean sameDay = first.effectiveFrom().equals(second.effectiveFrom()) && first.revision() == second.revision();
        boolean openOverlap = first.effectiveTo() != null && first.effectiveTo().isAfter(second.effectiveFrom());
        if (sameDay || openOverlap) {
            written(second)
                    .error(
                            "edition-overlap",
                            "effectiveFrom",
                            second.effectiveFrom().toString(),
                            new Text("与版次 " + first.id() + " 的生效期重叠。", "It overlaps the edition " + first.id() + "."),
                            new Text(
                                    "请把 " + first.id() + " 的 effectiveTo 改为 " + second.effectiveFrom()
                                            + " 或更早,或修改本版次的 effectiveFrom。",
                                    "End " + first.id() + " by " + second.effectiveFrom()
                                            + ", or begin this one later."));
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
                    new Text(
                            "“" + to + "”(" + last + ")应晚于“" + from + "”(" + first + ")。",
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
        written.put(value, row);
        if (map.putIfAbsent(key, value) != null) {
            duplicate(row, key);
        }
    }

    private static void duplicate(YamlMap row, String value) {
        duplicate(row, row.has("code") ? "code" : "id", value);
    }

    private static void duplicate(YamlMap row, String key, String value) {
        row.error(
                "duplicate",
                key,
                value,
                new Text("“" + value + "”重复。", "(" + value + ") stands twice."),
                new Text("请删除其一,或改名。", "Remove one, or rename it."));
    }

    private <T> void uniqueWords(
            Collection<T> things,
            Function<T, String> code,
            Function<T, String> name,
            Function<T, List<String>> aliases) {
        Map<String, String> owners = new HashMap<>();
        for (T thing : things) {
            List<String> words = new ArrayList<>(aliases.apply(thing));
            words.add(name.apply(thing));
            for (String word : words) {
                String owner = owners.putIfAbsent(word, code.apply(thing));
                if (owner != null && !owner.equals(code.apply(thing))) {
                    written(thing)
                            .error(
                                    "ambiguous-word",
                                    word.equals(name.apply(thing)) ? "name" : "aliases",
                                    word,
                                    new Text(
                                            "“" + word + "”已指“" + owner + "”。",
                                            "(" + word + ") already means " + owner + "."),
                                    new Text("请改名。", "Rename one of them."));
                }
            }
        }
    }
}
