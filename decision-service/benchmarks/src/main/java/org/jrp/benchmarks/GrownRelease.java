package org.jrp.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Context;
import org.jrp.catalogue.Instrument;
import org.jrp.catalogue.ListType;
import org.jrp.catalogue.Provision;
import org.jrp.release.Release;
import org.jrp.release.ReleaseFiles;
import org.jrp.rule.Action;
import org.jrp.rule.Atom;
import org.jrp.rule.Rule;

/**
 * The shipped release grown to a number of rules (放大的目录): its instruments, lists and rules copied under new codes until there
 * are enough. Contexts, matters, measures, editions and statutes stay.
 */
final class GrownRelease {

    private final Catalogue catalogue;
    private final Map<String, List<Rule>> rulesOf = new HashMap<>();
    private final Map<String, byte[]> files = new HashMap<>();
    private final StringBuilder lists;
    private int count;

    private GrownRelease(ReleaseFiles shipped, Release base) {
        this.catalogue = base.catalogue();
        shipped.paths().forEach(path -> files.put(path, shipped.bytes(path)));
        this.lists = new StringBuilder(
                        new String(shipped.bytes("measure-catalogue/lists.yaml"), StandardCharsets.UTF_8).strip())
                .append('\n');
        for (Rule rule : base.rules().rules()) {
            if (rule.provision() != null) {
                count++;
                rulesOf.computeIfAbsent(rule.provision(), unused -> new ArrayList<>())
                        .add(rule);
            }
        }
    }

    /** A release of at least that many rules that speak of entries; the shipped one itself when it has as many. */
    static Release of(int rules) {
        ReleaseFiles shipped = ReleaseFiles.shipped();
        try (Release base = Release.of(shipped)) {
            GrownRelease grown = new GrownRelease(shipped, base);
            for (int copy = 1; grown.count < rules; copy++) {
                grown.copy(copy, rules);
            }
            grown.files.put(
                    "measure-catalogue/lists.yaml", grown.lists.toString().getBytes(StandardCharsets.UTF_8));
            return Release.of(ReleaseFiles.of(grown.files));
        }
    }

    private void copy(int copy, int most) {
        for (ListType list : catalogue.lists()) {
            lists.append("  - {code: %s-g%d, name: %s, kind: %s, recogniser: %s, freshness: P7D, grounds: %s}\n"
                    .formatted(
                            list.code(),
                            copy,
                            quoted(list.name() + copy),
                            list.kind().code(),
                            quoted(list.recogniser()),
                            quoted(list.grounds())));
        }
        for (Instrument instrument : catalogue.instruments()) {
            StringBuilder provisions = new StringBuilder();
            StringBuilder rules = new StringBuilder();
            for (Provision provision : instrument.provisions()) {
                List<Rule> its = rulesOf.getOrDefault(provision.id(), List.of());
                if (!its.isEmpty() && count < most) {
                    provisions.append(provision(provision, copy));
                    its.forEach(rule -> rules.append(rule(rule, copy)));
                    count += its.size();
                }
            }
            if (!rules.isEmpty()) {
                String id = instrument.id() + "-g" + copy;
                put("measure-catalogue/instruments/" + id + ".yaml", head(instrument, copy) + provisions);
                put("rules/memoranda/" + id + ".dslr", rules.toString());
            }
        }
    }

    private static String head(Instrument instrument, int copy) {
        return """
                id: %s-g%d
                title: %s
                docNo: %s
                issued: %s
                validFrom: %s
                validTo: %s
                publishedAt: %s
                replacedBy: %s
                level: %s
                place: %s
                lists: %s
                provenance: {docNo: source, text: source}
                confidence: %s
                assumed: %s
                provisions:
                """.formatted(
                        instrument.id(),
                        copy,
                        quoted(instrument.title() + copy),
                        instrument.docNo() == null ? "null" : quoted(instrument.docNo()),
                        instrument.issued(),
                        instrument.validFrom(),
                        instrument.validTo(),
                        instrument.publishedAt(),
                        instrument.replacedBy(),
                        instrument.level().code(),
                        instrument.place() == null ? "null" : quoted(instrument.place()),
                        copies(instrument.lists(), copy),
                        instrument.confidence().code(),
                        quoted(instrument.assumed()));
    }

