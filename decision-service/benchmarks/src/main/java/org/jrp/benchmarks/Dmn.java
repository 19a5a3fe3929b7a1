package org.jrp.benchmarks;

import java.util.List;

/** Writes a rule table as one DMN 1.3 decision table that collects every hit. */
final class Dmn {

    static final String NAMESPACE = "https://jrp.example/benchmarks";
    static final String MODEL = "benchmark";
    static final String DECISION = "measures";
    static final String OUTPUT = "measure";

    /** The language of the cells, and what stands in a cell that asks nothing. */
    enum Cells {
        /** As the standard has it. */
        FEEL("-"),
        /** Camunda skips a cell without text, while it evaluates a dash. */
        FEEL_OR_NOTHING(""),
        JUEL("");

        private final String nothing;

        Cells(String nothing) {
            this.nothing = nothing;
        }
    }

    private record Column(String name, String type) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("list", "string"),
            new Column("context", "string"),
            new Column("severity", "string"),
            new Column("months", "number"));

    private Dmn() {}

    static String write(RuleTable table, Cells cells) {
        StringBuilder xml = new StringBuilder("""
            <?xml version="1.0" encoding="UTF-8"?>
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="model" name="%s" namespace="%s">
            """.formatted(MODEL, NAMESPACE));
        for (Column column : COLUMNS) {
            xml.append("""
                <inputData id="%1$s" name="%1$s"><variable name="%1$s" typeRef="%2$s"/></inputData>
                """.formatted(column.name, column.type));
        }
        xml.append("<decision id=\"%1$s\" name=\"%1$s\"><variable name=\"%1$s\"/>\n".formatted(DECISION));
        for (Column column : COLUMNS) {
            xml.append("""
                <informationRequirement id="needs-%1$s"><requiredInput href="#%1$s"/></informationRequirement>
                """.formatted(column.name));
        }
        xml.append("<decisionTable id=\"table\" hitPolicy=\"COLLECT\">\n");
        for (Column column : COLUMNS) {
            xml.append("""
                <input id="in-%1$s">
                <inputExpression id="of-%1$s" typeRef="%2$s"><text>%1$s</text></inputExpression>
                </input>
                """.formatted(
                    column.name, cells == Cells.JUEL && column.type.equals("number") ? "integer" : column.type));
        }
        xml.append("<output id=\"out\" name=\"%s\" typeRef=\"string\"/>\n".formatted(OUTPUT));
        for (RuleTable.Row row : table.rows()) {
            int n = row.number();
            xml.append("<rule id=\"r%d\">".formatted(n));
            entry(xml, "inputEntry", "list" + n, equal(cells, "list", row.list()));
            entry(xml, "inputEntry", "context" + n, equal(cells, "context", row.context()));
            entry(xml, "inputEntry", "severity" + n, equal(cells, "severity", row.severity()));
            entry(xml, "inputEntry", "months" + n, below(cells, row.below()));
            entry(xml, "outputEntry", "measure" + n, '"' + row.measure() + '"');
            xml.append("</rule>\n");
        }
        return xml.append("</decisionTable></decision></definitions>\n").toString();
    }

    private static String equal(Cells cells, String name, String value) {
        if (value.isEmpty()) {
            return cells.nothing;
        }
        return switch (cells) {
            case FEEL, FEEL_OR_NOTHING -> "\"%s\"".formatted(value);
            case JUEL -> "${%s == \"%s\"}".formatted(name, value);
        };
    }

    private static String below(Cells cells, int bound) {
        if (bound == 0) {
            return cells.nothing;
        }
        return switch (cells) {
            case FEEL, FEEL_OR_NOTHING -> "&lt; %d".formatted(bound);
            case JUEL -> "${months &lt; %d}".formatted(bound);
        };
    }

    private static void entry(StringBuilder xml, String element, String id, String text) {
        xml.append("<%1$s id=\"%2$s\"><text>%3$s</text></%1$s>".formatted(element, id, text));
    }
}
