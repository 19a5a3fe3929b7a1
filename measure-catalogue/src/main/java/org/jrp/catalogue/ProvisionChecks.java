package org.jrp.catalogue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold of one provision: its claims, effect, reach, and what it rests on (条款核对). */
final class ProvisionChecks {

    private final Catalogue catalogue;
    private final CatalogueReader reader;

    ProvisionChecks(Catalogue catalogue, CatalogueReader reader) {
        this.catalogue = catalogue;
        this.reader = reader;
    }

    void run() {
        for (Provision provision : catalogue.provisions()) {
            YamlMap row = reader.written(provision);
            checkClaims(provision, row);
            checkEffect(provision, row);
            checkReach(provision, row);
            checkEncoding(provision, row);
            checkBasis(provision, row);
        }
    }

    private static void checkClaims(Provision provision, YamlMap row) {
        if (provision.provenance() == Provenance.SOURCE && provision.source() == null) {
            row.warning(
                    "claim-without-source",
                    "provenance",
                    provision.provenance().code(),
                    new Text("条款文字写为“有据”,却没有写明出处。", "The wording claims a source, but names none."),
                    new Text("请补上 source,或改为 provenance: memory。", "Add the source, or write provenance: memory."));
        }
        if (provision.clause() != null && provision.clauseProvenance() == null) {
            row.warning(
                    "claim-without-source",
                    "clause",
                    provision.clause(),
                    new Text("条款号的来源没有写明。", "It is not said where the clause number comes from."),
                    new Text("请补上 clauseProvenance。", "Add clauseProvenance."));
        }
        if (provision.clause() == null && provision.clauseProvenance() != null) {
            row.warning(
                    "claim-without-source",
                    "clauseProvenance",
                    provision.clauseProvenance().code(),
                    new Text("写了条款号的来源,却没有条款号。", "There is a clauseProvenance, but no clause."),
                    new Text("请补上条款号,或删除 clauseProvenance。", "Add the clause, or remove clauseProvenance."));
        }
        if (provision.text().isBlank()) {
            row.error(
                    "no-citation",
                    "text",
                    provision.text(),
                    new Text("条款没有文字。", "The provision has no wording."),
                    new Text("请写条款文字。", "Write its wording."));
        }
    }

    private void checkEffect(Provision provision, YamlMap row) {
        if (provision.effect() == Effect.INCENTIVE && provision.kind() != Kind.INCENTIVE) {
            row.error(
                    "effect-differs",
                    "effect",
                    provision.effect().code(),
                    new Text("惩戒条款的效力不能是“激励”。", "A sanction's effect cannot be an incentive."),
                    new Text("请改正 effect 或 kind。", "Mend the effect or the kind."));
        }
        boolean binds = provision.effect() == Effect.MANDATORY || provision.effect() == Effect.SUPERVISION;
        if (binds && provision.kind() == Kind.INCENTIVE) {
            row.error(
                    "effect-differs",
                    "effect",
                    provision.effect().code(),
                    new Text(
                            "激励条款的效力不能是“" + provision.effect().chinese() + "”。",
                            "An incentive's effect cannot be "
                                    + provision.effect().code() + "."),
                    new Text("请写 incentive。", "Write incentive."));
        }
        Measure measure = catalogue.findMeasure(provision.measure()).orElse(null);
        if (measure != null && measure.measureClass() == 3 && provision.effect() == Effect.MANDATORY) {
            row.warning(
                    "class-three-mandatory",
                    "effect",
                    provision.effect().code(),
                    new Text(
                            "措施“" + measure.name() + "”由其他组织自主实施,条款却写为“应采取”。",
                            "The measure (" + measure.code()
                                    + ") is left to others' own decision, yet the provision is mandatory."),
                    new Text("请核对;决定时一律按“提示”处理。", "See which is right; decisions will only inform."));
        }
    }

