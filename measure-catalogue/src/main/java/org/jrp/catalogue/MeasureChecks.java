package org.jrp.catalogue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What must hold between measures and the categories of the national list (措施核对). */
final class MeasureChecks {

    private final Catalogue catalogue;
    private final CatalogueReader reader;

    MeasureChecks(Catalogue catalogue, CatalogueReader reader) {
        this.catalogue = catalogue;
        this.reader = reader;
    }

    void run() {
        Map<String, Edition.Item> categories = categories(catalogue);
        for (Measure measure : catalogue.measures()) {
            checkCategory(measure, categories);
            if (Cycles.through(
                    measure.code(),
                    code -> catalogue.findMeasure(code).map(Measure::replaces).orElse(List.of()))) {
                Cycles.report(reader.written(measure), "replaces", measure.code());
            }
        }
    }

    /** The categories of all national lists, each as the newest list has it. */
    static Map<String, Edition.Item> categories(Catalogue catalogue) {
        Map<String, Edition.Item> categories = new TreeMap<>();
        catalogue.editions().stream()
                .filter(edition -> edition.layer() == Layer.NATIONAL)
                .forEach(edition -> edition.items().forEach(item -> categories.put(item.code(), item)));
        return categories;
    }

    private void checkCategory(Measure measure, Map<String, Edition.Item> categories) {
        YamlMap row = reader.written(measure);
        if (measure.kind() == Kind.KEY_ATTENTION) {
            row.error(
                    "wrong-kind",
                    "kind",
                    measure.kind().code(),
                    new Text("措施只能是惩戒或激励。", "A measure is a sanction or an incentive."),
                    new Text("请写 sanction 或 incentive。", "Write sanction or incentive."));
        }
        if (measure.kind() == Kind.INCENTIVE && (measure.category() != null || measure.measureClass() != 0)) {
            row.error(
                    "wrong-class",
                    measure.category() != null ? "category" : "class",
                    measure.category() != null ? measure.category() : String.valueOf(measure.measureClass()),
                    new Text("激励措施没有惩戒类别。", "An incentive has neither category nor class."),
                    new Text("请写 null。", "Write null."));
            return;
        }
        if (measure.category() == null || categories.isEmpty()) {
            return;
        }
        Edition.Item item = categories.get(measure.category());
        if (item == null) {
            row.error(
                    "unknown-category",
                    "category",
                    measure.category(),
                    new Text(
                            "各年版国家清单都没有“" + measure.category() + "”这一类。",
                            "No national list has the category (" + measure.category() + ")."),
                    Nearest.mend(
                            measure.category(),
                            categories.keySet(),
                            new Text("请改用清单中的类别,或写 null。", "Use a category of the list, or null.")));
        } else if (item.measureClass() != measure.measureClass()) {
            row.warning(
                    "class-differs",
                    "class",
                    String.valueOf(measure.measureClass()),
                    new Text(
                            "“" + item.code() + " " + item.name() + "”属第 " + item.measureClass() + " 类,措施“"
                                    + measure.name() + "”却写第 " + measure.measureClass() + " 类。",
                            "The category " + item.code() + " is of class " + item.measureClass() + ", the measure ("
                                    + measure.code() + ") of class " + measure.measureClass() + "."),
                    new Text("请核对类别。", "See which is right."));
        }
    }

    /** Whether two measures are tied by split or merger: one took the place of the other. */
    static boolean tied(Catalogue catalogue, String one, String other) {
        return replaces(catalogue, one, other) || replaces(catalogue, other, one);
    }

    private static boolean replaces(Catalogue catalogue, String later, String earlier) {
        return catalogue
                .findMeasure(later)
                .filter(measure -> measure.replaces().contains(earlier))
                .isPresent();
    }
}
