package org.jrp.subject;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * A citizen identity number (公民身份号码), GB 11643-1999, always of 18 characters. {@code toString} hides its middle; sex
 * and age are not derived, save for {@link #minorOn}.
 */
public record CitizenId(String value) implements SubjectId {

    private static final int OF_AGE = 18;

    public CitizenId {
        Checks.citizenId(value);
    }

    @Override
    public IdType type() {
        return IdType.CITIZEN_ID;
    }

    @Override
    public String masked() {
        return value.substring(0, 6) + "********" + value.substring(14);
    }

    @Override
    public SubjectKind defaultKind() {
        return SubjectKind.INDIVIDUAL;
    }

    /** Whether the person is under 18 on that day; someone born on 29 February comes of age on 1 March. */
    public boolean minorOn(LocalDate day) {
        return ChronoUnit.YEARS.between(born(), day) < OF_AGE;
    }

    LocalDate born() {
        return Checks.date(value, 6);
    }

    @Override
    public String toString() {
        return "CitizenId[" + masked() + "]";
    }
}
