package org.jrp.catalogue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Editions made up at random, from few words so that they have much in common. */
final class RandomEditions {

    private RandomEditions() {}

    static Edition edition(String id, LocalDate from, List<Edition.Item> items, List<EditionMeasure> rows) {
        return new Edition(
                id,
                "清单",
                null,
                Layer.CITY,
                "341182",
                from.getYear(),
                1,
                from,
                from,
                null,
                List.of(),
                "reconstructed",
                Edition.Governs.BOTH,
                true,
                List.of(),
                items,
                rows,
                "editions/" + id + ".yaml");
    }

    static Edition any(Random random) {
        List<EditionMeasure> rows = new ArrayList<>();
        for (String code : some("m", 8, random)) {
            rows.add(row(code, random));
        }
        List<Edition.Item> items = new ArrayList<>();
        for (String code : some("N", 5, random)) {
            items.add(item(code, random));
        }
        return header(random).with(items, rows);
    }

    /** The same edition with one to three changes. */
    static Edition mutated(Edition edition, Random random) {
        Edition mutated = edition;
        for (int i = 0; i <= random.nextInt(3); i++) {
            List<EditionMeasure> rows = new ArrayList<>(mutated.measures());
            List<Edition.Item> items = new ArrayList<>(mutated.items());
            switch (random.nextInt(7)) {
                case 0 -> Collections.shuffle(rows, random);
                case 1 -> rows.removeIf(row -> random.nextInt(4) == 0);
                case 2 -> {
                    String code = "m" + random.nextInt(8);
                    rows.removeIf(row -> row.code().equals(code));
                    rows.add(random.nextInt(rows.size() + 1), row(code, random));
                }
                case 3 -> rows.replaceAll(row -> random.nextInt(3) == 0 ? row(row.code(), random) : row);
                case 4 -> Collections.shuffle(items, random);
                case 5 -> items.replaceAll(item -> random.nextInt(3) == 0 ? item(item.code(), random) : item);
                default -> mutated = header(random);
            }
            mutated = mutated.with(items, rows);
        }
        return mutated;
    }

    static EditionMeasure with(EditionMeasure row, String field, Object value) {
        return new EditionMeasure(
                row.code(),
                field.equals("name") ? (String) value : row.name(),
                row.kind(),
                field.equals("category") ? (String) value : row.category(),
                field.equals("class") ? (Integer) value : row.measureClass(),
                field.equals("effect") ? (Effect) value : row.effect(),
                field.equals("contexts") ? texts(value) : row.contexts(),
                row.matters(),
                field.equals("departments") ? texts(value) : row.departments(),
                field.equals("basis")
                        ? ((List<?>) value)
                                .stream()
                                        .map(EditionMeasure.BasisRef.class::cast)
                                        .toList()
                        : row.basis(),
                field.equals("feedbackWithin") ? (Integer) value : row.feedbackWithin(),
                field.equals("provisions") ? texts(value) : row.provisions());
    }

    private static List<String> texts(Object value) {
        return ((List<?>) value).stream().map(String.class::cast).toList();
    }

    private static Edition header(Random random) {
        return edition("e" + random.nextInt(3), LocalDate.of(2018, 1 + random.nextInt(3), 1), List.of(), List.of());
    }

    private static Edition.Item item(String code, Random random) {
        return new Edition.Item(code, "类" + random.nextInt(3), 1 + random.nextInt(3));
    }

    private static EditionMeasure row(String code, Random random) {
        return new EditionMeasure(
                code,
                "名" + random.nextInt(3),
                random.nextBoolean() ? Kind.SANCTION : Kind.INCENTIVE,
                random.nextBoolean() ? null : "N0" + random.nextInt(3),
                random.nextInt(4),
                Effect.values()[random.nextInt(Effect.values().length)],
                some("c", 3, random),
                some("t", 2, random),
                some("d", 3, random),
                some("b", 3, random).stream()
                        .map(ref -> new EditionMeasure.BasisRef(ref, LinkSource.values()[random.nextInt(3)]))
                        .toList(),
                random.nextBoolean() ? 10 : 15,
                some("p", 4, random));
    }

    private static List<String> some(String prefix, int most, Random random) {
        List<String> some = new ArrayList<>(IntStream.range(0, most)
                .filter(i -> random.nextBoolean())
                .mapToObj(i -> prefix + i)
                .toList());
        if (random.nextInt(3) == 0) {
            Collections.shuffle(some, random);
        }
        return some;
    }
}
