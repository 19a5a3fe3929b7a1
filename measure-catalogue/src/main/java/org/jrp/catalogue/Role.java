package org.jrp.catalogue;

/** A role through which a listing reaches others (关联角色), such as 法定代表人. */
public record Role(String code, String name, int line) {}
