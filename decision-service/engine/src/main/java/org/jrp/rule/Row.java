package org.jrp.rule;

import org.jspecify.annotations.Nullable;

/**
 * One live entry as it bears on the subject asked about (一条列入记录的一种关联), flattened with the question into the single fact
 * that memoranda rules match. Drools reads the accessors.
 */
public final class Row {

    private final String key;
    private final Facts facts;

    /** A row for those facts. */
    public Row(Facts facts) {
        this(key(facts.list(), facts.context(), facts.via()), facts);
    }

    /**
     * A row for those facts.
     *
     * @param key as {@link #key(String, String, String)} gives it for them
     */
    public Row(String key, Facts facts) {
        this.key = key;
        this.facts = facts;
    }

    /**
     * What a row says.
     *
     * @param list list code
     * @param context context code
     * @param via code of the {@link org.jrp.catalogue.Via}
     * @param role role that ties the listed one and the subject; empty via self
     * @param kind code of the subject's kind
     * @param entity whether the subject is a unit (单位), sole traders included
     * @param personal whether the recogniser found the person responsible
     * @param courtOrder whether a court order is on record
     * @param listedDays full days from the start of validity to the day asked about
     * @param listedMonths full months of the same span
     * @param ground number of the ground in the rule set's list of grounds; -1 where unknown
     * @param severity code of the severity; empty where unknown
     * @param recognisedOn day of the recogniser's decision as an epoch day; {@link Integer#MIN_VALUE} where unknown
     * @param place division code of the asking department
     * @param matter matter code; empty where none was given
     * @param keyAttention whether the entry is on, or has been moved to, the key-attention list
     */
    public record Facts(
            String list,
            String context,
            String via,
            String role,
            String kind,
            boolean entity,
            boolean personal,
            boolean courtOrder,
            int listedDays,
            int listedMonths,
            int ground,
            String severity,
            int recognisedOn,
            String place,
            String matter,
            boolean keyAttention) {}

    /** The word under which rules for that list, context and direction are indexed. */
    public static String key(String list, String context, String via) {
        return list + '|' + context + '|' + via;
    }

    public Facts facts() {
        return facts;
    }

    public String getKey() {
        return key;
    }

    public String getRole() {
        return facts.role();
    }

    public String getKind() {
        return facts.kind();
    }

    public boolean isEntity() {
        return facts.entity();
    }

    public boolean isPersonal() {
        return facts.personal();
    }

    public boolean isCourtOrder() {
        return facts.courtOrder();
    }

    public int getListedDays() {
        return facts.listedDays();
    }

    public int getListedMonths() {
        return facts.listedMonths();
    }

    public int getGround() {
        return facts.ground();
    }

    public String getSeverity() {
        return facts.severity();
    }

    public int getRecognisedOn() {
        return facts.recognisedOn();
    }

    public String getPlace() {
        return facts.place();
    }

    public String getMatter() {
        return facts.matter();
    }

    public boolean isKeyAttention() {
        return facts.keyAttention();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
