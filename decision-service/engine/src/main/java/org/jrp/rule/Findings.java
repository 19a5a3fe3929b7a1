package org.jrp.rule;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Context;
import org.jrp.catalogue.ListType;
import org.jrp.catalogue.Matter;
import org.jrp.catalogue.Measure;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Role;
import org.jrp.catalogue.Text;
import org.jspecify.annotations.Nullable;

/** What a check found, in the words of the catalogue (检查结果). */
final class Findings {

    private final Catalogue catalogue;
    private final List<Problem> problems;

    Findings(Catalogue catalogue, List<Problem> problems) {
        this.catalogue = catalogue;
        this.problems = problems;
    }

    void error(String code, Rule rule, int line, @Nullable String value, Text message, Text mend) {
        problems.add(Problem.error(code, rule.file(), line, 0, value, message, mend));
    }

    boolean none() {
        return problems.isEmpty();
    }

    String measure(String code) {
        return catalogue.findMeasure(code).map(Measure::name).orElse(code);
    }

    String list(String code) {
        return catalogue.findList(code).map(ListType::name).orElse(code);
    }

    String context(String code) {
        return catalogue.findContext(code).map(Context::name).orElse(code);
    }

    String matter(String code) {
        return catalogue.findMatter(code).map(Matter::name).orElse(code);
    }

    String role(String code) {
        return catalogue.findRole(code).map(Role::name).orElse(code);
    }

    String lists(Collection<String> codes) {
        return codes.stream().map(this::list).collect(Collectors.joining("、"));
    }

    String contexts(Collection<String> codes) {
        return codes.stream().map(this::context).collect(Collectors.joining("、"));
    }

    String matters(Collection<String> codes) {
        return codes.stream().map(this::matter).collect(Collectors.joining("、"));
    }

    String roles(Collection<String> codes) {
        return codes.stream().map(this::role).collect(Collectors.joining("、"));
    }
}
