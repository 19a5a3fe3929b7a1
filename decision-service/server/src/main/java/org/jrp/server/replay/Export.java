package org.jrp.server.replay;

import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jrp.decision.DecisionEngine;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.seal.SealLines;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Writes the log out for the offline verifier (导出决定记录), as {@link ExportLines} says; a page of it is in memory at a time. What is
 * being recorded meanwhile is left to the next export: the file ends where the log was sealed when it began. */
@Service
class Export {

    private static final int PAGE = 500;
    private static final int BUFFER = 1 << 16;

    private final StoredDecisions decisions;
    private final SealLines seals;
    private final List<ExportExtra> extras;
    private final AccessLog log;
    private final InstantSource clock;

    Export(StoredDecisions decisions, SealLines seals, List<ExportExtra> extras, AccessLog log, InstantSource clock) {
        this.decisions = decisions;
        this.seals = seals;
        this.extras = List.copyOf(extras);
        this.log = log;
        this.clock = clock;
    }

    void write(Caller caller, Range range, HttpServletResponse response) throws IOException {
        log.record(caller, "export-decisions", null, range.from() + "/" + range.to(), null, "begun");
        SealLines.Cut cut = seals.cut(range.first(), range.until());
        List<StoredDecision> page = decisions.page(range, null, null, PAGE);
        response.setStatus(200);
        response.setContentType("application/x-ndjson");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setHeader(
                "Content-Disposition",
                "attachment; filename=\"jrp-export-" + range.from() + "-" + range.to() + ".ndjson\"");
        OutputStream out = new BufferedOutputStream(response.getOutputStream(), BUFFER);
        byte[] header = ExportLines.header(range.from(), range.to(), clock.instant(), DecisionEngine.VERSION);
        line(out, header);
        long count = 0;
        while (!page.isEmpty()) {
            UUID last = null;
            Set<UUID> sealed =
                    seals.within(cut, page.stream().map(StoredDecision::id).toList());
            for (StoredDecision one : page) {
                last = one.id();
                if (sealed.contains(one.id())) {
                    line(out, ExportLines.decision(one));
                    count++;
                }
            }
            page = more(range, page.size(), last);
        }
        seals.write(cut, range.first(), range.until(), header, json -> line(out, json));
        for (ExportExtra extra : extras) {
            extra.write(range.first(), range.until(), json -> line(out, json));
        }
        line(out, ExportLines.footer(count));
        out.flush();
        log.record(caller, "export-decisions", null, range.from() + "/" + range.to(), null, "done");
    }

    private List<StoredDecision> more(Range range, int size, @Nullable UUID last) {
        return size < PAGE ? List.of() : decisions.page(range, last, null, PAGE);
    }

    private static void line(OutputStream out, byte[] json) throws IOException {
        out.write(json);
        out.write('\n');
    }
}
