package org.jrp.server.offline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jrp.json.JsonWriter;

/** What became of each row (补录结果). Beyond {@value #MOST_SHOWN} errors are counted and no longer told. For one thread. */
final class UploadReport {

    static final int MOST_SHOWN = 10_000;

    private record Refused(long row, RowRefused why) {}

    private final List<Refused> errors = new ArrayList<>();
    private long accepted;
    private long unchanged;
    private long rejected;

    void accepted() {
        accepted++;
    }

    void unchanged() {
        unchanged++;
    }

    void rejected(long row, RowRefused why) {
        rejected++;
        if (errors.size() < MOST_SHOWN) {
            errors.add(new Refused(row, why));
        }
    }

    byte[] bytes(Locale locale) {
        JsonWriter out = new JsonWriter()
                .object()
                .field("accepted", accepted)
                .field("unchanged", unchanged)
                .field("rejected", rejected)
                .name("errors")
                .array();
        errors.sort(java.util.Comparator.comparingLong(Refused::row));
        for (Refused one : errors) {
            out.object()
                    .field("row", one.row())
                    .field("field", one.why().field())
                    .field("code", one.why().code())
                    .field("message", one.why().text().in(locale))
                    .endObject();
        }
        return out.endArray().endObject().toBytes();
    }
}
