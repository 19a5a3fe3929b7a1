package org.jrp.decision;

/**
 * A person, member, agency or expert that the question names beside its subject (关联方).
 *
 * @param ref ordinal {@code r0}, {@code r1} …; never an id
 * @param role role code
 */
public record RelatedSubject(String ref, String role) {}
