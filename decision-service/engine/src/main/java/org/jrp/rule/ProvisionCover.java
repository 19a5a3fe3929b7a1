package org.jrp.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.ListType;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Provision;
import org.jrp.catalogue.Relation;
import org.jrp.catalogue.Targets;
import org.jrp.catalogue.Text;
import org.jrp.catalogue.Via;
import org.jrp.subject.SubjectKind;

/** Whether the rules of a provision together reach everybody whom it names (条款覆盖). */
final class ProvisionCover {

    private final Catalogue catalogue;
    private final Findings findings;

    private ProvisionCover(Catalogue catalogue, List<Problem> problems) {
        this.catalogue = catalogue;
        this.findings = new Findings(catalogue, problems);
    }

    /** What lacks, for every provision all of whose rules could be read and fit it. */
    static List<Problem> problems(List<Rule> rules, Set<String> leftOut, Catalogue catalogue) {
        List<Problem> problems = new ArrayList<>();
        Map<String, List<Rule>> byProvision = new LinkedHashMap<>();
        for (Rule rule : rules) {
            if (rule.provision() != null && !leftOut.contains(rule.provision())) {
                byProvision
                        .computeIfAbsent(rule.provision(), unused -> new ArrayList<>())
                        .add(rule);
            }
        }
        ProvisionCover cover = new ProvisionCover(catalogue, problems);
        byProvision.forEach(
                (id, own) -> catalogue.findProvision(id).ifPresent(provision -> cover.check(provision, own)));
        return problems;
    }

    private void check(Provision provision, List<Rule> own) {
        for (Via via : Via.values()) {
            List<Rule> same = own.stream().filter(rule -> rule.via() == via).toList();
            if (via != Via.PERSON_OF_LISTED_ENTITY && !same.isEmpty()) {
                checkKinds(provision, via, same);
            }
        }
        for (Relation relation : provision.relations()) {
            checkRoles(provision, relation, own);
        }
    }

    private void checkKinds(Provision provision, Via via, List<Rule> own) {
        boolean units = via != Via.SELF || provision.targets() != Targets.PERSON;
        boolean persons = via == Via.SELF
                && provision.targets() != Targets.ENTITY
                && provision.lists().stream()
                        .anyMatch(list ->
                                catalogue.findList(list).map(ListType::persons).orElse(true));
        Set<SubjectKind> lacking = new LinkedHashSet<>(List.of(SubjectKind.values()));
        lacking.removeIf(kind -> kind.entity() ? !units : !persons);
        for (Rule rule : own) {
            Optional<Atom.KindIs> kind = rule.find(Atom.KindIs.class);
            if (kind.isEmpty()) {
                return;
            }
            kind.get().kinds().forEach(lacking::remove);
        }
        if (lacking.isEmpty()) {
            return;
        }
        Rule first = own.get(0);
        Atom.KindIs kind = first.find(Atom.KindIs.class).orElseThrow();
        String names =
                String.join("、", lacking.stream().map(SubjectKind::chinese).toList());
        findings.error(
                "targets-narrower",
                first,
                kind.line(),
                kind.sentence(),
                new Text(
                        "条款 " + provision.id() + " 还适用于:" + names + "。",
                        "The provision reaches more: "
                                + String.join(
                                        ", ",
                                        lacking.stream().map(SubjectKind::code).toList()) + "."),
                provision.targets() == Targets.BOTH
                        ? new Text("请删除本行,或另写规则。", "Remove the line, or write another rule.")
                        : new Text("请补上。", "Add them."));
    }

    private void checkRoles(Provision provision, Relation relation, List<Rule> own) {
        Set<String> lacking = new LinkedHashSet<>(relation.roles());
        Rule last = own.get(own.size() - 1);
        int line = last.line();
        for (Rule rule : own) {
            if (rule.via() != relation.via()) {
                continue;
            }
            rule.roles().forEach(lacking::remove);
            boolean ofThis = relation.roles().containsAll(rule.roles())
                    && relation.personalResponsibility()
                            == rule.find(Atom.PersonallyResponsible.class).isPresent();
            if (ofThis) {
                last = rule;
                line = rule.find(Atom.RoleIs.class).map(Atom.RoleIs::line).orElse(rule.line());
            }
        }
        if (!lacking.isEmpty()) {
            findings.error(
                    "role-missing",
                    last,
                    line,
                    findings.roles(lacking),
                    new Text(
                            "条款 " + provision.id() + " 还及于" + relation.via().chinese() + "的:" + findings.roles(lacking)
                                    + "。",
                            "The provision also reaches by " + relation.via().code() + ": " + String.join(", ", lacking)
                                    + "."),
                    new Text("请补上该角色,或另写规则。", "Add the role, or write another rule."));
        }
    }
}
