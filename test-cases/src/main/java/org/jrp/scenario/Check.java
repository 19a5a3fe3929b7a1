package org.jrp.scenario;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** An expectation whose check is a function (函数式预期). */
record Check(
        String key,
        boolean needsRemedies,
        List<String> justNot,
        List<String> nearMisses,
        Function<Answered, Optional<Difference>> function)
        implements Expectation {

    /** One that asks for nothing besides the decision. */
    static Check of(String key, Function<Answered, Optional<Difference>> function) {
        return new Check(key, false, List.of(), List.of(), function);
    }

    @Override
    public Optional<Difference> check(Answered answered) {
        if (answered.refusal() != null && !key.equals("refused")) {
            return Optional.of(new Difference(key, "", "refused: " + answered.refusal()));
        }
        return function.apply(answered);
    }
}
