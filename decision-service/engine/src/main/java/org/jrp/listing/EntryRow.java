package org.jrp.listing;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Lexicon;
import org.jrp.catalogue.ListType;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Text;
import org.jrp.subject.IdType;
import org.jrp.subject.InvalidIdException;
import org.jrp.subject.SubjectId;
import org.jrp.subject.SubjectIds;
import org.jspecify.annotations.Nullable;

/** Makes an entry of a record (条目读取); every fault of the record becomes a problem at its line. */
final class EntryRow {

    private static final int MOST_NESTED = 1_000;
    private static final Map<String, IdType> ID_TYPES = Map.of(
            "身份证", IdType.CITIZEN_ID,
            "居民身份证号码", IdType.CITIZEN_ID,
            "公民身份号码", IdType.CITIZEN_ID,
            "身份证号码", IdType.CITIZEN_ID,
            "第一代身份证", IdType.CITIZEN_ID_15,
            "营业执照注册号", IdType.AIC_REG_NO);

    private final Row row;
    private final Catalogue catalogue;
    private final List<Problem> problems;

    private EntryRow(Row row, Catalogue catalogue, List<Problem> problems) {
        this.row = row;
        this.catalogue = catalogue;
        this.problems = problems;
    }

    /** The entry; null when there is an error among the problems that reading it added. */
    static @Nullable Listing read(
            Row row,
            Catalogue catalogue,
            @Nullable SubjectId otherwise,
            @Nullable ListType list,
            List<Problem> problems) {
        int before = problems.size();
        Listing listing = new EntryRow(row, catalogue, problems).listing(otherwise, list);
        for (int i = before; i < problems.size(); i++) {
            if (problems.get(i).severity() == Problem.Severity.ERROR) {
                return null;
            }
        }
        return listing;
    }

    private @Nullable Listing listing(@Nullable SubjectId otherwise, @Nullable ListType unlessNamed) {
        String entryId = Fields.text(row, "entryId");
        ListType list = list(unlessNamed);
        String from = either("validFrom", "from");
        String to = either("validTo", "to");
        int before = problems.size();
        LocalDate validFrom = Fields.date(row, from);
        if (validFrom == null && problems.size() == before) {
            Fields.missing(row, from);
        }
        LocalDate validTo = Fields.date(row, to);
        SubjectId subject = subject(row, otherwise, validFrom);
        String name = Fields.text(row, "name");
        String recogniser = Fields.text(row, "recogniser");
        String docNo = Fields.text(row, "docNo");
        String basis = Fields.text(row, "basis");
        LocalDate recognisedAt = Fields.date(row, "recognisedAt");
        String ground = Fields.text(row, "ground");
        Severity severity = Fields.coded(row, "severity", Severity.class);
        boolean corrected = Boolean.TRUE.equals(Fields.bool(row, "corrected"));
        Boolean courtOrder = Fields.bool(row, "courtOrder");
        Boolean personalResponsibility = Fields.bool(row, "personalResponsibility");
        List<RelatedPerson> related = related(validFrom);
        List<Event> events = events();
        row.finish();
        if (list == null || validFrom == null || subject == null) {
            return null;
        }
        if (validTo != null && !validTo.isAfter(validFrom)) {
            row.error(
                    "empty-term",
                    to,
                    validTo.toString(),
                    new Text(
                            "有效期至(" + validTo + ")不晚于有效期始(" + validFrom + ");有效期至当日起不再有效。",
                            "The term ends (" + validTo + ") no later than it begins (" + validFrom
                                    + "); validTo is the first day without effect."),
                    new Text("请核对两个日期。", "Compare the two dates."));
        }
        if (recognisedAt != null && validFrom.isBefore(recognisedAt)) {
            row.error(
                    "back-dated",
                    from,
                    validFrom.toString(),
                    new Text(
                            "有效期始(" + validFrom + ")早于认定日期(" + recognisedAt + ")。",
                            "The entry stands from " + validFrom + ", before its decision (" + recognisedAt + ")."),
                    Guard.NOT_BACKDATED.mend());
        }
        if (ground != null && !list.grounds().isEmpty() && !list.grounds().contains(ground)) {
            row.warning(
                    "unknown-ground",
                    "ground",
                    ground,
                    new Text(
                            "“" + list.name() + "”没有列入事由“" + Words.shown(ground) + "”,按事由区分的规则不会命中。",
                            "The list " + list.code() + " has no ground (" + Words.shown(ground)
                                    + "); rules that ask for a ground will not fire."),
                    Words.near(
                            ground,
                            list.grounds(),
                            new Text(
                                    "可用:" + String.join("、", list.grounds()),
                                    "Known: " + String.join(", ", list.grounds()))));
        }
        Listing listing = new Listing(
                entryId,
                subject,
                name,
                list.code(),
                recogniser,
                docNo,
                basis,
                recognisedAt,
                validFrom,
                validTo,
                ground,
                severity,
                corrected,
                courtOrder,
                personalResponsibility,
                related,
                events);
        Lifecycle.refusal(listing, list.kind()).ifPresent(this::impossible);
        return listing;
    }

