package org.jrp.benchmarks;

import java.io.StringReader;
import java.util.List;
import org.kie.api.io.Resource;
import org.kie.dmn.api.core.DMNContext;
import org.kie.dmn.api.core.DMNModel;
import org.kie.dmn.api.core.DMNResult;
import org.kie.dmn.api.core.DMNRuntime;
import org.kie.dmn.core.compiler.RuntimeTypeCheckOption;
import org.kie.dmn.core.internal.utils.DMNRuntimeBuilder;
import org.kie.internal.io.ResourceFactory;

/**
 * KIE DMN: one decision table that collects. Its alpha-network mode is no candidate: in 10.2.0 it keeps the first
 * question's context and gives every later question the first answer.
 */
final class KieDmnPeer implements Peer {

    private final DMNRuntime runtime;
    private final DMNModel model;

    KieDmnPeer(RuleTable table) {
        Resource resource = ResourceFactory.newReaderResource(new StringReader(Dmn.write(table, Dmn.Cells.FEEL)))
                .setSourcePath("benchmark.dmn");
        runtime = DMNRuntimeBuilder.fromDefaults()
                .setOption(new RuntimeTypeCheckOption(false))
                .buildConfiguration()
                .fromResources(List.of(resource))
                .getOrElseThrow(IllegalStateException::new);
        model = runtime.getModel(Dmn.NAMESPACE, Dmn.MODEL);
        if (model.hasErrors()) {
            throw new IllegalStateException(model.getMessages().toString());
        }
    }

    @Override
    public String name() {
        return "kie-dmn";
    }

    @Override
    @SuppressWarnings("unchecked")
    public List<String> decide(Input in) {
        DMNContext context = runtime.newContext();
        context.set("list", in.list());
        context.set("context", in.context());
        context.set("severity", in.severity());
        context.set("months", in.months());
        DMNResult result = runtime.evaluateByName(model, context, Dmn.DECISION);
        if (result.hasErrors()) {
            throw new IllegalStateException(result.getMessages().toString());
        }
        Object measures = result.getDecisionResultByName(Dmn.DECISION).getResult();
        return measures == null ? List.of() : (List<String>) measures;
    }
}
