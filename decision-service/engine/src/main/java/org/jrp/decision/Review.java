package org.jrp.decision;

/** Why a person must look at the case (人工复核的原因). */
public record Review(String code, String text) {}
