package org.jrp.server.release;

import java.util.Locale;
import org.jrp.catalogue.InvalidFilesException;

/** Says why a release cannot be loaded (拒绝原因). */
public final class Refusals {

    private static final int LONGEST = 2_000;

    private Refusals() {}

    /** In Chinese and English where it is known, else as the fault tells it. */
    public static String reason(Throwable e) {
        String said = e instanceof InvalidFilesException files
                ? files.in(Locale.SIMPLIFIED_CHINESE) + "\n" + files.in(Locale.ENGLISH)
                : String.valueOf(e.getMessage());
        return said.length() <= LONGEST ? said : said.substring(0, LONGEST) + "…";
    }
}
