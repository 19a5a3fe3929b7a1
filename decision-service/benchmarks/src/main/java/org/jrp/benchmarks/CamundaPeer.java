package org.jrp.benchmarks;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnDecisionTableResult;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;

/** Camunda 7 DMN: one decision table that collects, column by column over the rows still open. */
final class CamundaPeer implements Peer {

    /** The language of the cells and who evaluates it. */
    enum Mode {
        FEEL,
        LEGACY_FEEL,
        JUEL
    }

    private final Mode mode;
    private final DmnEngine engine;
    private final DmnDecision decision;

    CamundaPeer(RuleTable table, Mode mode) {
        this.mode = mode;
        DefaultDmnEngineConfiguration configuration = new DefaultDmnEngineConfiguration();
        configuration.setEnableFeelLegacyBehavior(mode != Mode.FEEL);
        if (mode == Mode.JUEL) {
            configuration.setDefaultInputEntryExpressionLanguage("juel");
        }
        engine = configuration.buildEngine();
        String xml = Dmn.write(table, mode == Mode.JUEL ? Dmn.Cells.JUEL : Dmn.Cells.FEEL_OR_NOTHING);
        decision = engine.parseDecision(Dmn.DECISION, new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public String name() {
        return switch (mode) {
            case FEEL -> "camunda feel";
            case LEGACY_FEEL -> "camunda legacy feel";
            case JUEL -> "camunda juel";
        };
    }

    @Override
    public List<String> decide(Input in) {
        VariableMap variables = Variables.createVariables()
                .putValue("list", in.list())
                .putValue("context", in.context())
                .putValue("severity", in.severity())
                .putValue("months", in.months());
        DmnDecisionTableResult result = engine.evaluateDecisionTable(decision, variables);
        return result.collectEntries(Dmn.OUTPUT);
    }
}