    private void impossible(Refusal refusal) {
        Event event = refusal.event();
        row.error(
                "impossible-history",
                "events",
                event == null ? null : event.type().code(),
                event == null
                        ? refusal.message()
                        : new Text(
                                event.at() + " 的事件不成立:" + refusal.message().zh(),
                                "The event of " + event.at() + " is not possible: "
                                        + refusal.message().en()),
                refusal.mend());
    }

    private @Nullable ListType list(@Nullable ListType otherwise) {
        String word = Fields.text(row, "list");
        if (word == null) {
            if (otherwise == null) {
                Fields.missing(row, "list");
            }
            return otherwise;
        }
        String code = word("list", row, word, catalogue.listWords(), "名单", "list");
        return code == null ? null : catalogue.findList(code).orElse(null);
    }

    private @Nullable String word(String key, Row at, String word, Lexicon lexicon, String zh, String en) {
        Optional<String> code = lexicon.find(word);
        if (code.isPresent()) {
            return code.get();
        }
        at.error(
                "unknown-word",
                key,
                word,
                new Text(
                        "不认识的" + zh + "“" + Words.shown(word) + "”。",
                        "The " + en + " (" + Words.shown(word) + ") is not known."),
                Words.near(
                        word, lexicon.words(), new Text("请使用措施目录中的名称或代码。", "Use a name or a code of the catalogue.")));
        return null;
    }

    private @Nullable SubjectId subject(Row at, @Nullable SubjectId otherwise, @Nullable LocalDate validFrom) {
        String idType = Fields.text(at, "idType");
        IdType declared = null;
        if (idType != null) {
            declared = ID_TYPES.get(idType);
            if (declared == null) {
                declared = Fields.coded(at, "idType", IdType.class);
                if (declared == null) {
                    at.has("id");
                    return null;
                }
            }
        }
        String id = Fields.text(at, "id");
        if (id == null) {
            if (otherwise == null) {
                Fields.missing(at, "id");
            }
            return otherwise;
        }
        try {
            SubjectIds.ParsedId parsed = SubjectIds.parse(declared, id, validFrom == null ? LocalDate.MAX : validFrom);
            for (Text warning : parsed.warnings()) {
                at.warning(
                        "doubtful-id",
                        "id",
                        parsed.id().masked(),
                        warning,
                        new Text("请核对证件。", "Compare it with the document."));
            }
            return parsed.id();
        } catch (InvalidIdException e) {
            at.error(
                    e.code().equals("ambiguous-id") ? "ambiguous-id" : "invalid-id",
                    "id",
                    SubjectIds.masked(id),
                    e.message(),
                    e.mend());
            return null;
        }
    }

    private List<RelatedPerson> related(@Nullable LocalDate validFrom) {
        List<Row> people = few("related");
        if (people.isEmpty()) {
            return List.of();
        }
        List<RelatedPerson> related = new ArrayList<>();
        for (Row person : people) {
            String role = Fields.text(person, "role");
            String code = null;
            if (role == null) {
                Fields.missing(person, "role");
            } else {
                code = word("role", person, role, catalogue.roleWords(), "关联角色", "role");
            }
            SubjectId id = subject(person, null, validFrom);
            Boolean responsible = Fields.bool(person, "personallyResponsible");
            person.finish();
            if (code != null && id != null) {
                related.add(new RelatedPerson(code, id, responsible));
            }
        }
        return related;
    }

    private List<Event> events() {
        List<Row> items = few("events");
        if (items.isEmpty()) {
            return List.of();
        }
        List<Event> events = new ArrayList<>();
        for (Row item : items) {
            Event event = EventRow.read(item);
            item.finish();
            if (event != null) {
                events.add(event);
            }
        }
        return events;
    }

    private List<Row> few(String key) {
        List<Row> rows = row.rows(key);
        if (rows.size() <= MOST_NESTED) {
            return rows;
        }
        row.error(
                "too-many",
                key,
                String.valueOf(rows.size()),
                new Text(
                        "“" + row.label(key) + "”有 " + rows.size() + " 项,超过 " + MOST_NESTED + " 项。",
                        "The " + row.label(key) + " has " + rows.size() + " items, more than " + MOST_NESTED + "."),
                new Text("请核对。", "Look it over."));
        return List.of();
    }

    /** The key that stands there; a problem where both do. */
    private String either(String key, String shorter) {
        boolean has = row.has(key);
        if (!row.has(shorter)) {
            return key;
        }
        if (has) {
            row.error(
                    "duplicate-key",
                    shorter,
                    shorter,
                    new Text(
                            "“" + row.label(key) + "”和“" + row.label(shorter) + "”是同一项,不能都写。",
                            "The keys (" + row.label(key) + ") and (" + row.label(shorter) + ") mean the same."),
                    new Text("请删去一个。", "Remove one of them."));
        }
        return shorter;
    }
}
