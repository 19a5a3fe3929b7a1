package org.jrp.decision;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jrp.catalogue.Kind;
import org.jrp.catalogue.ListType;
import org.jrp.catalogue.Via;
import org.jrp.listing.EntryState;
import org.jrp.listing.Severity;
import org.jrp.listing.State;
import org.jrp.rule.Row;
import org.jrp.rule.RowDates;
import org.jrp.rule.RuleSet;
import org.jspecify.annotations.Nullable;

/** A live entry of a case file with its row and its signature (有效记录及其特征). */
final class LiveEntry {

    private final CaseEntry entry;
    private final State state;
    private final ListType list;
    private final Row.Facts facts;
    private final Candidates.Group group;
    private final long[] truth;
    private final int flags;
    private final List<String> ids;

    LiveEntry(CaseFile file, CaseEntry entry, State state, ListType list, RuleSet rules, Candidates candidates) {
        this.entry = entry;
        this.ids = List.of(entry.entryId());
        this.state = state;
        this.list = list;
        this.facts = new Row.Facts(
                entry.list(),
                file.context(),
                entry.via().code(),
                entry.role() == null ? "" : entry.role(),
                file.kind().code(),
                file.kind().entity(),
                Boolean.TRUE.equals(
                        entry.personallyResponsible() == null
                                ? state.personalResponsibility()
                                : entry.personallyResponsible()),
                Boolean.TRUE.equals(state.courtOrder()),
                (int) Math.max(0, file.asOf().toEpochDay() - state.validFrom().toEpochDay()),
                RowDates.fullMonths(state.validFrom(), file.asOf()),
                rules.ground(state.ground()),
                state.severity() == null
                        ? ""
                        : Objects.requireNonNull(state.severity()).code(),
                entry.recognisedAt() == null
                        ? Integer.MIN_VALUE
                        : (int) Objects.requireNonNull(entry.recognisedAt()).toEpochDay(),
                file.place(),
                file.matter() == null ? "" : file.matter(),
                state.state() == EntryState.KEY_ATTENTION || list.kind() == Kind.KEY_ATTENTION);
        this.group = candidates.group(entry.list(), file.context(), entry.via());
        this.truth = group.truth(facts);
        this.flags = (state.disputed() ? 1 : 0)
                | (facts.keyAttention() ? 2 : 0)
                | (state.severity() == Severity.MINOR && state.corrected() ? 4 : 0)
                | (sanctionsSubject() ? 8 : 0);
    }

    CaseEntry entry() {
        return entry;
    }

    /** Its id alone, as a list. */
    List<String> ids() {
        return ids;
    }

    State state() {
        return state;
    }

    ListType list() {
        return list;
    }

    Row.Facts facts() {
        return facts;
    }

    Candidates.Group group() {
        return group;
    }

    long[] truth() {
        return truth;
    }

    boolean disputed() {
        return (flags & 1) != 0;
    }

    boolean keyAttention() {
        return (flags & 2) != 0;
    }

    boolean minorCorrected() {
        return (flags & 4) != 0;
    }

    /** Whether the subject itself stands on a sanction or key-attention entry. */
    boolean sanctionsSubject() {
        return entry.via() == Via.SELF && (list.kind() != Kind.INCENTIVE || facts.keyAttention());
    }

    /** Order by signature: entries that compare as equal meet the same rules and principles. */
    static int bySignature(LiveEntry a, LiveEntry b) {
        int order = a.group.key().compareTo(b.group.key());
        if (order == 0) {
            order = Arrays.compare(a.truth, b.truth);
        }
        return order == 0 ? Integer.compare(a.flags, b.flags) : order;
    }

    /** What the memo keeps of an entry. */
    Signature signature() {
        return new Signature(group, truth, flags);
    }

    /** The part of an entry that decides which rules and principles meet it. */
    static final class Signature {
        private final Candidates.Group group;
        private final long[] truth;
        private final int flags;

        private Signature(Candidates.Group group, long[] truth, int flags) {
            this.group = group;
            this.truth = truth;
            this.flags = flags;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Signature that
                    && group == that.group
                    && flags == that.flags
                    && Arrays.equals(truth, that.truth);
        }

        @Override
        public int hashCode() {
            return (group.key().hashCode() * 31 + Arrays.hashCode(truth)) * 31 + flags;
        }
    }
}
