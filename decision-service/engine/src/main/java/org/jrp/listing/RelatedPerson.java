package org.jrp.listing;

import org.jrp.subject.SubjectId;
import org.jspecify.annotations.Nullable;

/**
 * A person the recogniser named beside the listed one (关联人员).
 *
 * @param role code of the role
 * @param personallyResponsible whether the recogniser found the person responsible; null where it did not say
 */
public record RelatedPerson(
        String role, SubjectId id, @Nullable Boolean personallyResponsible) {}
