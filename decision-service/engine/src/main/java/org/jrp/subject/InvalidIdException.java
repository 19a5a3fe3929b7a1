package org.jrp.subject;

import org.jrp.catalogue.Text;

/** Thrown when an identifier is not well formed (代码有误). Its texts never show a natural person's number in full. */
public final class InvalidIdException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final int position;
    private final transient Text message;
    private final transient Text mend;

    InvalidIdException(String code, int position, Text message, Text mend) {
        super(message.en() + " " + mend.en());
        this.code = code;
        this.position = position;
        this.message = message;
        this.mend = mend;
    }

    /**
     * What is wrong, kebab-case: {@code empty}, {@code length}, {@code shape}, {@code charset}, {@code region-not-digits},
     * {@code date}, {@code future-date}, {@code too-old}, {@code reserved-sequence}, {@code check-digit},
     * {@code ambiguous-id}.
     */
    public String code() {
        return code;
    }

    /** The character concerned, from 1, counted without spaces and hyphens; 0 where the whole is meant. */
    public int position() {
        return position;
    }

    /** What is wrong, for people. */
    public Text message() {
        return message;
    }

    /** What to do about it. */
    public Text mend() {
        return mend;
    }
}
