package org.jrp.server.exchange;

import java.util.List;
import java.util.UUID;
import org.jrp.server.access.Caller;
import org.jspecify.annotations.Nullable;

/** Takes in what departments report by the exchange (对接反馈): by the same service, under the same rules as every other report. */
public interface ExchangeReports {

    /**
     * A report on one entry as a client sends it.
     *
     * @param decision id of the decision that answered the query
     * @param list code of the list the entry is shown under; null where the number is not known
     * @param entryId id of the entry; null where the client sent none
     * @param docNo number of the entry's document, as shown; null where the client sent none
     * @param chosen the measures' texts or names, as the clerk chose them
     * @param handleType {@code 1} carried out, {@code 2} otherwise
     * @param handledAt day, perhaps with a time; empty for today
     * @param officer the person, as the client names it
     */
    record Report(
            UUID decision,
            @Nullable String list,
            @Nullable String entryId,
            @Nullable String docNo,
            List<String> chosen,
            String handleType,
            String action,
            String result,
            String remark,
            String handledAt,
            String officer) {

        public Report {
            chosen = List.copyOf(chosen);
        }
    }

    /**
     * What became of a report.
     *
     * @param entryId the entry it was found to be about; null where it was not found
     * @param taken whether it is on file now
     * @param message why not, or that it was before; empty where there is nothing to say
     */
    record Outcome(@Nullable String entryId, boolean taken, String message) {}

    /**
     * Takes in one report, by itself: every measure of it, or none.
     *
     * @throws org.jrp.server.problem.ProblemException when the decision is not the department's own, or nothing can be recorded now
     */
    Outcome report(Caller caller, Report report);
}
