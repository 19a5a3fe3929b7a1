package org.jrp.server.subject;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jrp.json.Json;
import org.jrp.json.JsonException;
import org.jrp.json.JsonWriter;
import org.jrp.listing.RelatedPerson;
import org.jrp.subject.IdType;
import org.jrp.subject.InvalidIdException;
import org.jrp.subject.SubjectId;
import org.jrp.subject.SubjectIds;
import org.jspecify.annotations.Nullable;

/**
 * What is personal about an entry or a question (个人信息): numbers and names. It stands in the database as ciphertext only.
 *
 * @param submitted the number as it was sent, where that differs from the number itself; for the audit record
 */
public record Personal(
        SubjectId id, @Nullable String name, @Nullable String submitted, List<RelatedPerson> related) {

    public Personal {
        related = List.copyOf(related);
    }

    /** As JSON. */
    public byte[] bytes() {
        JsonWriter out = new JsonWriter();
        out.object().field("idType", id.type().code()).field("id", id.value());
        out.field("name", name).field("submitted", submitted);
        out.name("related").array();
        for (RelatedPerson person : related) {
            out.object().field("role", person.role());
            out.field("idType", person.id().type().code())
                    .field("id", person.id().value());
            if (person.personallyResponsible() == null) {
                out.field("personallyResponsible", (String) null);
            } else {
                out.field("personallyResponsible", (boolean) person.personallyResponsible());
            }
            out.endObject();
        }
        out.endArray().endObject();
        return out.toBytes();
    }

    /**
     * From JSON.
     *
     * @throws IllegalArgumentException when it is not what {@link #bytes} wrote
     */
    public static Personal read(byte[] bytes) {
        try {
            if (Json.read(bytes) instanceof Map<?, ?> map && map.get("related") instanceof List<?> people) {
                List<RelatedPerson> related = new ArrayList<>();
                for (Object item : people) {
                    if (item instanceof Map<?, ?> person) {
                        related.add(new RelatedPerson(
                                text(person, "role"), id(person), (Boolean) person.get("personallyResponsible")));
                    }
                }
                return new Personal(id(map), (String) map.get("name"), (String) map.get("submitted"), related);
            }
        } catch (JsonException | ClassCastException | InvalidIdException e) {
            throw new IllegalArgumentException("The personal fields are no JSON of ours.", e);
        }
        throw new IllegalArgumentException("The personal fields are no JSON of ours.");
    }

    private static SubjectId id(Map<?, ?> map) {
        String code = text(map, "idType");
        for (IdType type : IdType.values()) {
            if (type.code().equals(code)) {
                return SubjectIds.parse(type, text(map, "id"), LocalDate.MAX).id();
            }
        }
        throw new IllegalArgumentException("The id type is not known.");
    }

    private static String text(Map<?, ?> map, String key) {
        if (map.get(key) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("The field " + key + " is missing.");
    }

    @Override
    public String toString() {
        return "Personal[" + id.masked() + "]";
    }
}
