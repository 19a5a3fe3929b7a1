package org.jrp.catalogue;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes an edition as its file has it (清单版次文件): read again it is an equal edition. Notes and comments are no part of an edition. */
public final class EditionYaml {

    /** Nothing that YAML could take for a number, a date, a truth value or the beginning of something else. */
    private static final Pattern PLAIN = Pattern.compile("[\\p{IsHan}A-Za-z][\\p{IsHan}\\w.\\-()()〔〕《》“”、,。;:]*");

    private static final Pattern WORD = Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n");
    private static final int WIDTH = 118;

    private final StringBuilder out = new StringBuilder();

    private EditionYaml() {}

    /** The text of the file. */
    public static String text(Edition edition) {
        EditionYaml yaml = new EditionYaml();
        yaml.header(edition);
        yaml.items(edition.items());
        yaml.measures(edition.measures());
        return yaml.out.toString();
    }

    private void header(Edition edition) {
        out.append("# ").append(edition.title().replaceAll("\\p{Cntrl}", " "));
        out.append(edition.docNo() == null ? "" : " · " + edition.docNo().replaceAll("\\p{Cntrl}", " "));
        out.append("\n\n");
        field("", "id", edition.id());
        field("", "title", edition.title());
        field("", "docNo", edition.docNo());
        field("", "layer", edition.layer().code());
        out.append("place: ")
                .append(edition.place() == null ? "null" : quoted(edition.place()))
                .append('\n');
        number("", "year", edition.year());
        number("", "revision", edition.revision());
        raw("publishedAt", edition.publishedAt().toString());
        raw("effectiveFrom", edition.effectiveFrom().toString());
        raw(
                "effectiveTo",
                edition.effectiveTo() == null ? "null" : edition.effectiveTo().toString());
        list("", "assumed", edition.assumed());
        field("", "status", edition.status());
        field("", "governs", edition.governs().name().toLowerCase(Locale.ROOT));
        raw("exhaustive", Boolean.toString(edition.exhaustive()));
        list("", "basedOn", edition.basedOn());
    }

    private void items(List<Edition.Item> items) {
        if (items.isEmpty()) {
            return;
        }
        out.append("\nitems:\n");
        for (Edition.Item item : items) {
            out.append("  - {code: ")
                    .append(scalar(item.code()))
                    .append(", name: ")
                    .append(scalar(item.name()))
                    .append(", class: ")
                    .append(item.measureClass())
                    .append("}\n");
        }
    }

    private void measures(List<EditionMeasure> measures) {
        if (measures.isEmpty()) {
            out.append("\nmeasures: []\n");
            return;
        }
        out.append("\nmeasures:");
        for (EditionMeasure row : measures) {
            out.append("\n  - code: ").append(scalar(row.code())).append('\n');
            String at = "    ";
            field(at, "name", row.name());
            field(at, "kind", row.kind().code());
            field(at, "category", row.category());
            out.append(at)
                    .append("class: ")
                    .append(row.measureClass() == 0 ? "null" : Integer.toString(row.measureClass()))
                    .append('\n');
            field(at, "effect", row.effect().code());
            list(at, "contexts", row.contexts());
            list(at, "matters", row.matters());
            list(at, "departments", row.departments());
            basis(at, row.basis());
            out.append(at)
                    .append("feedbackWithin: ")
                    .append(row.feedbackWithin())
                    .append("wd\n");
            list(at, "provisions", row.provisions());
        }
    }

    private void basis(String at, List<EditionMeasure.BasisRef> basis) {
        if (basis.isEmpty()) {
            out.append(at).append("basis: []\n");
            return;
        }
        out.append(at).append("basis:\n");
        for (EditionMeasure.BasisRef one : basis) {
            out.append(at)
                    .append("  - {ref: ")
                    .append(scalar(one.ref()))
                    .append(", link: ")
                    .append(one.link().code())
                    .append("}\n");
        }
    }

    private void field(String at, String name, @Nullable String value) {
        out.append(at).append(name).append(": ").append(scalar(value)).append('\n');
    }

    private void number(String at, String name, int value) {
        out.append(at).append(name).append(": ").append(value).append('\n');
    }

    private void raw(String name, String value) {
        out.append(name).append(": ").append(value).append('\n');
    }

    /** A list on one line, or on several where it is long. */
    private void list(String at, String name, List<String> values) {
        StringBuilder line = new StringBuilder(at).append(name).append(": [");
        for (int i = 0; i < values.size(); i++) {
            String value = scalar(values.get(i)) + (i < values.size() - 1 ? "," : "]");
            if (line.length() + 1 + value.length() > WIDTH && i > 0) {
                out.append(line).append('\n');
                line = new StringBuilder(at).append("  ").append(value);
            } else {
                line.append(i == 0 ? "" : " ").append(value);
            }
        }
        out.append(line).append(values.isEmpty() ? "]\n" : "\n");
    }

    private static String scalar(@Nullable String value) {
        if (value == null) {
            return "null";
        }
        boolean plain = PLAIN.matcher(value).matches()
                && !WORD.matcher(value).matches()
                && value.indexOf(',') < 0
                && !value.endsWith(":");
        return plain ? value : quoted(value);
    }

    private static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : value.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c == '\u007F' || c == '\u0085' || c == '\u2028' || c == '\u2029' || c == '\uFEFF') {
                quoted.append(String.format(Locale.ROOT, "\\u%04X", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
