package org.jrp.server.catalogue;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Locale;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Edition;
import org.jrp.catalogue.EditionTableReader;
import org.jrp.catalogue.Problem;
import org.jspecify.annotations.Nullable;

/**
 * What an official table comes to (清单导入结果): the text of a file of the catalogue, what to mend, what each row was taken for, and what
 * differs from the edition before. Nothing of it is stored.
 *
 * @param file path in a release; null where the table cannot be read
 * @param text YAML of the draft; null where the table cannot be read
 * @param sound whether nothing keeps the text from being a file of the catalogue
 * @param previous id of the edition it was held against; null where there is none
 */
record EditionDraft(
        @Nullable String file,
        @Nullable String text,
        boolean sound,
        @Nullable String previous,
        List<RowProblem> problems,
        List<RowMatch> rows,
        List<String> differences) {

    /** Something to mend. */
    @Schema(name = "EditionRowProblem")
    record RowProblem(
            @Schema(allowableValues = {"error", "warning"}) String severity,
            int row,
            @Nullable String column,
            String code,
            @Nullable String value,
            String message,
            String mend) {}

    /** What a row was taken for. */
    @Schema(name = "EditionRowMatch")
    record RowMatch(
            int row,
            String wording,

            @Schema(allowableValues = {"measure", "item", "unknown"})
            String kind,

            @Nullable String code,
            @Nullable String name,

            @Schema(
                    allowableValues = {"code", "name", "alias"},
                    nullable = true)
            @Nullable String by,

            @Nullable String nearest) {}

    static EditionDraft of(EditionTableReader.Draft draft, Catalogue catalogue, Locale locale) {
        Edition edition = draft.edition();
        Edition previous = draft.previous();
        return new EditionDraft(
                edition == null ? null : "measure-catalogue/" + edition.file(),
                draft.text().orElse(null),
                draft.sound(),
                previous == null ? null : previous.id(),
                draft.problems().stream()
                        .map(one -> new RowProblem(
                                one.severity() == Problem.Severity.ERROR ? "error" : "warning",
                                one.row(),
                                one.column(),
                                one.code(),
                                one.value(),
                                one.message().in(locale),
                                one.mend().in(locale)))
                        .toList(),
                draft.matches().stream()
                        .map(one -> new RowMatch(
                                one.row(), one.wording(), one.kind(), one.code(), one.name(), one.by(), one.nearest()))
                        .toList(),
                draft.differences(catalogue).stream()
                        .map(text -> text.in(locale))
                        .toList());
    }
}
