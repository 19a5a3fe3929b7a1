package org.jrp.scenario;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Text;
import org.jrp.catalogue.YamlFile;
import org.jrp.catalogue.YamlMap;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Question;
import org.jrp.decision.Source;
import org.jrp.listing.EntriesReader;
import org.jrp.listing.Listing;
import org.jrp.listing.RelatedPerson;
import org.jrp.subject.InvalidIdException;
import org.jrp.subject.SubjectId;
import org.jrp.subject.SubjectIds;
import org.jrp.subject.SubjectKind;
import org.jspecify.annotations.Nullable;

/** Reads one scenario file (用例文件读取). Strict: a key or a word that it does not know is a problem with its line. */
final class ScenarioReader {

    private static final String PLACE = "341182";
    private static final String SUBJECT = "subject";
    private static final String OTHER = "other";

    private final String file;
    private final Catalogue catalogue;
    private final List<Problem> problems;
    private final Map<String, Integer> lines = new HashMap<>();

    private ScenarioReader(String file, Catalogue catalogue, List<Problem> problems) {
        this.file = file;
        this.catalogue = catalogue;
        this.problems = problems;
    }

    /** The sound scenarios of a file; what is wrong with the others is among the problems. */
    static List<Scenario> read(String file, byte[] bytes, Catalogue catalogue, List<Problem> problems) {
        ScenarioReader reader = new ScenarioReader(file, catalogue, problems);
        List<Scenario> scenarios = new ArrayList<>();
        for (YamlMap map : YamlFile.readMaps(file, bytes, problems)) {
            int before = problems.size();
            Scenario scenario = reader.scenario(map);
            boolean sound = problems.subList(before, problems.size()).stream()
                    .noneMatch(problem -> problem.severity() == Problem.Severity.ERROR);
            if (scenario != null && sound) {
                scenarios.add(scenario);
            }
        }
        return scenarios;
    }

    private @Nullable Scenario scenario(YamlMap map) {
        String name = map.text("scenario");
        Integer first = name.isEmpty() ? null : lines.putIfAbsent(name, map.line());
        if (first != null) {
            map.error(
                    "duplicate-scenario",
                    "scenario",
                    name,
                    new Text(
                            "用例名“" + name + "”已用于第 " + first + " 行。",
                            "The name (" + name + ") stands already in line " + first + "."),
                    new Text("请改用另一个名称。", "Give it a name of its own."));
        }
        YamlMap given = map.map("given");
        YamlMap when = section(map, "when");
        YamlMap then = section(map, "then");
        map.finish();
        if (when == null || then == null) {
            return null;
        }
        CaseFile caseFile = caseFile(given, when);
        List<Expectation> expectations = new ThenReader(then, catalogue).read();
        return caseFile == null ? null : new Scenario(name, file, map.line(), caseFile, expectations);
    }

    private static @Nullable YamlMap section(YamlMap map, String key) {
        YamlMap section = map.map(key);
        if (!map.has(key)) {
            map.text(key);
        }
        return section;
    }

    private @Nullable CaseFile caseFile(@Nullable YamlMap given, YamlMap when) {
        SubjectKind otherwise = kind(when, "kind");
        String context = Words.code(when, "context", catalogue.contextWords(), "业务场景", "context");
        if (context == null) {
            when.text("context");
        }
        String matter = Words.code(when, "matter", catalogue.matterWords(), "事项", "matter");
        LocalDate on = when.date("on");
        Instant knownAt = moment(when, "knownAt");
        String place = when.textOrNull("place");
        when.finish();
        Facts facts = new Facts();
        if (given != null) {
            facts.read(given);
        }
        if (context == null || facts.subject == null) {
            return null;
        }
        Question question = new Question(
                facts.subject,
                otherwise == null ? facts.kind : otherwise,
                context,
                matter,
                place == null ? PLACE : place,
                on,
                knownAt == null ? endOf(on) : knownAt,
                facts.related);
        List<Source> sources =
                facts.sources.isEmpty() ? List.of(Source.file("scenario", question.knownAt())) : facts.sources;
        CaseFile assembled = CaseFile.assemble(question, facts.listings, sources);
        return new CaseFile(
                assembled.kind(),
                facts.underage == null ? assembled.underage() : facts.underage,
                assembled.context(),
                assembled.matter(),
                assembled.place(),
                assembled.asOf(),
                assembled.knownAt(),
                assembled.entries(),
                assembled.related(),
                assembled.sources());
    }

