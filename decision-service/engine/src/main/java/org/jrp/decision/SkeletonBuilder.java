package org.jrp.decision;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import org.jrp.catalogue.Effect;
import org.jrp.catalogue.Kind;
import org.jrp.catalogue.Provision;
import org.jrp.release.Release;
import org.jrp.rule.Atom;
import org.jrp.rule.Row;
import org.jrp.rule.Rule;
import org.jspecify.annotations.Nullable;

/** Puts entries to the two stages and merges what survives (两阶段判断与合并). One builder, one signature, one thread. */
final class SkeletonBuilder {

    private static final Comparator<Skeleton.Finding> BY_RULE = (a, b) -> {
        int order = Integer.compare(
                a.standing().rule().number(), b.standing().rule().number());
        return order == 0 ? Integer.compare(a.position(), b.position()) : order;
    };
    private static final Comparator<Skeleton.Near> NEAR_BY_RULE = (a, b) -> {
        int order = Integer.compare(a.rule(), b.rule());
        return order == 0 ? Integer.compare(a.position(), b.position()) : order;
    };
    /** Sanctions first, then the stronger effect, then what hangs on no matter. */
    private static final Comparator<Skeleton.MeasureShell> BY_WEIGHT = (a, b) -> {
        Applied one = a.template();
        Applied other = b.template();
        int order = Boolean.compare(other.kind() == Kind.SANCTION, one.kind() == Kind.SANCTION);
        order = order == 0 ? one.effect().compareTo(other.effect()) : order;
        return order == 0 ? Boolean.compare(one.conditional(), other.conditional()) : order;
    };

    private final Release release;
    private final Principles principles;
    private final Regime regime;
    private final List<LiveEntry> entries;
    private final boolean matterGiven;
    private final LocalDate asOf;
    private final IntPredicate active;

    SkeletonBuilder(
            Release release,
            Principles principles,
            Regime regime,
            List<LiveEntry> entries,
            boolean matterGiven,
            LocalDate asOf,
            IntPredicate active) {
        this.release = release;
        this.principles = principles;
        this.regime = regime;
        this.entries = entries;
        this.matterGiven = matterGiven;
        this.asOf = asOf;
        this.active = active;
    }

    /** Every proposal with its verdict, by rule, then entry. */
    List<Skeleton.Finding> findings() {
        return findings(true);
    }

    /**
     * @param asked whether Drools is asked which rules an entry meets; if not, that is read off the truth of their conditions
     */
    private List<Skeleton.Finding> findings(boolean asked) {
        List<Skeleton.Finding> findings = new ArrayList<>();
        boolean anySanction = false;
        for (LiveEntry entry : entries) {
            anySanction |= entry.sanctionsSubject();
        }
        for (int position = 0; position < entries.size(); position++) {
            LiveEntry entry = entries.get(position);
            int[] numbers = asked
                    ? release.compiled().proposedFor(new Row(entry.group().key(), entry.facts()))
                    : entry.group().met(entry.facts(), entry.truth());
            for (int number : numbers) {
                Wording wording = active.test(number) ? regime.wording(number) : null;
                if (wording != null) {
                    findings.add(finding(wording, position, entry, anySanction));
                }
            }
        }
        if (entries.size() > 1) {
            findings.sort(BY_RULE);
        }
        return findings;
    }

    Skeleton build() {
        return build(true);
    }

    /**
     * What outcome and measures follow from, read off the truth of conditions without asking Drools for the rules; without what was withheld or
     * nearly met, and without days.
     */
    Skeleton unexplained() {
        return build(false);
    }

    private Skeleton build(boolean explained) {
        List<Skeleton.Finding> findings = findings(explained);
        List<Skeleton.MeasureShell> measures = measures(findings);
        SortedWords editions = editions(findings, measures);
        SortedWords assumed = new SortedWords();
        editions.words().forEach(id -> assumed.add(regime.assumedOf(id)));
        boolean restricted = false;
        List<Review> reviews = List.of();
        for (Skeleton.Finding finding : findings) {
            if (finding.survives()) {
                assumed.add(finding.wording().assumed());
                restricted |= finding.sanction() && finding.effect() == Effect.MANDATORY && !finding.conditional();
                if (!finding.reviews().isEmpty()) {
                    reviews = with(reviews, finding.reviews());
                }
            }
        }
        return new Skeleton(
                measures,
                explained ? withheld(findings) : List.of(),
                explained ? nearMisses() : List.of(),
                restricted,
                reviews,
                explained ? turn() : null,
                editions.words(),
                assumed.words());
    }

