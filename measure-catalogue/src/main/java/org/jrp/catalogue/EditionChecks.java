package org.jrp.catalogue;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What must hold of editions: their order in time, and local supplements under the upper lists (版次核对). */
final class EditionChecks {

    private final Catalogue catalogue;
    private final CatalogueReader reader;

    EditionChecks(Catalogue catalogue, CatalogueReader reader) {
        this.catalogue = catalogue;
        this.reader = reader;
    }

    void run() {
        Map<String, String> titles = new HashMap<>();
        for (Edition edition : catalogue.editions()) {
            checkHeader(edition, titles);
            checkSupplement(edition);
            EditionRowChecks rows = new EditionRowChecks(catalogue, reader, edition);
            edition.measures().forEach(rows::check);
        }
        checkGaps();
    }

    private void checkHeader(Edition edition, Map<String, String> titles) {
        YamlMap row = reader.written(edition);
        if (edition.publishedAt().isAfter(edition.effectiveFrom())) {
            row.warning(
                    "effective-before-published",
                    "publishedAt",
                    edition.publishedAt().toString(),
                    new Text(
                            "公布日期晚于生效日期 " + edition.effectiveFrom() + ";公布之前不得适用。",
                            "It takes effect on " + edition.effectiveFrom()
                                    + ", before it was published; until then it must not be used."),
                    new Text("请核对两个日期。", "See whether both dates are right."));
        }
        if ((edition.layer() == Layer.NATIONAL) != (edition.place() == null)) {
            row.error(
                    "wrong-place",
                    "place",
                    edition.place(),
                    new Text(
                            edition.place() == null ? "地方清单应写明地区。" : "全国清单不限地区。",
                            edition.place() == null
                                    ? "A local edition needs a place."
                                    : "A national edition has no place."),
                    new Text(
                            edition.place() == null ? "请写 place: \"341182\" 的形式。" : "请写 place: null。",
                            edition.place() == null ? "Write it as place: \"341182\"." : "Write place: null."));
        }
        if (!edition.items().isEmpty() && edition.layer() != Layer.NATIONAL) {
            row.error(
                    "items-in-local-list",
                    "items",
                    null,
                    new Text("items 只属于全国清单。", "Only a national list has items."),
                    new Text("请把条目写在 measures 下。", "Write the rows under measures."));
        }
        String owner = titles.putIfAbsent(edition.title() + '/' + edition.revision(), edition.id());
        if (owner != null) {
            row.warning(
                    "duplicate-title",
                    "title",
                    edition.title(),
                    new Text("标题和修订号与 " + owner + " 相同。", "Title and revision are those of " + owner + "."),
                    new Text("请修改标题或 revision。", "Change the title or the revision."));
        }
        if (Cycles.through(
                edition.id(),
                id -> catalogue.findEdition(id).map(Edition::basedOn).orElse(List.of()))) {
            Cycles.report(row, "basedOn", edition.id());
        }
    }

    /** A supplement must not repeat what an upper list has (DP-08), and needs a basis of its own. */
    private void checkSupplement(Edition edition) {
        if (edition.layer() == Layer.NATIONAL) {
            return;
        }
        Edition national = upper(edition, Layer.NATIONAL).orElse(null);
        if (national == null || national.items().isEmpty()) {
            return;
        }
        Edition province =
                edition.layer() == Layer.CITY ? upper(edition, Layer.PROVINCE).orElse(null) : null;
        for (EditionMeasure measure : edition.measures()) {
            YamlMap row = reader.written(measure);
            for (Edition.Item item : national.items()) {
                if (item.code().equals(measure.category()) || item.name().equals(measure.name())) {
                    repeats(
                            row,
                            measure,
                            item.code().equals(measure.category()) ? "category" : "name",
                            national,
                            item.name());
                }
            }
            if (province != null && province.has(measure.code())) {
                repeats(row, measure, "code", province, measure.name());
            }
            if (measure.kind() == Kind.SANCTION && measure.basis().stream().noneMatch(this::sufficient)) {
                row.warning(
                        "supplement-without-basis",
                        "basis",
                        null,
                        new Text(
                                "补充措施“" + measure.name() + "”没有法律、法规或者党中央、国务院政策文件作依据。",
                                "The supplement's measure (" + measure.code()
                                        + ") rests on no law, regulation or central document."),
                        new Text("请补上依据,或删除该条。", "Add the basis, or remove the row."));
            }
        }
    }