    private static @Nullable SubjectKind kind(YamlMap at, String key) {
        String word = at.textOrNull(key);
        return word == null ? null : Words.coded(at, key, word, SubjectKind.class, "主体类型", "subject kind");
    }

    /** A moment, or the last one of a day. */
    private static @Nullable Instant moment(YamlMap at, String key) {
        String word = at.textOrNull(key);
        if (word == null) {
            return null;
        }
        try {
            return word.length() > 10 ? OffsetDateTime.parse(word).toInstant() : endOf(LocalDate.parse(word));
        } catch (DateTimeException e) {
            at.error(
                    "not-a-date",
                    key,
                    word,
                    new Text("“" + key + "”的值“" + word + "”不是日期或时刻。", "The " + key + " (" + word + ") is no date."),
                    new Text(
                            "请写成 2018-09-01 或 2018-09-01T10:00:00+08:00 的形式。",
                            "Write 2018-09-01 or 2018-09-01T10:00:00+08:00."));
            return null;
        }
    }

    private static Instant endOf(LocalDate day) {
        return day.plusDays(1).atStartOfDay().toInstant(Question.SHANGHAI).minusSeconds(1);
    }

    /** The {@code given} of one scenario. */
    private final class Facts {

        private SubjectKind kind = SubjectKind.ENTERPRISE;
        private @Nullable SubjectId subject = Synthetic.subject(SubjectKind.ENTERPRISE);
        private @Nullable Boolean underage;
        private final List<RelatedPerson> related = new ArrayList<>();
        private final List<Listing> listings = new ArrayList<>();
        private final List<Source> sources = new ArrayList<>();

        private void read(YamlMap given) {
            YamlMap about = given.map("subject");
            if (about != null) {
                readSubject(about);
            }
            readRelated(given);
            for (YamlMap entry : given.maps("entries")) {
                Listing listing = listing(entry);
                if (listing != null) {
                    listings.add(listing);
                }
            }
            for (YamlMap source : given.maps("sources")) {
                readSource(source);
            }
            given.finish();
        }

        private void readSubject(YamlMap about) {
            SubjectKind given = kind(about, "kind");
            kind = given == null ? kind : given;
            subject = Synthetic.subject(kind);
            String id = about.textOrNull("id");
            if (id != null) {
                subject = madeUp(about, id);
                kind = given == null && subject != null ? subject.defaultKind() : kind;
            }
            underage = about.boolOrNull("underage");
            if (Boolean.TRUE.equals(underage) && kind != SubjectKind.INDIVIDUAL) {
                about.error(
                        "underage-unit",
                        "underage",
                        "true",
                        new Text("只有自然人可以未满十八周岁。", "Only a person can be underage."),
                        new Text("请写 kind: individual。", "Write kind: individual."));
            }
            about.finish();
        }

        private @Nullable SubjectId madeUp(YamlMap at, String id) {
            try {
                SubjectId parsed = SubjectIds.parse(null, id, LocalDate.MAX).id();
                if (Synthetic.madeUp(parsed)) {
                    return parsed;
                }
                at.error(
                        "not-synthetic",
                        "id",
                        parsed.masked(),
                        new Text("用例只能使用虚拟主体的代码。", "A scenario may speak of made-up subjects only."),
                        new Text(
                                "请删除 id,或使用区划码 349999、顺序码 000 的代码。",
                                "Remove the id, or use division 349999 or sequence 000."));
            } catch (InvalidIdException e) {
                at.error("invalid-id", "id", SubjectIds.masked(id), e.message(), e.mend());
            }
            return null;
        }

