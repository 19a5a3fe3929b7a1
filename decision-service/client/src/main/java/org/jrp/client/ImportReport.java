package org.jrp.client;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of the rows of an import (导入结果).
 *
 * @param accepted rows that landed, or would have
 * @param unchanged rows that stood there already
 * @param rejected rows that did not land
 * @param errors why
 * @param raw every field as it came; unmodifiable
 */
public record ImportReport(
        long accepted, long unchanged, long rejected, List<RowError> errors, Map<String, @Nullable Object> raw) {

    /**
     * What is wrong with a row.
     *
     * @param row from 1; 0 where the file as a whole is meant
     * @param field null where the row as a whole is meant
     */
    public record RowError(long row, @Nullable String field, String code, String message) {}

    public ImportReport {
        errors = List.copyOf(errors);
    }

    static ImportReport of(Fields report) {
        return new ImportReport(
                report.number("accepted"),
                report.number("unchanged"),
                report.number("rejected"),
                report.objects(
                        "errors",
                        error -> new RowError(
                                error.numberOr("row", 0),
                                error.textOrNull("field"),
                                error.text("code"),
                                error.textOr("message", ""))),
                report.raw());
    }

    @Override
    public String toString() {
        return "ImportReport[" + accepted + " accepted, " + unchanged + " unchanged, " + rejected + " rejected]";
    }
}
