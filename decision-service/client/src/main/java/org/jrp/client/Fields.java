package org.jrp.client;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jrp.catalogue.Coded;
import org.jrp.json.Json;
import org.jrp.json.JsonException;
import org.jspecify.annotations.Nullable;

/** The fields of a JSON object that was answered (字段读取). What is wrong is told by path, never by value. */
final class Fields {

    private final Map<String, @Nullable Object> map;
    private final String at;

    private Fields(Map<String, @Nullable Object> map, String at) {
        this.map = map;
        this.at = at;
    }

    /** The one object in those bytes. */
    static Fields read(byte[] utf8) {
        return of(value(utf8), "");
    }

    static @Nullable Object value(byte[] utf8) {
        try {
            return Json.readOpen(utf8);
        } catch (JsonException e) {
            throw new JrpMalformedAnswerException("The answer is no JSON (" + e.code() + ").", e);
        }
    }

    static Fields of(@Nullable Object value, String at) {
        return frozen(frozenValue(value), at);
    }

    @SuppressWarnings("unchecked") // frozenValue makes maps keyed by text only
    private static Fields frozen(@Nullable Object value, String at) {
        if (value instanceof Map<?, ?> map) {
            return new Fields((Map<String, @Nullable Object>) map, at);
        }
        throw malformed(at, "an object");
    }

    private static Map<String, @Nullable Object> frozen(Map<?, ?> map) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((name, value) -> copy.put(String.valueOf(name), frozenValue(value)));
        return Collections.unmodifiableMap(copy);
    }

    private static @Nullable Object frozenValue(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return frozen(map);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            list.forEach(item -> copy.add(frozenValue(item)));
            return Collections.unmodifiableList(copy);
        }
        return value;
    }

    Fields self() {
        return this;
    }

    /** Every field as it came. */
    Map<String, @Nullable Object> raw() {
        return map;
    }

    boolean holds(String name) {
        return map.get(name) != null;
    }

    String text(String name) {
        return required(name, textOrNull(name), "a text");
    }

    String textOr(String name, String otherwise) {
        String text = textOrNull(name);
        return text == null ? otherwise : text;
    }

    @Nullable String textOrNull(String name) {
        return as(name, String.class, "a text");
    }

    boolean flag(String name) {
        return required(name, flagOrNull(name), "true or false");
    }

    boolean flagOr(String name, boolean otherwise) {
        Boolean flag = flagOrNull(name);
        return flag == null ? otherwise : flag;
    }

    @Nullable Boolean flagOrNull(String name) {
        return as(name, Boolean.class, "true or false");
    }

    long number(String name) {
        return required(name, numberOrNull(name), "a whole number");
    }

    long numberOr(String name, long otherwise) {
        Long number = numberOrNull(name);
        return number == null ? otherwise : number;
    }

    @Nullable Long numberOrNull(String name) {
        return as(name, Long.class, "a whole number");
    }

    LocalDate date(String name) {
        return required(name, dateOrNull(name), "a date");
    }

    @Nullable LocalDate dateOrNull(String name) {
        return parsed(name, LocalDate::parse, "a date");
    }

    Instant instant(String name) {
        return required(name, instantOrNull(name), "an instant");
    }

    @Nullable Instant instantOrNull(String name) {
        return parsed(name, text -> OffsetDateTime.parse(text).toInstant(), "an instant");
    }

    <E extends Enum<E> & Coded> E coded(String name, Class<E> type) {
        return Coded.find(type, text(name)).orElseThrow(() -> malformed(at + "/" + name, "a code this version knows"));
    }

    Fields object(String name) {
        return frozen(map.get(name), at + "/" + name);
    }

    /** The objects in that list; none where the field is missing or null. */
    <T> List<T> objects(String name, Function<Fields, T> each) {
        List<T> objects = new ArrayList<>();
        for (Object item : items(name)) {
            objects.add(each.apply(frozen(item, at + "/" + name + "/" + objects.size())));
        }
        return objects;
    }

    /** The texts in that list; none where the field is missing or null. */
    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object item : items(name)) {
            if (!(item instanceof String text)) {
                throw malformed(at + "/" + name + "/" + texts.size(), "a text");
            }
            texts.add(text);
        }
        return texts;
    }

    /** Refuses an answer without that list: an absent list must not pass for an empty one. */
    Fields demanding(String... lists) {
        for (String name : lists) {
            if (!(map.get(name) instanceof List<?>)) {
                throw malformed(at + "/" + name, "a list");
            }
        }
        return this;
    }

    private List<?> items(String name) {
        List<?> items = as(name, List.class, "a list");
        return items == null ? List.of() : items;
    }

    private <T> @Nullable T parsed(String name, Function<String, T> parse, String expected) {
        String text = textOrNull(name);
        try {
            return text == null ? null : parse.apply(text);
        } catch (DateTimeException e) {
            throw malformed(at + "/" + name, expected);
        }
    }

    private <T> @Nullable T as(String name, Class<T> type, String expected) {
        Object value = map.get(name);
        if (value == null) {
            return null;
        }
        if (!type.isInstance(value)) {
            throw malformed(at + "/" + name, expected);
        }
        return type.cast(value);
    }

    private <T> T required(String name, @Nullable T value, String expected) {
        if (value == null) {
            throw malformed(at + "/" + name, expected);
        }
        return value;
    }

    private static JrpMalformedAnswerException malformed(String at, String expected) {
        return new JrpMalformedAnswerException(
                "The answer's %s should be %s.".formatted(at.isEmpty() ? "body" : "field " + at, expected));
    }
}
