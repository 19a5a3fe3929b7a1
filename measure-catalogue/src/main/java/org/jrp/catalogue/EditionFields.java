package org.jrp.catalogue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tells field by field what differs between two editions, items or rows (字段比较). */
final class EditionFields {

    private static final Map<String, Function<Edition, List<String>>> HEADER = new LinkedHashMap<>();
    private static final Map<String, Field> MEASURE = new LinkedHashMap<>();

    static {
        HEADER.put("id", edition -> one(edition.id()));
        HEADER.put("title", edition -> one(edition.title()));
        HEADER.put("docNo", edition -> one(edition.docNo()));
        HEADER.put("layer", edition -> one(edition.layer().code()));
        HEADER.put("place", edition -> one(edition.place()));
        HEADER.put("year", edition -> one(edition.year()));
        HEADER.put("revision", edition -> one(edition.revision()));
        HEADER.put("publishedAt", edition -> one(edition.publishedAt()));
        HEADER.put("effectiveFrom", edition -> one(edition.effectiveFrom()));
        HEADER.put("effectiveTo", edition -> one(edition.effectiveTo()));
        HEADER.put("assumed", Edition::assumed);
        HEADER.put("status", edition -> one(edition.status()));
        HEADER.put("governs", edition -> one(edition.governs() == Edition.Governs.BOTH ? "both" : "sanction"));
        HEADER.put("exhaustive", edition -> one(edition.exhaustive()));
        HEADER.put("basedOn", Edition::basedOn);
        HEADER.put("file", edition -> one(edition.file()));
        MEASURE.put("name", new Field(ChangeKind.RENAMED, row -> one(row.name())));
        MEASURE.put(
                "effect",
                new Field(ChangeKind.STRENGTH_CHANGED, row -> one(row.effect().code())));
        MEASURE.put("class", new Field(ChangeKind.STRENGTH_CHANGED, row -> one(row.measureClass())));
        MEASURE.put("contexts", new Field(ChangeKind.SUBJECT_CHANGED, EditionMeasure::contexts));
        MEASURE.put("matters", new Field(ChangeKind.SUBJECT_CHANGED, EditionMeasure::matters));
        MEASURE.put("departments", new Field(ChangeKind.ACTOR_CHANGED, EditionMeasure::departments));
        MEASURE.put("basis", new Field(ChangeKind.BASIS_CHANGED, EditionFields::refs));
        MEASURE.put("basis.link", new Field(ChangeKind.BASIS_CHANGED, EditionFields::links));
        MEASURE.put(
                "kind",
                new Field(ChangeKind.CONTENT_CHANGED, row -> one(row.kind().code())));
        MEASURE.put("category", new Field(ChangeKind.CONTENT_CHANGED, row -> one(row.category())));
        MEASURE.put("feedbackWithin", new Field(ChangeKind.CONTENT_CHANGED, row -> one(row.feedbackWithin() + "wd")));
        MEASURE.put("provisions", new Field(ChangeKind.CONTENT_CHANGED, EditionMeasure::provisions));
    }

    private EditionFields() {}

    private record Field(ChangeKind kind, Function<EditionMeasure, List<String>> values) {}

    static List<EditionChange> header(Edition before, Edition after) {
        List<EditionChange> changes = new ArrayList<>();
        HEADER.forEach((field, values) -> {
            if (!values.apply(before).equals(values.apply(after))) {
                changes.add(new EditionChange(
                        ChangeKind.HEADER_CHANGED,
                        EditionChange.Part.HEADER,
                        after.id(),
                        after.title(),
                        field,
                        values.apply(before),
                        values.apply(after)));
            }
        });
        return changes;
    }

    static List<EditionChange> item(String code, Edition.@Nullable Item before, Edition.@Nullable Item after) {
        if (before == null || after == null) {
            return List.of(whole(
                    EditionChange.Part.ITEM,
                    code,
                    before == null ? null : before.name(),
                    after == null ? null : after.name()));
        }
        List<EditionChange> changes = new ArrayList<>();
        if (!before.name().equals(after.name())) {
            changes.add(new EditionChange(
                    ChangeKind.RENAMED,
                    EditionChange.Part.ITEM,
                    code,
                    after.name(),
                    "name",
                    one(before.name()),
                    one(after.name())));
        }
        if (before.measureClass() != after.measureClass()) {
            changes.add(new EditionChange(
                    ChangeKind.STRENGTH_CHANGED,
                    EditionChange.Part.ITEM,
                    code,
                    after.name(),
                    "class",
                    one(before.measureClass()),
                    one(after.measureClass())));
        }
        return changes;
    }