    /** Those of the measures, of incentives that were proposed, and the one that rules on sanctions. */
    private SortedWords editions(List<Skeleton.Finding> findings, List<Skeleton.MeasureShell> measures) {
        SortedWords editions = new SortedWords();
        editions.add(regime.inForce().sanctions().id());
        for (Skeleton.MeasureShell shell : measures) {
            editions.add(shell.template().edition());
        }
        for (Skeleton.Finding finding : findings) {
            if (finding.standing().incentive()) {
                editions.add(finding.standing().edition());
            }
        }
        return editions;
    }

    /** Each once, by code. */
    private static List<Review> with(List<Review> reviews, List<Review> more) {
        List<Review> all = new ArrayList<>(reviews);
        for (Review review : more) {
            if (!all.contains(review)) {
                all.add(review);
            }
        }
        all.sort(Comparator.comparing(Review::code));
        return List.copyOf(all);
    }

    private Skeleton.Finding finding(Wording wording, int position, LiveEntry entry, boolean anySanction) {
        Regime.Standing standing = wording.standing();
        Effect effect = standing.action().effect();
        boolean conditional = !matterGiven && wording.matter() != null;
        if (standing.ownBasis()) {
            return new Skeleton.Finding(
                    wording, position, effect, conditional, entry.disputed(), Principles.Verdict.SILENT);
        }
        Principles.Verdict verdict = principles.judge(wording, entry, anySanction);
        Effect kept = verdict.atMost() == null ? effect : Regime.atMost(effect, verdict.atMost());
        return new Skeleton.Finding(wording, position, kept, conditional, entry.disputed(), verdict);
    }

    private List<Skeleton.MeasureShell> measures(List<Skeleton.Finding> findings) {
        long[] byMeasure = new long[findings.size()];
        int count = 0;
        for (int i = 0; i < findings.size(); i++) {
            if (findings.get(i).survives()) {
                byMeasure[count++] = (long) findings.get(i).wording().rank() << 32 | i;
            }
        }
        Arrays.sort(byMeasure, 0, count);
        List<Skeleton.MeasureShell> shells = new ArrayList<>(count);
        for (int from = 0, to; from < count; from = to) {
            to = from + 1;
            while (to < count && byMeasure[to] >> 32 == byMeasure[from] >> 32) {
                to++;
            }
            shells.add(
                    to == from + 1 ? alone(findings.get((int) byMeasure[from])) : merge(findings, byMeasure, from, to));
        }
        shells.sort(BY_WEIGHT);
        return List.copyOf(shells);
    }

    private static Skeleton.MeasureShell alone(Skeleton.Finding finding) {
        return new Skeleton.MeasureShell(
                finding.wording().alone(finding.effect(), finding.conditional(), finding.disputed()),
                finding.standing().feedbackWithin(),
                new int[] {finding.position()});
    }

    private static Skeleton.MeasureShell merge(List<Skeleton.Finding> findings, long[] places, int from, int to) {
        List<Skeleton.Finding> same = picked(findings, places, from, to);
        Effect strongest = same.get(0).effect();
        boolean disputed = false;
        for (Skeleton.Finding finding : same) {
            strongest = finding.effect().compareTo(strongest) < 0 ? finding.effect() : strongest;
            disputed |= finding.disputed();
        }
        Skeleton.Finding first = null;
        boolean limited = true;
        boolean conditional = true;
        boolean unverified = true;
        SortedWords matters = new SortedWords();
        SortedWords departments = new SortedWords();
        SortedWords qualifiers = new SortedWords();
        List<Citation> citations = new ArrayList<>();
        Rule last = null;
        for (Skeleton.Finding finding : same) {
            Wording wording = finding.wording();
            if (finding.effect() == strongest) {
                first = first == null ? finding : first;
                conditional &= finding.conditional();
                unverified &= wording.basisUnverified();
                Atom.MatterIs matter = wording.matter();
                if (matter == null) {
                    limited = false;
                } else {
                    matters.add(matter.matters());
                }
            }
            Rule rule = wording.standing().rule();
            if (rule != last) {
                last = rule;
                citations.add(wording.citation(finding.effect()));
                departments.add(wording.standing().departments());
                Provision provision = wording.standing().provision();
                if (provision != null) {
                    qualifiers.add(provision.qualifiers());
                }
            }
        }
        Regime.Standing decisive = Objects.requireNonNull(first).standing();
        Applied template = new Applied(
                decisive.measure().code(),
                decisive.measure().name(),
                decisive.measure().kind(),
                strongest,
                decisive.measure().measureClass(),
                decisive.measure().category(),
                decisive.edition(),
                departments.words(),
                conditional,
                limited ? matters.words() : List.of(),
                qualifiers.words(),
                unverified,
                disputed,
                List.copyOf(citations),
                List.of(),
                LocalDate.EPOCH);
        return new Skeleton.MeasureShell(template, decisive.feedbackWithin(), positions(same));
    }

