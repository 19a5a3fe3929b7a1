package org.jrp.server.whole;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for citizens' numbers where none may be: plain, without their check character, backwards, in hexadecimal, in base64. All of them
 * begin with the same digits, which makes them easy to find in much.
 */
final class Traces {

    private static final int BODY = 17;

    private final Set<String> bodies = new HashSet<>();
    private final String beginning;
    private final Pattern plain;
    private final Pattern backwards;
    private final Pattern hexadecimal;
    private final List<Pattern> base64 = new ArrayList<>();

    Traces(Collection<String> citizens) {
        citizens.forEach(one -> bodies.add(one.substring(0, BODY)));
        beginning = common(bodies);
        int rest = BODY - beginning.length();
        plain = Pattern.compile(beginning + "\\d{" + rest + "}");
        backwards = Pattern.compile("\\d{" + rest + "}" + new StringBuilder(beginning).reverse());
        hexadecimal = Pattern.compile(
                HexFormat.of().formatHex(beginning.getBytes(StandardCharsets.US_ASCII)) + "(?:3\\d){" + rest + "}");
        for (int shift = 0; shift < 3; shift++) {
            base64.add(Pattern.compile(Pattern.quote(encoded(beginning, shift)) + "[A-Za-z0-9+/_-]{8,24}"));
        }
    }

    /** What was found in the text: never the number itself. */
    List<String> in(String text) {
        List<String> found = new ArrayList<>();
        for (Matcher here = plain.matcher(text); here.find(); ) {
            known(here.group(), "plain", found);
        }
        for (Matcher here = backwards.matcher(text); here.find(); ) {
            known(new StringBuilder(here.group()).reverse().toString(), "backwards", found);
        }
        String lower = text.toLowerCase(Locale.ROOT);
        for (Matcher here = hexadecimal.matcher(lower); here.find(); ) {
            known(new String(HexFormat.of().parseHex(here.group()), StandardCharsets.US_ASCII), "hexadecimal", found);
        }
        for (int shift = 0; shift < 3; shift++) {
            for (Matcher here = base64.get(shift).matcher(text); here.find(); ) {
                String whole = "AAAA".substring(0, prefix(shift))
                        + here.group().replace('-', '+').replace('_', '/');
                byte[] bytes = Base64.getDecoder().decode(whole.substring(0, whole.length() / 4 * 4));
                String read = new String(bytes, StandardCharsets.ISO_8859_1);
                Matcher number = Pattern.compile("\\d{8,}").matcher(read);
                if (number.find()
                        && bodies.stream().anyMatch(body -> number.group().contains(body.substring(1, BODY - 1)))) {
                    found.add("base64");
                }
            }
        }
        return found;
    }

    private void known(String body, String how, List<String> found) {
        if (bodies.contains(body)) {
            found.add(how);
        }
    }

    /** Characters of base64 that other bytes before have a part in. */
    private static int prefix(int shift) {
        return shift == 0 ? 0 : shift + 1;
    }

    private static String encoded(String text, int shift) {
        byte[] bytes = ("\0".repeat(shift) + text).getBytes(StandardCharsets.US_ASCII);
        String whole = Base64.getEncoder().withoutPadding().encodeToString(bytes);
        return whole.substring(prefix(shift), bytes.length * 8 / 6);
    }

    private static String common(Collection<String> texts) {
        String first = texts.iterator().next();
        int length = first.length();
        for (String one : texts) {
            int same = 0;
            while (same < length && one.charAt(same) == first.charAt(same)) {
                same++;
            }
            length = same;
        }
        return first.substring(0, length);
    }
}