    static List<EditionChange> measure(String code, @Nullable EditionMeasure before, @Nullable EditionMeasure after) {
        if (before == null || after == null) {
            return List.of(whole(
                    EditionChange.Part.MEASURE,
                    code,
                    before == null ? null : before.name(),
                    after == null ? null : after.name()));
        }
        List<EditionChange> changes = new ArrayList<>();
        MEASURE.forEach((name, field) -> {
            List<String> first = field.values().apply(before);
            List<String> second = field.values().apply(after);
            boolean onlyTogetherWithRefs =
                    name.equals("basis.link") && !refs(before).equals(refs(after));
            if (onlyTogetherWithRefs) {
                Set<String> kept = new HashSet<>(refs(before));
                kept.retainAll(refs(after));
                first = first.stream().filter(link -> kept.contains(ref(link))).toList();
                second =
                        second.stream().filter(link -> kept.contains(ref(link))).toList();
                if (new HashSet<>(first).equals(new HashSet<>(second))) {
                    return;
                }
            }
            if (!first.equals(second)) {
                changes.add(new EditionChange(
                        field.kind(), EditionChange.Part.MEASURE, code, after.name(), name, first, second));
            }
        });
        return changes;
    }

    /** Codes that took the place of others, by the record of the catalogue or because provisions moved over. */
    static List<EditionChange> successions(ListDiff<EditionMeasure> rows, Optional<Catalogue> catalogue) {
        SortedMap<String, EditionMeasure> gone = new TreeMap<>();
        SortedMap<String, EditionMeasure> come = new TreeMap<>();
        rows.pairs().forEach((code, pair) -> {
            if (pair.after() == null && pair.before() != null) {
                gone.put(code, pair.before());
            } else if (pair.before() == null && pair.after() != null) {
                come.put(code, pair.after());
            }
        });
        SortedMap<String, Set<String>> later = new TreeMap<>();
        SortedMap<String, Set<String>> earlier = new TreeMap<>();
        come.forEach((code, row) -> {
            Set<String> olds = new TreeSet<>();
            gone.forEach((old, oldRow) -> {
                if (oldRow.provisions().stream().anyMatch(row.provisions()::contains)) {
                    olds.add(old);
                }
            });
            catalogue
                    .flatMap(known -> known.findMeasure(code))
                    .ifPresent(measure -> measure.replaces().stream()
                            .filter(rows.before()::contains)
                            .forEach(olds::add));
            earlier.put(code, olds);
            olds.forEach(
                    old -> later.computeIfAbsent(old, unused -> new TreeSet<>()).add(code));
        });
        List<EditionChange> changes = new ArrayList<>();
        later.forEach((old, news) -> {
            if (rows.after().contains(old)) {
                news.add(old);
            }
            if (news.size() > 1) {
                changes.add(succession(ChangeKind.SPLIT, old, name(old, gone, catalogue), List.of(old), news));
            }
        });
        earlier.forEach((code, olds) -> {
            if (olds.size() > 1) {
                changes.add(succession(ChangeKind.MERGED, code, name(code, come, catalogue), olds, List.of(code)));
            }
        });
        return changes;
    }

    private static EditionChange succession(
            ChangeKind kind, String code, String name, Collection<String> before, Collection<String> after) {
        return new EditionChange(
                kind, EditionChange.Part.MEASURE, code, name, "code", List.copyOf(before), List.copyOf(after));
    }

    private static String name(String code, Map<String, EditionMeasure> rows, Optional<Catalogue> catalogue) {
        EditionMeasure row = rows.get(code);
        return row != null
                ? row.name()
                : catalogue
                        .flatMap(known -> known.findMeasure(code))
                        .map(Measure::name)
                        .orElse(code);
    }

    private static EditionChange whole(
            EditionChange.Part part, String code, @Nullable String before, @Nullable String after) {
        return new EditionChange(
                before == null ? ChangeKind.ADDED : ChangeKind.REMOVED,
                part,
                code,
                after != null ? after : Objects.requireNonNullElse(before, code),
                "row",
                one(before),
                one(after));
    }

    private static List<String> refs(EditionMeasure row) {
        return row.basis().stream().map(EditionMeasure.BasisRef::ref).toList();
    }

    private static List<String> links(EditionMeasure row) {
        return row.basis().stream()
                .map(basis -> basis.ref() + ':' + basis.link().code())
                .toList();
    }

    /** The basis of a value of the field {@code basis.link}. */
    static String ref(String link) {
        return link.substring(0, link.lastIndexOf(':'));
    }

    /** The link source of a value of the field {@code basis.link}. */
    static String link(String link) {
        return link.substring(link.lastIndexOf(':') + 1);
    }

    private static List<String> one(@Nullable Object value) {
        return value == null ? List.of() : List.of(value.toString());
    }
}
