package org.jrp.decision;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntPredicate;
import org.jrp.catalogue.Effect;
import org.jrp.release.CompiledRules;
import org.jrp.rule.Action;
import org.jrp.rule.Proposal;
import org.jrp.rule.Reason;
import org.jrp.rule.Rule;
import org.jrp.rule.RuleSet;
import org.jspecify.annotations.Nullable;

/**
 * Stage 2 (原则判断): what the principles say of a proposal. A verdict depends on the proposal's few facts alone, so each
 * combination is put to Drools once.
 */
final class Principles {

    /** How many kinds of rules the principles can tell apart. */
    static final int KINDS_OF_RULES = 1 << 11;

    private final RuleSet rules;
    private final CompiledRules compiled;
    private final IntPredicate active;
    private final ConcurrentHashMap<Proposal.Facts, int[]> matching;
    private final AtomicReferenceArray<@Nullable Verdict> verdicts = new AtomicReferenceArray<>(KINDS_OF_RULES << 4);

    Principles(RuleSet rules, CompiledRules compiled) {
        this(rules, compiled, number -> true, new ConcurrentHashMap<>());
    }

    private Principles(
            RuleSet rules,
            CompiledRules compiled,
            IntPredicate active,
            ConcurrentHashMap<Proposal.Facts, int[]> matching) {
        this.rules = rules;
        this.compiled = compiled;
        this.active = active;
        this.matching = matching;
    }

    /** The same, but for rules whose number does not pass; what Drools found is shared. */
    Principles only(IntPredicate numbers) {
        return new Principles(rules, compiled, numbers, matching);
    }

    /**
     * What applies to a proposal: withholding beats weakening beats keeping.
     *
     * @param withheldBy in the fixed order of reasons; empty where it stands
     * @param atMost the strongest effect it may keep; null where it keeps its own
     * @param reviews what a person must look at
     * @param applied every principle that spoke, by number
     */
    record Verdict(List<By> withheldBy, @Nullable Effect atMost, List<Review> reviews, List<Rule> applied) {

        /** Where no principle is asked. */
        static final Verdict SILENT = new Verdict(List.of(), null, List.of(), List.of());
    }

    /** A reason and the principle that gives it. */
    record By(Reason reason, Rule rule) {}

    /**
     * @param anySanction whether the subject itself stands on a sanction or key-attention entry
     */
    Verdict judge(Wording rule, LiveEntry entry, boolean anySanction) {
        if (rule.proposal() < 0) {
            return ask(rule.facts(anySanction, entry.keyAttention(), entry.minorCorrected(), entry.disputed()));
        }
        int place = rule.proposal() << 4
                | (anySanction ? 8 : 0)
                | (entry.keyAttention() ? 4 : 0)
                | (entry.minorCorrected() ? 2 : 0)
                | (entry.disputed() ? 1 : 0);
        Verdict known = verdicts.get(place);
        if (known == null) {
            known = ask(rule.facts(anySanction, entry.keyAttention(), entry.minorCorrected(), entry.disputed()));
            verdicts.set(place, known);
        }
        return known;
    }

    private Verdict ask(Proposal.Facts facts) {
        List<By> withheld = new ArrayList<>();
        List<Review> reviews = new ArrayList<>();
        Effect atMost = null;
        List<Rule> applied = new ArrayList<>();
        for (int number : matching.computeIfAbsent(facts, one -> compiled.judging(new Proposal(one)))) {
            if (!active.test(number)) {
                continue;
            }
            Rule rule = rules.rules().get(number);
            applied.add(rule);
            if (rule.action() instanceof Action.Withhold withhold) {
                withheld.add(new By(withhold.reason(), rule));
            } else if (rule.action() instanceof Action.Qualify qualify) {
                if (qualify.effect() != null) {
                    atMost = atMost == null ? qualify.effect() : Regime.atMost(atMost, qualify.effect());
                }
                if (qualify.review() != null) {
                    reviews.add(new Review(rule.id(), qualify.review()));
                }
            }
        }
        withheld.sort(Comparator.comparing(By::reason));
        return new Verdict(List.copyOf(withheld), atMost, List.copyOf(reviews), List.copyOf(applied));
    }
}
