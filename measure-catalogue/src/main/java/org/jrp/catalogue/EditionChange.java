package org.jrp.catalogue;

import java.util.List;

/**
 * One change between two editions (变化), as codes and words that a program can read.
 *
 * @param part whether the edition itself, an item of a national list, or a measure changed
 * @param code code of the item or measure; the edition's later id for the header and for an order
 * @param name its name, the later one where there are two
 * @param field the field that changed, as files name it; {@code row} where all of it came or went
 * @param before what stood there: one value, or each value of a list; empty for nothing
 * @param after what stands there now
 */
public record EditionChange(
        ChangeKind kind, Part part, String code, String name, String field, List<String> before, List<String> after) {

    public EditionChange {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /** What part of an edition a change is about. */
    public enum Part implements Coded {
        HEADER("header", "版次"),
        ITEM("item", "类别"),
        MEASURE("measure", "措施");

        private final String code;
        private final String chinese;

        Part(String code, String chinese) {
            this.code = code;
            this.chinese = chinese;
        }

        @Override
        public String code() {
            return code;
        }

        @Override
        public String chinese() {
            return chinese;
        }
    }

    /** The values that came, in their order. */
    public List<String> added() {
        return after.stream().filter(value -> !before.contains(value)).toList();
    }

    /** The values that went, in their order. */
    public List<String> removed() {
        return before.stream().filter(value -> !after.contains(value)).toList();
    }
}
