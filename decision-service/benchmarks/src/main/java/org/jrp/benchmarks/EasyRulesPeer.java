package org.jrp.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.jeasy.rules.api.Facts;
import org.jeasy.rules.api.Rules;
import org.jeasy.rules.api.RulesEngine;
import org.jeasy.rules.core.BasicRule;
import org.jeasy.rules.core.DefaultRulesEngine;

/** Easy Rules: each row a rule in Java, all evaluated in turn. The engine has no index. */
final class EasyRulesPeer implements Peer {

    private static final String INPUT = "input";
    private static final String MEASURES = "measures";

    private final Rules rules = new Rules();
    private final RulesEngine engine = new DefaultRulesEngine();

    EasyRulesPeer(RuleTable table) {
        table.rows().forEach(row -> rules.register(new RowRule(row)));
    }

    @Override
    public String name() {
        return "easy-rules";
    }

    @Override
    public List<String> decide(Input in) {
        List<String> measures = new ArrayList<>();
        Facts facts = new Facts();
        facts.put(INPUT, in);
        facts.put(MEASURES, measures);
        engine.fire(rules, facts);
        return measures;
    }

    private static final class RowRule extends BasicRule {

        private final RuleTable.Row row;

        private RowRule(RuleTable.Row row) {
            super("row-" + row.number(), row.measure(), row.number());
            this.row = row;
        }

        @Override
        public boolean evaluate(Facts facts) {
            Input in = facts.get(INPUT);
            return row.holds(in);
        }

        @Override
        public void execute(Facts facts) {
            List<String> measures = facts.get(MEASURES);
            measures.add(row.measure());
        }
    }
}
