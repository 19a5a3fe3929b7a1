package org.jrp.server.whole;

import org.jrp.subject.CitizenId;
import org.jrp.subject.Uscc;

/** Numbers that nobody has: the sequence 000 is never issued, the division 349999 is not assigned. */
public final class Ids {

    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String CHECKS = "10X98765432";
    private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private Ids() {}

    /** The citizen of that number, up to 25,000: born one day after the other, from 1930. */
    public static String citizen(int number) {
        String day =
                java.time.LocalDate.of(1930, 1, 1).plusDays(number).toString().replace("-", "");
        String body = "341182" + day + "000";
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += WEIGHTS[i] * (body.charAt(i) - '0');
        }
        return new CitizenId(body + CHECKS.charAt(sum % 11)).value();
    }

    /** The enterprise of that number, up to a million. */
    public static String enterprise(int number) {
        String code = "%07d".formatted(number);
        int[] weights = {3, 7, 9, 10, 5, 8, 4, 2};
        String organisation = "M" + code;
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * Character.digit(organisation.charAt(i), 36);
        }
        int check = 11 - sum % 11;
        String body = "91349999" + organisation + (check == 10 ? "X" : check == 11 ? "0" : Integer.toString(check));
        int total = 0;
        int weight = 1;
        for (int i = 0; i < body.length(); i++) {
            total += ALPHABET.indexOf(body.charAt(i)) * weight;
            weight = weight * 3 % 31;
        }
        return new Uscc(body + ALPHABET.charAt((31 - total % 31) % 31)).value();
    }
}