    private static List<Skeleton.Finding> picked(List<Skeleton.Finding> findings, long[] places, int from, int to) {
        List<Skeleton.Finding> picked = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            picked.add(findings.get((int) places[i]));
        }
        return picked;
    }

    /** Each position once, ascending. */
    private static int[] positions(List<Skeleton.Finding> findings) {
        BitSet positions = new BitSet();
        for (Skeleton.Finding finding : findings) {
            positions.set(finding.position());
        }
        return positions.stream().toArray();
    }

    /** What no proposal survives of, once for each reason: sanctions first, then by code and reason. */
    private static List<Skeleton.WithheldShell> withheld(List<Skeleton.Finding> findings) {
        int most = 0;
        for (Skeleton.Finding finding : findings) {
            most += finding.withheldBy().size();
        }
        if (most == 0) {
            return List.of();
        }
        BitSet surviving = new BitSet();
        for (Skeleton.Finding finding : findings) {
            if (finding.survives()) {
                surviving.set(finding.wording().rank());
            }
        }
        long[] byReason = new long[most];
        int count = 0;
        for (int i = 0; i < findings.size(); i++) {
            Skeleton.Finding finding = findings.get(i);
            if (!surviving.get(finding.wording().rank())) {
                for (Principles.By by : finding.withheldBy()) {
                    byReason[count++] = key(finding, by) << 32 | i;
                }
            }
        }
        Arrays.sort(byReason, 0, count);
        List<Skeleton.WithheldShell> shells = new ArrayList<>(count);
        for (int from = 0, to; from < count; from = to) {
            to = from + 1;
            while (to < count && byReason[to] >> 32 == byReason[from] >> 32) {
                to++;
            }
            shells.add(withheld(picked(findings, byReason, from, to), (int) (byReason[from] >> 32) & 15));
        }
        return List.copyOf(shells);
    }

    private static long key(Skeleton.Finding finding, Principles.By by) {
        return (finding.standing().incentive() ? 1L << 30 : 0)
                | (long) finding.wording().rank() << 4
                | by.reason().ordinal();
    }

    private static Skeleton.WithheldShell withheld(List<Skeleton.Finding> same, int reason) {
        Principles.By by = same.get(0).withheldBy().stream()
                .filter(one -> one.reason().ordinal() == reason)
                .findFirst()
                .orElseThrow();
        Withheld alone = same.get(0).wording().withheld(by);
        if (same.size() == 1) {
            return new Skeleton.WithheldShell(alone, new int[] {same.get(0).position()});
        }
        SortedWords provisions = new SortedWords();
        for (Skeleton.Finding finding : same) {
            Provision provision = finding.standing().provision();
            if (provision != null) {
                provisions.add(provision.id());
            }
        }
        return new Skeleton.WithheldShell(alone.with(provisions.words(), List.of()), positions(same));
    }

    private List<Skeleton.Near> nearMisses() {
        List<Skeleton.Near> near = new ArrayList<>();
        for (int position = 0; position < entries.size(); position++) {
            LiveEntry entry = entries.get(position);
            List<Rule> rules = entry.group().rules();
            for (int i = 0; i < rules.size(); i++) {
                int failed = entry.group().onlyFailure(i, entry.truth());
                if (failed >= 0) {
                    int number = rules.get(i).number();
                    if (active.test(number) && regime.wording(number) != null) {
                        near.add(new Skeleton.Near(position, number, failed));
                    }
                }
            }
        }
        if (entries.size() > 1) {
            near.sort(NEAR_BY_RULE);
        }
        return List.copyOf(near);
    }

    /** The next day on which the law behind any rule for these entries changes. */
    private @Nullable LocalDate turn() {
        LocalDate next = null;
        for (LiveEntry entry : entries) {
            LocalDate day = entry.group().lawTurnAfter(asOf);
            if (day != null && (next == null || day.isBefore(next))) {
                next = day;
            }
        }
        return next;
    }
}
