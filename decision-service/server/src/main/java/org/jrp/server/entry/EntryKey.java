package org.jrp.server.entry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * An entry id as it stands in an address (条目地址). Ids come from elsewhere and may hold slashes and blanks: such a one is written
 * as {@code ~} and its base64url form, any other as it is.
 */
public final class EntryKey {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

    private EntryKey() {}

    public static String of(String entryId) {
        return PLAIN.matcher(entryId).matches()
                ? entryId
                : "~"
                        + Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(entryId.getBytes(StandardCharsets.UTF_8));
    }

    public static String entryId(String key) {
        if (!key.startsWith("~")) {
            return key;
        }
        try {
            return new String(Base64.getUrlDecoder().decode(key.substring(1)), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return key;
        }
    }
}
