package org.jrp.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The difference between two editions (版次差异), complete: applied to the first it gives the second, and differences that meet
 * can be joined. Measures and items are matched by code, which keeps its meaning for ever. Immutable.
 */
public final class EditionDiff {

    private final Edition before;
    private final Edition after;
    private final ListDiff<Edition.Item> items;
    private final ListDiff<EditionMeasure> measures;

    private EditionDiff(
            Edition before, Edition after, ListDiff<Edition.Item> items, ListDiff<EditionMeasure> measures) {
        this.before = before;
        this.after = after;
        this.items = items;
        this.measures = measures;
    }

    /**
     * What changed from {@code a} to {@code b}.
     *
     * @throws IllegalArgumentException when a code stands twice in one of them
     */
    public static EditionDiff of(Edition a, Edition b) {
        return new EditionDiff(
                a.with(List.of(), List.of()),
                b.with(List.of(), List.of()),
                ListDiff.of(a.items(), b.items(), Edition.Item::code),
                ListDiff.of(a.measures(), b.measures(), EditionMeasure::code));
    }

    /** Id of the first edition. */
    public String from() {
        return before.id();
    }

    /** Id of the second edition. */
    public String to() {
        return after.id();
    }

    /** Whether the two are equal. */
    public boolean isEmpty() {
        return before.equals(after) && items.isEmpty() && measures.isEmpty();
    }

    /**
     * The second edition, made from the first.
     *
     * @throws IllegalArgumentException when {@code a} is not the edition that this difference starts from
     */
    public Edition apply(Edition a) {
        List<Edition.Item> itsItems = items.apply(a.items(), Edition.Item::code);
        List<EditionMeasure> itsMeasures = measures.apply(a.measures(), EditionMeasure::code);
        if (itsItems == null
                || itsMeasures == null
                || !a.with(List.of(), List.of()).equals(before)) {
            throw new IllegalArgumentException(
                    "The edition (%s) is not the one that the difference starts from (%s), or was changed since."
                            .formatted(a.id(), before.id()));
        }
        return after.with(itsItems, itsMeasures);
    }

    /**
     * This difference and the next as one: equal to the difference between the first edition and the last.
     *
     * @throws IllegalArgumentException when {@code next} does not start where this one ends
     */
    public EditionDiff then(EditionDiff next) {
        ListDiff<Edition.Item> itsItems = items.then(next.items);
        ListDiff<EditionMeasure> itsMeasures = measures.then(next.measures);
        if (itsItems == null || itsMeasures == null || !after.equals(next.before)) {
            throw new IllegalArgumentException("The difference from (%s) does not start where this one ends (%s)."
                    .formatted(next.before.id(), after.id()));
        }
        return new EditionDiff(before, next.after, itsItems, itsMeasures);
    }

    /** Every change, header first, then items, then measures; splits and mergers as far as the two editions show them. */
    public List<EditionChange> changes() {
        return changes(Optional.empty());
    }

    /** Every change, with the splits and mergers that the catalogue records for its measures. */
    public List<EditionChange> changes(Catalogue catalogue) {
        return changes(Optional.of(catalogue));
    }

    private List<EditionChange> changes(Optional<Catalogue> catalogue) {
        List<EditionChange> changes = new ArrayList<>(EditionFields.header(before, after));
        items.pairs().forEach((code, pair) -> changes.addAll(EditionFields.item(code, pair.before(), pair.after())));
        addReordered(changes, EditionChange.Part.ITEM, items);
        changes.addAll(EditionFields.successions(measures, catalogue));
        measures.pairs()
                .forEach((code, pair) -> changes.addAll(EditionFields.measure(code, pair.before(), pair.after())));
        addReordered(changes, EditionChange.Part.MEASURE, measures);
        return List.copyOf(changes);
    }

    private void addReordered(List<EditionChange> changes, EditionChange.Part part, ListDiff<?> rows) {
        if (rows.reordered()) {
            changes.add(new EditionChange(
                    ChangeKind.REORDERED, part, after.id(), after.title(), "order", rows.before(), rows.after()));
        }
    }

    /** How many measures and items both editions have unchanged. */
    public int unchanged() {
        return unchanged(measures) + unchanged(items);
    }

    private static int unchanged(ListDiff<?> rows) {
        return (int) rows.before().stream()
                .filter(code -> !rows.pairs().containsKey(code))
                .count();
    }

    /** The changes as sentences, with the names of the catalogue for codes. */
    public List<Text> sentences(Catalogue catalogue) {
        return new EditionSentences(catalogue, this::findMeasure).of(changes(catalogue));
    }

    private @Nullable EditionMeasure findMeasure(String code) {
        ListDiff.Pair<EditionMeasure> pair = measures.pairs().get(code);
        return pair == null ? null : pair.after() != null ? pair.after() : pair.before();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EditionDiff diff
                && before.equals(diff.before)
                && after.equals(diff.after)
                && items.equals(diff.items)
                && measures.equals(diff.measures);
    }

    @Override
    public int hashCode() {
        return Objects.hash(before, after, items, measures);
    }

    @Override
    public String toString() {
        return from() + " → " + to() + ": " + changes().size() + " changes";
    }
}
