package org.jrp.server.entry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jrp.listing.Listing;
import org.jrp.listing.RelatedPerson;
import org.jrp.server.subject.Personal;
import org.jrp.server.subject.SubjectVault;
import org.jrp.subject.SubjectKind;
import org.jspecify.annotations.Nullable;

/** Turns an entry into the row it will be in the store (入库编码): references for numbers, ciphertext for what is personal. For one thread. */
final class ImportSealer {

    /** Columns of {@code listing} in the order in which they are encoded. */
    static final String COLUMNS = "id, entry_id, list, subject, key_version, personal, recogniser, doc_no, basis,"
            + " recognised_at, valid_from, valid_to, ground, severity, corrected, court_order, personal_responsibility,"
            + " missing, digest, import, person";

    private static final int COLUMN_COUNT = 21;
    private static final int ID_BYTES = 16;
    private static final int MARK_BYTES = 4;
    private static final HexFormat HEX = HexFormat.of();

    private final SubjectVault vault;
    private final int keyVersion;
    private final UUID importId;
    private final CopyRows content = new CopyRows(1 << 10);

    ImportSealer(SubjectVault vault, UUID importId) {
        this.vault = vault;
        this.keyVersion = vault.keyVersion();
        this.importId = importId;
    }

    /** Encodes an entry behind the rows there are. */
    ImportEntry seal(int line, Listing listing, CopyRows rows) {
        byte[] digest = vault.digest(content(listing));
        List<String> missing = missing(listing);
        String entryId = entryId(listing.entryId(), digest, !missing.isEmpty());
        boolean person = listing.subject().defaultKind() == SubjectKind.INDIVIDUAL;
        int from = rows.length();
        rows.row(COLUMN_COUNT)
                .int8(0)
                .text(entryId)
                .text(listing.list())
                .bytea(vault.reference(listing.subject()))
                .int2(keyVersion)
                .bytea(vault.seal(
                        new Personal(listing.subject(), listing.name(), null, listing.related()).bytes(),
                        ListingStore.place(entryId)))
                .text(listing.recogniser())
                .text(listing.docNo())
                .text(listing.basis())
                .date(listing.recognisedAt())
                .date(listing.validFrom())
                .date(listing.validTo())
                .text(listing.ground())
                .text(listing.severity() == null ? null : listing.severity().code())
                .bool(listing.corrected())
                .bool(listing.courtOrder())
                .bool(listing.personalResponsibility())
                .texts(missing)
                .bytea(digest)
                .uuid(importId)
                .bool(person);
        boolean bare = listing.events().isEmpty() && listing.related().isEmpty();
        return new ImportEntry(
                line,
                entryId,
                listing.list(),
                person,
                digest,
                !missing.isEmpty(),
                from,
                rows.length(),
                bare ? null : listing);
    }

    /** The fields that an entry must have before decisions may rest on it (DP-10), and does not. */
    static List<String> missing(Listing listing) {
        if (listing.recogniser() != null
                && listing.docNo() != null
                && listing.recognisedAt() != null
                && listing.basis() != null) {
            return List.of();
        }
        List<String> missing = new ArrayList<>();
        if (listing.recogniser() == null) {
            missing.add("recogniser");
        }
        if (listing.docNo() == null) {
            missing.add("docNo");
        }
        if (listing.recognisedAt() == null) {
            missing.add("recognisedAt");
        }
        if (listing.basis() == null) {
            missing.add("basis");
        }
        return missing;
    }

    /**
     * The id under which a row stands. One without an id goes by its content. One that is quarantined is kept beside its id, so
     * that the id is free for the same entry with nothing missing.
     */
    private static String entryId(@Nullable String given, byte[] digest, boolean quarantined) {
        if (given == null) {
            return "e-" + HEX.formatHex(digest, 0, ID_BYTES);
        }
        return quarantined ? given + "~" + HEX.formatHex(digest, 0, MARK_BYTES) : given;
    }

    /** What an entry says, without its id and its events: each field with its length before it. */
    private byte[] content(Listing listing) {
        content.clear();
        content.text(listing.subject().type().code())
                .text(listing.subject().value())
                .text(listing.name())
                .text(listing.list())
                .text(listing.recogniser())
                .text(listing.docNo())
                .text(listing.basis())
                .date(listing.recognisedAt())
                .date(listing.validFrom())
                .date(listing.validTo())
                .text(listing.ground())
                .text(listing.severity() == null ? null : listing.severity().code())
                .bool(listing.corrected())
                .bool(listing.courtOrder())
                .bool(listing.personalResponsibility());
        for (RelatedPerson person : listing.related()) {
            content.text(person.role())
                    .text(person.id().type().code())
                    .text(person.id().value())
                    .bool(person.personallyResponsible());
        }
        return Arrays.copyOf(content.bytes(), content.length());
    }
}
