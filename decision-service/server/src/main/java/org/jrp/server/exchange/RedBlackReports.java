package org.jrp.server.exchange;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jrp.catalogue.ListType;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.release.Releases;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/**
 * What a client reports back ({@code commitRedBlackBack}, 红黑名单反馈). Each entry is a report by itself: those that are right are taken in
 * whatever becomes of the others.
 */
@Component
@ConditionalOnProperty(prefix = "jrp.exchange", name = "enabled", havingValue = "true")
final class RedBlackReports {

    private static final int MOST = 200;
    private static final List<String> ID_TITLES = List.of("id", "redblackDetailId", "detailId");

    private final ExchangeReports reports;
    private final Releases releases;
    private final UnitedIds ids = UnitedIds.shipped();

    RedBlackReports(ExchangeReports reports, Releases releases) {
        this.reports = reports;
        this.releases = releases;
    }

    /**
     * Takes in reports and says what became of them.
     *
     * @param officer the person, as the client names it
     */
    String commit(RedBlackQueries.Asker asker, String officer, List<SoapNode> requests) {
        List<ExchangeReports.Report> all = new ArrayList<>();
        for (SoapNode request : requests) {
            for (SoapNode about : request.all("redblackBack")) {
                for (SoapNode type : about.all("redblackType")) {
                    reports(request, type, officer).forEach(all::add);
                }
            }
        }
        if (all.isEmpty() || all.size() > MOST) {
            throw ProblemException.of(
                    400,
                    "invalid-content",
                    all.isEmpty() ? "报文中没有反馈明细(redblackDetail)。" : "一次最多反馈 " + MOST + " 条明细。",
                    "A message holds 1 to " + MOST + " details.");
        }
        return answer(asker, all);
    }

    private String answer(RedBlackQueries.Asker asker, List<ExchangeReports.Report> all) {
        Charset charset = asker.client().charset();
        int taken = 0;
        List<String> failures = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            ExchangeReports.Outcome outcome = outcome(asker, all.get(i));
            String which = "第 " + (i + 1) + " 条" + (outcome.entryId() == null ? "" : "(" + outcome.entryId() + ")");
            if (outcome.taken()) {
                taken++;
            }
            if (!outcome.message().isEmpty()) {
                (outcome.taken() ? remarks : failures).add(which + outcome.message());
            }
        }
        StringBuilder message = new StringBuilder("共 ")
                .append(all.size())
                .append(" 条,已受理 ")
                .append(taken)
                .append(" 条。");
        failures.forEach(message::append);
        remarks.forEach(message::append);
        return failures.isEmpty()
                ? RedBlackAnswer.taken(charset, message.toString())
                : RedBlackAnswer.failure(charset, 400, message.toString());
    }

    /** A refused report does not keep the others out; what is refused for all of them does. */
    private ExchangeReports.Outcome outcome(RedBlackQueries.Asker asker, ExchangeReports.Report report) {
        try {
            return reports.report(asker.caller(), report);
        } catch (ProblemException e) {
            if (e.status() == 401 || e.status() == 403 || e.status() == 429 || e.status() >= 500) {
                throw e;
            }
            return new ExchangeReports.Outcome(
                    report.entryId(), false, "未受理:" + e.detail().zh());
        }
    }

    private List<ExchangeReports.Report> reports(SoapNode request, SoapNode type, String officer) {
        UUID decision = decision(request.text("redblackRequestId"));
        ListType list = ids.find(type.text("unitedId"), releases.active().catalogue());
        List<String> chosen = type.all("unionPairContent").stream()
                .map(content -> content.text("content"))
                .filter(text -> !text.isEmpty())
                .distinct()
                .toList();
        return type.all("redblackDetail").stream()
                .map(detail -> new ExchangeReports.Report(
                        decision,
                        list == null ? null : list.code(),
                        entryId(detail),
                        fact(detail, "认定文书号"),
                        chosen,
                        type.text("handleType"),
                        type.text("action"),
                        type.text("feedbackResult"),
                        type.text("remark"),
                        type.text("clTime"),
                        officer))
                .toList();
    }

    private static UUID decision(String requestId) {
        try {
            return UUID.fromString(requestId);
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(
                    400,
                    "invalid-content",
                    "redblackRequestId 须为查询答复中的 requestId。",
                    "The redblackRequestId must be the requestId that a query was answered with.");
        }
    }

    /** The id stands in the detail itself, as it was sent, or among its facts. */
    private static @Nullable String entryId(SoapNode detail) {
        String own = detail.text("id");
        return own.isEmpty()
                ? ID_TITLES.stream()
                        .map(title -> fact(detail, title))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null)
                : own;
    }

    private static @Nullable String fact(SoapNode detail, String title) {
        return detail.all("redblackDetailContent").stream()
                .filter(content -> content.text("title").equals(title))
                .map(content -> content.text("content"))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse(null);
    }
}
