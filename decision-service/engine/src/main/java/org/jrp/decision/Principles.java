package org.jrp.decision;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
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

    private final RuleSet rules;
    private final CompiledRules compiled;
    private final IntPredicate active;
    private final ConcurrentHashMap<Proposal.Facts, int[]> matching;
    private final ConcurrentHashMap<Proposal.Facts, Verdict> verdicts = new ConcurrentHashMap<>();

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
    record Verdict(List<By> withheldBy, @Nullable Effect atMost, List<Review> reviews, List<Rule> applied) {}

    /** A reason and the principle that gives it. */
    record By(Reason reason, Rule rule) {}

    Verdict judge(Proposal.Facts facts) {
        Verdict known = verdicts.get(facts);
        return known != null ? known : verdicts.computeIfAbsent(facts, this::ask);
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
