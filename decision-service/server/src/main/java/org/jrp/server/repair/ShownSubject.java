package org.jrp.server.repair;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jrp.subject.SubjectId;
import org.jrp.subject.SubjectKind;
import org.jspecify.annotations.Nullable;

/**
 * A subject as it is shown here (主体): a natural person's number masked.
 *
 * @param name left out of lists for natural persons
 */
@Schema(name = "RepairSubject")
record ShownSubject(String idType, String id, @Nullable String name) {

    static ShownSubject of(SubjectId id, @Nullable String name, boolean named) {
        return new ShownSubject(id.type().code(), id.masked(), named || !person(id) ? name : null);
    }

    static boolean person(SubjectId id) {
        return id.defaultKind() == SubjectKind.INDIVIDUAL;
    }
}
