package org.jrp.catalogue;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What must hold of instruments as a whole: how they are cited, what replaces them, who answers for them (文件核对). */
final class InstrumentChecks {

    private static final int SHOWN = 5;

    private final Catalogue catalogue;
    private final CatalogueReader reader;

    InstrumentChecks(Catalogue catalogue, CatalogueReader reader) {
        this.catalogue = catalogue;
        this.reader = reader;
    }

    void run() {
        Map<String, String> docNos = new HashMap<>();
        Map<String, String> titles = new HashMap<>();
        for (Instrument instrument : catalogue.instruments()) {
            checkCitation(instrument);
            checkUnique(instrument, "docNo", instrument.docNo(), docNos);
            checkUnique(instrument, "title", instrument.title(), titles);
            checkReplacement(instrument);
        }
        checkBodies();
    }

    private void checkCitation(Instrument instrument) {
        YamlMap row = reader.written(instrument);
        if (instrument.title().isBlank()) {
            row.error(
                    "no-citation",
                    "title",
                    instrument.title(),
                    new Text("文件没有标题,其条款无从引用。", "Without a title the instrument's provisions cannot be cited."),
                    new Text("请写文件标题。", "Write its title."));
        }
        if (instrument.docNo() == null) {
            row.warning(
                    "no-document-number",
                    "docNo",
                    null,
                    new Text("文件没有文号,只能引用标题。", "The instrument has no document number; its title alone is cited."),
                    new Text("查到后请补上文号。", "Add the number once it is found."));
        } else if (!instrument.provenance().containsKey("docNo")) {
            row.warning(
                    "claim-without-source",
                    "provenance",
                    instrument.docNo(),
                    new Text("文号的来源没有写明。", "It is not said where the document number comes from."),
                    new Text(
                            "请写 provenance: {docNo: source} 或 memory。",
                            "Write provenance: {docNo: source}, or memory."));
        }
    }

    private void checkUnique(Instrument instrument, String key, @Nullable String value, Map<String, String> owners) {
        if (value == null) {
            return;
        }
        String owner = owners.putIfAbsent(value, instrument.id());
        if (owner != null) {
            reader.written(instrument)
                    .warning(
                            "duplicate-instrument",
                            key,
                            value,
                            new Text(
                                    "“" + value + "”与 " + owner + " 相同。",
                                    "(" + value + ") is also that of " + owner + "."),
                            new Text("请核对是否为同一文件。", "See whether they are one instrument."));
        }
    }

    private void checkReplacement(Instrument instrument) {
        String by = instrument.replacedBy();
        if (by == null) {
            return;
        }
        YamlMap row = reader.written(instrument);
        if (Cycles.through(
                instrument.id(),
                id -> catalogue
                        .findInstrument(id)
                        .flatMap(one -> Optional.ofNullable(one.replacedBy()))
                        .map(List::of)
                        .orElse(List.of()))) {
            Cycles.report(row, "replacedBy", instrument.id());
        }
        if (instrument.validTo() == null) {
            row.warning(
                    "replaced-but-open",
                    "replacedBy",
                    by,
                    new Text("文件已被 " + by + " 取代,却没有 validTo。", "It was replaced by " + by + ", but has no validTo."),
                    new Text("请写明自哪一日起不再有效。", "Write from which day it no longer counts."));
        }
    }

    private void checkBodies() {
        Set<String> answered = catalogue.departments().stream()
                .flatMap(department -> department.answers().stream())
                .map(Department.Answer::body)
                .collect(Collectors.toCollection(TreeSet::new));
        if (answered.isEmpty()) {
            return;
        }
        answered.addAll(reader.collectiveBodies());
        Set<String> unknown = new TreeSet<>();
        for (Instrument instrument : catalogue.instruments()) {
            Map<Provision, List<String>> left = new LinkedHashMap<>();
            for (Provision provision : instrument.provisions()) {
                for (String body : provision.departments()) {
                    if (!answered.contains(body) && !reader.unansweredBodies().contains(body) && unknown.add(body)) {
                        reportUnknown(provision, body, answered);
                    }
                }
                if (provision.encoded() && provision.departments().stream().noneMatch(answered::contains)) {
                    left.put(provision, provision.departments());
                }
            }
            if (!left.isEmpty()) {
                reportUnanswered(left);
            }
        }
    }

    private void reportUnknown(Provision provision, String body, Set<String> answered) {
        reader.written(provision)
                .warning(
                        "unknown-body",
                        "departments",
                        body,
                        new Text(
                                "“" + body + "”在 departments.yaml 中没有对应部门,也没有说明。",
                                "departments.yaml has no department for (" + body + "), nor says why."),
                        Nearest.mend(
                                body,
                                answered,
                                new Text(
                                        "请写入某部门的 answersFor,或列入 unanswered。",
                                        "Add it to a department's answersFor, or to unanswered.")));
    }

    private void reportUnanswered(Map<Provision, List<String>> left) {
        String ids = left.keySet().stream().limit(SHOWN).map(Provision::id).collect(Collectors.joining(", "));
        String more = left.size() > SHOWN ? " …" : "";
        Set<String> bodies = new TreeSet<>();
        left.values().forEach(bodies::addAll);
        reader.written(left.keySet().iterator().next())
                .warning(
                        "unanswered-provision",
                        "departments",
                        null,
                        new Text(
                                "有 " + left.size() + " 条已编码条款无市级部门实施(" + String.join("、", bodies) + "):" + ids + more
                                        + "。",
                                left.size() + " encoded provisions have no department of the city ("
                                        + String.join(", ", bodies) + "): " + ids + more + "."),
                        new Text(
                                "请在 departments.yaml 的 answersFor 中写明由谁实施,或确认本市不实施。",
                                "Say in departments.yaml who answers for them, or confirm that nobody does."));
    }
}
