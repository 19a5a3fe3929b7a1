package org.jrp.decision;

import org.jrp.catalogue.Text;

/** Thrown for a question that has no answer (问询无效): an unknown context or matter, or a day out of range. */
public final class InvalidQuestionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final transient Text text;
    private final transient Text mend;

    public InvalidQuestionException(String code, Text text, Text mend) {
        super(text.en() + "\n" + mend.en());
        this.code = code;
        this.text = text;
        this.mend = mend;
    }

    /** {@code unknown-context}, {@code unknown-matter} or {@code as-of-out-of-range}. */
    public String code() {
        return code;
    }

    public Text text() {
        return text;
    }

    public Text mend() {
        return mend;
    }
}
