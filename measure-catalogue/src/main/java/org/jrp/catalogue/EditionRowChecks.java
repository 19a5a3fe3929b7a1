package org.jrp.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What must hold between a row of an edition, its measure and its provisions (清单条目核对). */
final class EditionRowChecks {

    private final Catalogue catalogue;
    private final CatalogueReader reader;
    private final Edition edition;

    EditionRowChecks(Catalogue catalogue, CatalogueReader reader, Edition edition) {
        this.catalogue = catalogue;
        this.reader = reader;
        this.edition = edition;
    }

    void check(EditionMeasure measure) {
        YamlMap row = reader.written(measure);
        catalogue.findMeasure(measure.code()).ifPresent(canonical -> checkMeasure(measure, canonical, row));
        checkKind(measure, row);
        checkComplete(measure, row);
        checkProvisions(measure, row);
    }

    private void checkMeasure(EditionMeasure measure, Measure canonical, YamlMap row) {
        if (measure.kind() != canonical.kind()) {
            row.error(
                    "differs-from-measure",
                    "kind",
                    measure.kind().code(),
                    new Text(
                            "“" + measure.code() + "”在 measures.yaml 中是"
                                    + canonical.kind().chinese() + ";代码的含义不得改变。",
                            "(" + measure.code() + ") is a " + canonical.kind().code()
                                    + " in measures.yaml; a code keeps its meaning."),
                    new Text("请改正 kind,或另立新代码。", "Mend the kind, or take a new code."));
        }
        differs(row, "name", measure.name(), canonical.name());
        differs(row, "category", measure.category(), canonical.category());
        differs(row, "class", String.valueOf(measure.measureClass()), String.valueOf(canonical.measureClass()));
    }

    private static void differs(YamlMap row, String key, @Nullable String here, @Nullable String there) {
        if (!Objects.equals(here, there)) {
            row.warning(
                    "differs-from-measure",
                    key,
                    here,
                    new Text(
                            "“" + key + "”为“" + here + "”,measures.yaml 为“" + there + "”。",
                            "The " + key + " is (" + here + "), in measures.yaml (" + there + ")."),
                    new Text("如非改称或改类,请改成一致。", "Unless it was renamed or moved since, make them the same."));
        }
    }

    private void checkKind(EditionMeasure measure, YamlMap row) {
        if (measure.kind() == Kind.INCENTIVE && edition.governs() == Edition.Governs.SANCTION) {
            row.error(
                    "outside-governs",
                    "kind",
                    measure.kind().code(),
                    new Text(
                            "本版次只管惩戒(governs: sanction),却列有激励措施。",
                            "The edition governs sanctions only, yet lists an incentive."),
                    new Text("请写 governs: both,或移走该条。", "Write governs: both, or move the row."));
        }
        boolean favours = measure.effect() == Effect.INCENTIVE;
        boolean binds = measure.effect() == Effect.MANDATORY || measure.effect() == Effect.SUPERVISION;
        if (measure.kind() == Kind.INCENTIVE ? binds : favours) {
            row.error(
                    "effect-differs",
                    "effect",
                    measure.effect().code(),
                    new Text(
                            measure.kind().chinese() + "措施的效力不能是“"
                                    + measure.effect().chinese() + "”。",
                            "The effect of a " + measure.kind().code() + " cannot be "
                                    + measure.effect().code() + "."),
                    new Text("请改正 effect 或 kind。", "Mend the effect or the kind."));
        }
    }

    private static void checkComplete(EditionMeasure measure, YamlMap row) {
        List<String> zh = new ArrayList<>();
        List<String> en = new ArrayList<>();
        if (measure.departments().isEmpty()) {
            zh.add("实施部门");
            en.add("departments");
        }
        if (measure.contexts().isEmpty()) {
            zh.add("业务场景");
            en.add("contexts");
        }
        if (measure.basis().isEmpty() && measure.provisions().isEmpty()) {
            zh.add("依据");
            en.add("basis");
        }
        if (!zh.isEmpty()) {
            row.warning(
                    "incomplete-row",
                    "code",
                    measure.code(),
                    new Text(
                            "措施“" + measure.name() + "”没有写明" + String.join("、", zh) + "。",
                            "The row (" + measure.code() + ") names no " + String.join(", ", en) + "."),
                    new Text(
                            "清单条目应写明对象、措施、依据和实施单位,请补全。",
                            "A row states subjects, measure, basis and who carries it out; complete it."));
        }
    }

    private void checkProvisions(EditionMeasure measure, YamlMap row) {
        List<Provision> provisions = measure.provisions().stream()
                .flatMap(id -> catalogue.findProvision(id).stream())
                .toList();
        for (Provision provision : provisions) {
            if (!provision.measure().equals(measure.code())
                    && !MeasureChecks.tied(catalogue, provision.measure(), measure.code())) {
                row.error(
                        "provision-of-other-measure",
                        "provisions",
                        provision.id(),
                        new Text(
                                "条款 " + provision.id() + " 的措施是“" + provision.measure() + "”,不是“" + measure.code()
                                        + "”。",
                                "The provision (" + provision.id() + ") names the measure " + provision.measure()
                                        + ", not " + measure.code() + "."),
                        new Text("请移到该措施名下,或改正条款。", "Move it to that measure's row, or mend the provision."));
            }
            catalogue
                    .findInstrument(provision.instrument())
                    .filter(instrument -> instrument.validFrom().isAfter(edition.effectiveFrom()))
                    .ifPresent(instrument -> row.warning(
                            "provision-later-than-edition",
                            "provisions",
                            provision.id(),
                            new Text(
                                    "文件自 " + instrument.validFrom() + " 起有效,晚于本版次生效日。",
                                    "Its instrument counts from " + instrument.validFrom()
                                            + ", later than the edition takes effect."),
                            new Text("请核对日期,或移走该条款。", "See whether the dates are right, or remove the provision.")));
        }
        if (!provisions.isEmpty()) {
            checkCarried(measure, row, provisions);
        }
    }

    private static void checkCarried(EditionMeasure measure, YamlMap row, List<Provision> provisions) {
        if (provisions.stream().allMatch(provision -> provision.effect().compareTo(measure.effect()) > 0)) {
            row.warning(
                    "effect-stronger",
                    "effect",
                    measure.effect().code(),
                    new Text(
                            "清单写“" + measure.effect().chinese() + "”,而所依条款都较弱。",
                            "The row's effect (" + measure.effect().code()
                                    + ") is stronger than that of any of its provisions."),
                    new Text("请改正效力,或补上所依条款。", "Mend the effect, or add the provision it rests on."));
        }
        for (String context : measure.contexts()) {
            if (provisions.stream().noneMatch(provision -> provision.contexts().contains(context))) {
                row.warning(
                        "context-without-provision",
                        "contexts",
                        context,
                        new Text(
                                "所依条款都不及业务场景“" + context + "”。",
                                "None of its provisions acts in the context (" + context + ")."),
                        new Text("请删除该场景,或补上所依条款。", "Remove the context, or add the provision it rests on."));
            }
        }
    }
}