    private void checkReach(Provision provision, YamlMap row) {
        for (String code : provision.matters()) {
            Matter matter = catalogue.findMatter(code).orElse(null);
            if (matter != null && matter.contexts().stream().noneMatch(provision.contexts()::contains)) {
                row.warning(
                        "matter-outside-context",
                        "matters",
                        code,
                        new Text(
                                "事项“" + matter.name() + "”不属于条款的任何业务场景。",
                                "The matter (" + code + ") belongs to none of the provision's contexts."),
                        new Text("请补上业务场景,或改正事项。", "Add the context, or mend the matter."));
            }
        }
        for (Relation relation : provision.relations()) {
            Targets reached = relation.via() == Via.PERSON_OF_LISTED_ENTITY ? Targets.PERSON : Targets.ENTITY;
            boolean person = relation.via() == Via.EXPERT;
            if (!person && provision.targets() != Targets.BOTH && provision.targets() != reached) {
                row.warning(
                        "relation-outside-targets",
                        "targets",
                        provision.targets().code(),
                        new Text(
                                "关联路径“" + relation.via().chinese() + "”及于" + reached.chinese() + ",而条款只适用于"
                                        + provision.targets().chinese() + "。",
                                "The relation (" + relation.via().code() + ") reaches "
                                        + reached.code() + ", but the provision targets "
                                        + provision.targets().code() + "."),
                        new Text("请改正 targets 或 relations。", "Mend the targets or the relations."));
            }
        }
    }

    private void checkEncoding(Provision provision, YamlMap row) {
        boolean offered = provision.contexts().stream()
                .anyMatch(code ->
                        catalogue.findContext(code).filter(Context::offered).isPresent());
        if (provision.encoded() && !offered) {
            row.warning(
                    "encoded-not-offered",
                    "contexts",
                    null,
                    new Text(
                            "条款已编码,但没有可查询的业务场景。",
                            "The provision is encoded, but in no context that can be asked about."),
                    new Text("请补上业务场景,或写 encoded: false。", "Add a context, or write encoded: false."));
        }
        if (provision.encoded() && provision.notEncodedBecause() != null) {
            row.warning(
                    "needless-reason",
                    "notEncodedBecause",
                    provision.notEncodedBecause(),
                    new Text("条款已编码,却写有未编码的原因。", "The provision is encoded, yet gives a reason why not."),
                    new Text("请删除 notEncodedBecause。", "Remove notEncodedBecause."));
        }
    }

    private void checkBasis(Provision provision, YamlMap row) {
        Set<String> seen = new HashSet<>();
        List<YamlMap> links = row.maps("basis");
        for (int i = 0; i < provision.basis().size(); i++) {
            BasisLink link = provision.basis().get(i);
            YamlMap at = links.get(i);
            LegalBasis basis = catalogue.findBasis(link.ref()).orElse(null);
            if (!seen.add(link.ref())) {
                at.warning(
                        "duplicate-basis",
                        "ref",
                        link.ref(),
                        new Text("依据“" + link.ref() + "”在本条重复。", "The basis (" + link.ref() + ") stands twice here."),
                        new Text("请删除其一。", "Remove one."));
            }
            if (basis == null) {
                continue;
            }
            if (basis.level() == BasisLevel.NATIONAL_LIST || basis.level() == BasisLevel.LOCAL_LIST) {
                at.warning(
                        "list-as-basis",
                        "ref",
                        link.ref(),
                        new Text(
                                "“" + basis.title() + "”是措施清单,不是措施的依据。",
                                "(" + link.ref() + ") is a measure list; a measure cannot rest on it."),
                        new Text("请引用清单所列的法规政策依据。", "Cite the basis that the list names."));
            }
            if (link.link() == LinkSource.SOURCE && !basis.verified()) {
                at.warning(
                        "link-to-unverified",
                        "link",
                        link.link().code(),
                        new Text(
                                "依据" + basis.citation() + "的文字未核实,关联不能写为“有据”。",
                                "The text of " + link.ref() + " is unverified; the link cannot claim a source."),
                        new Text("请核实依据,或写 link: memory。", "Verify the basis, or write link: memory."));
            }
            if (link.authorises() == Authorises.TRUE && basis.recordingOnly() && bars(provision)) {
                at.warning(
                        "recording-authorises-nothing",
                        "authorises",
                        link.authorises().code(),
                        new Text(
                                "依据" + basis.citation() + "只规定记录或公示,不授权限制措施。",
                                "The article " + link.ref() + " orders recording only and authorises no bar."),
                        new Text("请写 authorises: false。", "Write authorises: false."));
            }
        }
    }

    private boolean bars(Provision provision) {
        return provision.kind() == Kind.SANCTION
                && (provision.effect() == Effect.MANDATORY || provision.effect() == Effect.REFERENCE)
                && catalogue
                        .findMeasure(provision.measure())
                        .filter(measure -> measure.measureClass() == 1)
                        .isPresent();
    }
}
