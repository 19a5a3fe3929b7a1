package org.jrp.server.offline;

import org.jrp.catalogue.Text;
import org.jspecify.annotations.Nullable;

/** Thrown when a row is not taken in (该行未补录). Its texts repeat nothing of the row. */
final class RowRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final @Nullable String field;
    private final String code;
    private final transient Text text;

    /**
     * A refusal.
     *
     * @param field name of the field; null for the row as a whole
     * @param code kebab-case
     */
    RowRefused(@Nullable String field, String code, String zh, String en) {
        super(code, null, false, false);
        this.field = field;
        this.code = code;
        this.text = new Text(zh, en);
    }

    @Nullable String field() {
        return field;
    }

    String code() {
        return code;
    }

    Text text() {
        return text;
    }
}