        private void readRelated(YamlMap given) {
            for (String role : Words.codes(given, "related", catalogue.roleWords(), "关联角色", "role")) {
                if (related.size() == Synthetic.mostRelated() + 1) {
                    given.error(
                            "too-many",
                            "related",
                            null,
                            new Text("相关人员过多。", "There are too many related ones."),
                            new Text("最多写 " + related.size() + " 个。", "Name " + related.size() + " at most."));
                    return;
                }
                SubjectId self = Objects.requireNonNullElse(subject, Synthetic.STRANGER);
                related.add(new RelatedPerson(role, Synthetic.related(role, self, related.size()), null));
            }
        }

        /** An entry; who is listed follows from {@code of} or {@code subjectIs}, the subject where neither is there. */
        private @Nullable Listing listing(YamlMap entry) {
            String of = entry.textOrNull("of");
            String role = Words.code(entry, "subjectIs", catalogue.roleWords(), "关联角色", "role");
            SubjectId self = Objects.requireNonNullElse(subject, Synthetic.STRANGER);
            SubjectId listed = role != null ? Synthetic.UNIT : of == null ? self : listed(entry, of, self);
            if (of != null && role != null) {
                entry.error(
                        "two-relations",
                        "subjectIs",
                        role,
                        new Text("“of”和“subjectIs”不能都写。", "An entry has of or subjectIs, not both."),
                        new Text(
                                "被列入的是相关人员写 of;被列入的是单位、问询其人员写 subjectIs。",
                                "Write of where a related one is listed, subjectIs where the subject's unit is."));
            }
            if (entry.has("id")) {
                String id = entry.textOrNull("id");
                if (id == null || madeUp(entry, id) == null) {
                    return null;
                }
            }
            Listing listing = EntriesReader.read(entry, catalogue, listed, problems);
            return listing == null || role == null ? listing : naming(listing, new RelatedPerson(role, self, null));
        }

        private SubjectId listed(YamlMap entry, String of, SubjectId self) {
            if (of.equals(SUBJECT) || of.equals("主体")) {
                return self;
            }
            if (of.equals(OTHER) || of.equals("他人")) {
                return Synthetic.STRANGER;
            }
            String role = catalogue.roleWords().find(of).orElse("");
            for (int i = 0; i < related.size(); i++) {
                if (of.equals("r" + i) || related.get(i).role().equals(role)) {
                    return related.get(i).id();
                }
            }
            entry.error(
                    "unknown-related",
                    "of",
                    of,
                    new Text("“related”中没有“" + of + "”。", "No related one is (" + of + ")."),
                    new Text(
                            "请在 given 中写 related: [" + of + "];与问询无关的人写 of: 他人。",
                            "Name the role under related; write of: other for somebody the question does not name."));
            return Synthetic.STRANGER;
        }

        private Listing naming(Listing listing, RelatedPerson person) {
            List<RelatedPerson> named = new ArrayList<>(listing.related());
            named.add(person);
            return new Listing(
                    listing.entryId(),
                    listing.subject(),
                    listing.name(),
                    listing.list(),
                    listing.recogniser(),
                    listing.docNo(),
                    listing.basis(),
                    listing.recognisedAt(),
                    listing.validFrom(),
                    listing.validTo(),
                    listing.ground(),
                    listing.severity(),
                    listing.corrected(),
                    listing.courtOrder(),
                    listing.personalResponsibility(),
                    named,
                    listing.events());
        }

        private void readSource(YamlMap source) {
            String name = source.text("name");
            List<String> lists = Words.codes(source, "lists", catalogue.listWords(), "名单", "list");
            Instant loadedAt = moment(source, "loadedAt");
            boolean reachable = source.bool("reachable", true);
            source.finish();
            sources.add(new Source(name, lists, loadedAt, reachable));
        }
    }
}
