package org.jrp.record;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jrp.catalogue.Coded;
import org.jrp.json.JsonWriter.Name;
import org.jspecify.annotations.Nullable;

/** The fields of one object of a record, each read once (字段): none may be missing, none may be left over. */
final class Fields {

    private final String path;
    private final Map<String, @Nullable Object> unread = new LinkedHashMap<>();

    Fields(@Nullable Object value, String path) {
        this.path = path;
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong(path, "an object");
        }
        map.forEach((name, field) -> unread.put(String.valueOf(name), field));
    }

    String text(Name name) {
        return required(name, textOrNull(name), "a text");
    }

    @Nullable String textOrNull(Name name) {
        return ofType(String.class, name, "a text");
    }

    boolean flag(Name name) {
        return required(name, flagOrNull(name), "true or false");
    }

    @Nullable Boolean flagOrNull(Name name) {
        return ofType(Boolean.class, name, "true or false");
    }

    int number(Name name) {
        long number = required(name, ofType(Long.class, name, "a whole number"), "a whole number");
        if (number != (int) number) {
            throw wrong(at(name), "a whole number of 32 bits");
        }
        return (int) number;
    }

    LocalDate day(Name name) {
        return required(name, dayOrNull(name), "a day");
    }

    @Nullable LocalDate dayOrNull(Name name) {
        String text = ofType(String.class, name, "a day");
        try {
            return text == null ? null : LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw wrong(at(name), "a day");
        }
    }

    Instant instant(Name name) {
        return required(name, instantOrNull(name), "an instant");
    }

    @Nullable Instant instantOrNull(Name name) {
        String text = ofType(String.class, name, "an instant");
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            throw wrong(at(name), "an instant");
        }
    }

    <E extends Enum<E> & Coded> E code(Class<E> type, Name name) {
        return required(name, codeOrNull(type, name), "a code of " + type.getSimpleName());
    }

    <E extends Enum<E> & Coded> @Nullable E codeOrNull(Class<E> type, Name name) {
        String code = ofType(String.class, name, "a code of " + type.getSimpleName());
        return code == null
                ? null
                : Coded.find(type, code).orElseThrow(() -> wrong(at(name), "a code of " + type.getSimpleName()));
    }

    List<String> texts(Name name) {
        List<String> texts = new ArrayList<>();
        for (Object item : items(name)) {
            if (!(item instanceof String text)) {
                throw wrong(at(name), "a list of texts");
            }
            texts.add(text);
        }
        return texts;
    }

    Map<String, String> textsByName(Name name) {
        Map<String, String> texts = new LinkedHashMap<>();
        Fields fields = object(name);
        fields.unread.forEach((key, value) -> {
            if (!(value instanceof String text)) {
                throw wrong(fields.path + '.' + key, "a text");
            }
            texts.put(key, text);
        });
        return texts;
    }

    Fields object(Name name) {
        return new Fields(take(name), at(name));
    }

    /** The objects of a list, each read whole. */
    <T> List<T> list(Name name, Function<Fields, T> read) {
        List<T> list = new ArrayList<>();
        for (Object item : items(name)) {
            Fields fields = new Fields(item, at(name) + '[' + list.size() + ']');
            list.add(read.apply(fields));
            fields.end();
        }
        return list;
    }

    /** To be called when everything is read: what is left over is not known. */
    void end() {
        if (!unread.isEmpty()) {
            throw new InvalidRecordException("The record holds the unknown field (%s)."
                    .formatted(path.isEmpty() ? first() : path + '.' + first()));
        }
    }

    private String first() {
        return unread.keySet().iterator().next();
    }

    private List<?> items(Name name) {
        Object value = take(name);
        if (!(value instanceof List<?> items)) {
            throw wrong(at(name), "a list");
        }
        return items;
    }

    private <T> @Nullable T ofType(Class<T> type, Name name, String expected) {
        Object value = take(name);
        if (value != null && !type.isInstance(value)) {
            throw wrong(at(name), expected);
        }
        return type.cast(value);
    }

    private @Nullable Object take(Name name) {
        if (!unread.containsKey(name.toString())) {
            throw new InvalidRecordException("The record lacks the field (%s).".formatted(at(name)));
        }
        return unread.remove(name.toString());
    }

    private <T> T required(Name name, @Nullable T value, String expected) {
        if (value == null) {
            throw wrong(at(name), expected);
        }
        return value;
    }

    private String at(Name name) {
        return path.isEmpty() ? name.toString() : path + '.' + name;
    }

    private static InvalidRecordException wrong(String path, String expected) {
        return new InvalidRecordException(
                "The record's field (%s) is not %s.".formatted(path.isEmpty() ? "whole" : path, expected));
    }
}