    private Optional<Edition> upper(Edition edition, Layer layer) {
        return catalogue.editions().stream()
                .filter(other -> other.layer() == layer && covers(other.place(), edition.place()))
                .filter(other -> !other.effectiveFrom().isAfter(edition.effectiveFrom()))
                .filter(other ->
                        other.effectiveTo() == null || other.effectiveTo().isAfter(edition.effectiveFrom()))
                .reduce((earlier, later) -> later);
    }

    private static boolean covers(@Nullable String upper, @Nullable String place) {
        return upper == null || (place != null && place.startsWith(upper));
    }

    private static void repeats(YamlMap row, EditionMeasure measure, String key, Edition upper, String name) {
        row.error(
                "repeats-upper-list",
                key,
                key.equals("category") ? measure.category() : key.equals("name") ? measure.name() : measure.code(),
                new Text(
                        "补充清单的“" + measure.name() + "”重复了上级清单 " + upper.id() + " 的“" + name + "”。",
                        "The supplement's measure (" + measure.code() + ") repeats " + name + " of the upper list "
                                + upper.id() + "."),
                new Text(
                        "补充清单不得重复上级清单已有的事项,请删除该条。",
                        "A supplement must not repeat what an upper list has; remove the row."));
    }

    private boolean sufficient(EditionMeasure.BasisRef ref) {
        return catalogue
                .findBasis(ref.ref())
                .map(LegalBasis::level)
                .filter(EditionChecks::sufficient)
                .isPresent();
    }

    private static boolean sufficient(BasisLevel level) {
        return level == BasisLevel.LAW
                || level == BasisLevel.REGULATION
                || level == BasisLevel.CENTRAL_POLICY_DOCUMENT
                || level == BasisLevel.LOCAL_REGULATION;
    }

    private void checkGaps() {
        List<Edition> national = catalogue.editions().stream()
                .filter(edition -> edition.layer() == Layer.NATIONAL)
                .sorted(Comparator.comparing(Edition::effectiveFrom).thenComparing(Edition::revision))
                .toList();
        for (int i = 1; i < national.size(); i++) {
            Edition before = national.get(i - 1);
            Edition after = national.get(i);
            if (before.effectiveTo() != null && before.effectiveTo().isBefore(after.effectiveFrom())) {
                reader.written(after)
                        .warning(
                                "edition-gap",
                                "effectiveFrom",
                                after.effectiveFrom().toString(),
                                new Text(
                                        before.effectiveTo() + " 起至 " + after.effectiveFrom() + " 之前没有任何版次。",
                                        "No edition governs from " + before.effectiveTo() + " to the day before "
                                                + after.effectiveFrom() + "."),
                                new Text(
                                        "请删除 " + before.id() + " 的 effectiveTo,或补上中间的版次。",
                                        "Remove the effectiveTo of " + before.id() + ", or add the edition between."));
            }
        }
        if (!national.isEmpty() && national.get(0).effectiveFrom().isAfter(Catalogue.FIRST_DAY)) {
            Edition first = national.get(0);
            reader.written(first)
                    .warning(
                            "edition-gap",
                            "effectiveFrom",
                            first.effectiveFrom().toString(),
                            new Text(
                                    Catalogue.FIRST_DAY + " 起至 " + first.effectiveFrom() + " 之前没有任何版次。",
                                    "No edition governs from " + Catalogue.FIRST_DAY + " to the day before "
                                            + first.effectiveFrom() + "."),
                            new Text("请补上更早的版次。", "Add the earlier edition."));
        }
    }
}
