package org.jrp.catalogue;

import java.util.Locale;

/** A message (文字) in the two languages that people read it in. */
public record Text(String zh, String en) {

    /** The wording for a reader of that language; English for {@code en}, else Chinese. */
    public String in(Locale locale) {
        return locale.getLanguage().equals("en") ? en : zh;
    }
}