    private static String provision(Provision provision, int copy) {
        String relations = provision.relations().stream()
                .map(relation -> "{via: %s, roles: %s, personalResponsibility: %s}"
                        .formatted(relation.via().code(), relation.roles(), relation.personalResponsibility()))
                .collect(Collectors.joining(", "));
        String basis = provision.basis().stream()
                .map(link -> "{ref: %s, link: %s, authorises: %s}"
                        .formatted(
                                link.ref(),
                                link.link().code(),
                                link.authorises().code()))
                .collect(Collectors.joining(", "));
        return """
                  - id: %s
                    clause: %s
                    clauseProvenance: %s
                    kind: %s
                    text: %s
                    measure: %s
                    effect: %s
                    qualifiers: %s
                    targets: %s
                    lists: %s
                    relations: [%s]
                    contexts: %s
                    matters: %s
                    departments: %s
                    departmentsProvenance: %s
                    basis: [%s]
                    provenance: %s
                    confidence: %s
                    encoded: true
                """.formatted(
                        provisionId(provision, copy),
                        provision.clause() == null ? "null" : quoted(provision.clause()),
                        provision.clauseProvenance() == null
                                ? "null"
                                : provision.clauseProvenance().code(),
                        provision.kind().code(),
                        quoted(provision.text()),
                        provision.measure(),
                        provision.effect().code(),
                        provision.qualifiers(),
                        provision.targets().code(),
                        copies(provision.lists(), copy),
                        relations,
                        provision.contexts(),
                        provision.matters(),
                        quoted(provision.departments()),
                        provision.departmentsProvenance().code(),
                        basis,
                        provision.provenance().code(),
                        provision.confidence().code());
    }

    private static String provisionId(Provision provision, int copy) {
        return provision.instrument() + "-g" + copy
                + provision.id().substring(provision.instrument().length());
    }

    private String rule(Rule rule, int copy) {
        Provision provision = catalogue
                .findProvision(Objects.requireNonNull(rule.provision()))
                .orElseThrow();
        Action.Propose action = (Action.Propose) rule.action();
        StringBuilder text = new StringBuilder("规则 \"")
                .append(rule.id())
                .append("-g")
                .append(copy)
                .append(rule.name().substring(rule.id().length()))
                .append("\"\n    @provision(\"")
                .append(provisionId(provision, copy))
                .append("\")\n当\n    主体被列入 ")
                .append(rule.lists().stream()
                        .map(list -> catalogue.findList(list).orElseThrow().name() + copy)
                        .collect(Collectors.joining("、")))
                .append("\n    - 业务场景为 ")
                .append(rule.contexts().stream()
                        .map(context -> catalogue.findContext(context).orElseThrow())
                        .map(Context::name)
                        .collect(Collectors.joining("、")))
                .append('\n');
        for (Atom atom : rule.atoms()) {
            text.append("    - ").append(atom.sentence()).append('\n');
        }
        return text.append("那么\n    ")
                .append(Action.Propose.word(action.effect()))
                .append(' ')
                .append(catalogue.findMeasure(action.measure()).orElseThrow().name())
                .append("\n结束\n\n")
                .toString();
    }

    private static String copies(List<String> lists, int copy) {
        return lists.stream().map(list -> list + "-g" + copy).toList().toString();
    }

    private static String quoted(List<String> texts) {
        return texts.stream().map(GrownRelease::quoted).toList().toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private void put(String path, String text) {
        files.put(path, text.getBytes(StandardCharsets.UTF_8));
    }
}
