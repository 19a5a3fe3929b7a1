package org.jrp.json;

import org.jrp.catalogue.Text;

/** Thrown when a text is no JSON of ours (JSON 有误). Quotes nothing of the text but a duplicate key. */
public final class JsonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final int line;
    private final int column;
    private final transient Text text;

    JsonException(String code, int line, int column, Text text) {
        super("Line " + line + ", column " + column + ": " + text.en());
        this.code = code;
        this.line = line;
        this.column = column;
        this.text = text;
    }

    /**
     * What is wrong, kebab-case: {@code json-syntax}, {@code duplicate-key}, {@code too-deep}, {@code too-large},
     * {@code not-whole-number}, {@code lone-surrogate}, {@code not-utf-8}.
     */
    public String code() {
        return code;
    }

    /** Line, from 1; 0 where the text as a whole is meant. */
    public int line() {
        return line;
    }

    /** Column, from 1; 0 where the text as a whole is meant. */
    public int column() {
        return column;
    }

    /** What is wrong, for people. */
    public Text text() {
        return text;
    }
}
