package org.jrp.server.cases;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A case with its texts and what was done about them (案例).
 *
 * @param version of the latest text
 * @param approvedVersion the latest text that a second person stands by; null where there is none
 * @param feedback the reports it rests on
 * @param entries the entries they are about
 */
@Schema(name = "Case")
record CaseView(
        UUID id,
        String department,
        @Nullable String departmentName,
        String list,
        @Nullable String listName,
        String kind,
        String state,
        int version,
        @Nullable Integer approvedVersion,
        String title,
        String text,
        String author,
        Instant recordedAt,
        List<UUID> feedback,
        List<String> entries,
        List<Version> versions,
        List<Step> steps) {

    CaseView {
        feedback = List.copyOf(feedback);
        entries = List.copyOf(entries);
        versions = List.copyOf(versions);
        steps = List.copyOf(steps);
    }

    /** One text of a case. */
    @Schema(name = "CaseVersion")
    record Version(int version, String title, String text, String author, Instant recordedAt) {}

    /** One step of a case. */
    @Schema(name = "CaseStep")
    record Step(
            int seq,
            String type,
            int version,
            @Nullable String reason,
            String officer,
            String department,
            Instant recordedAt) {}

    /** A case in a list of cases. */
    @Schema(name = "CaseItem")
    record Item(
            UUID id,
            String department,
            String list,
            @Nullable String listName,
            String kind,
            String state,
            int version,
            @Nullable Integer approvedVersion,
            String title,
            String author,
            Instant recordedAt) {}

    /** One page of cases, newest first. */
    @Schema(name = "CasePage")
    record Page(List<Item> items, @Nullable String cursor) {}

    /** A case as it is handed out: a text that was approved, and nothing that leads to anybody. */
    @Schema(name = "ExportedCase")
    record Exported(
            UUID id,
            String department,
            @Nullable String departmentName,
            String list,
            @Nullable String listName,
            String kind,
            int version,
            String title,
            String text,
            Instant approvedAt,
            @Nullable Instant uploadedAt) {}

    /** The cases of a year. */
    @Schema(name = "CaseExport")
    record Export(int year, List<Exported> items) {}
}
