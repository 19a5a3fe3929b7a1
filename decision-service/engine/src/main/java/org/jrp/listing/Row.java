package org.jrp.listing;

import java.util.List;
import org.jrp.catalogue.Text;
import org.jspecify.annotations.Nullable;

/** One record of an entries file, whichever form it came in (行). */
interface Row {

    /** Path of the file. */
    String file();

    /** Its first line, from 1. */
    int line();

    /** The key as the writer knows it: a column's header, else the key itself. */
    String label(String key);

    /** Whether the key is there, even with an empty value. */
    boolean has(String key);

    /** The value as text; null where it is absent or empty, and, with a problem, where it is none. */
    @Nullable String text(String key);

    /** The values of a list of records; empty where it is absent and, with a problem, where it is none. */
    List<Row> rows(String key);

    /** A record inside this one; null where it is absent and, with a problem, where it is none. */
    @Nullable Row row(String key);

    /** Adds an error at that key. */
    void error(String code, String key, @Nullable String value, Text message, Text mend);

    /** Adds a warning at that key. */
    void warning(String code, String key, @Nullable String value, Text message, Text mend);

    /** Reports every key that nobody asked for. */
    void finish();
}
