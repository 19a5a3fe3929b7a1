package org.jrp.server.impact;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jrp.catalogue.Text;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.publication.ApprovalCondition;
import org.jrp.server.release.PastReleases;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * A release is approved once an impact of it against the release in use is done, and those whose figures are above a threshold are named by
 * the approver (影响确认). Every finished one counts, so that a later one over fewer days hides nothing.
 */
@Component
class ImpactCondition implements ApprovalCondition {

    private final JdbcClient jdbc;
    private final PastReleases releases;
    private final Thresholds thresholds;
    private final ImpactProperties properties;

    ImpactCondition(JdbcClient jdbc, PastReleases releases, Thresholds thresholds, ImpactProperties properties) {
        this.jdbc = jdbc;
        this.releases = releases;
        this.thresholds = thresholds;
        this.properties = properties;
    }

    private record Finished(UUID id, String over, long questions, List<Impact.Count> kinds) {}

    @Override
    public Map<String, Object> met(String release, List<UUID> confirmed) {
        String active = releases.active();
        List<Finished> finished = finished(release, active);
        if (finished.isEmpty() && properties.required()) {
            throw ProblemException.of(
                            409,
                            "impact-required",
                            "审批前须有该版本对照现行版本的影响分析(已完成)。请先提交:POST /api/v1/releases/" + release + "/impact。",
                            "Before it is approved, an impact of this release against the one in use must be done. Ask for it by POST /api/v1/releases/"
                                    + release + "/impact.")
                    .with("against", active);
        }
        Map<UUID, Finished> known = new LinkedHashMap<>();
        finished.forEach(one -> known.put(one.id(), one));
        for (int i = 0; i < confirmed.size(); i++) {
            if (!known.containsKey(confirmed.get(i))) {
                throw ProblemException.field(
                        422,
                        "invalid-content",
                        "/confirmedImpacts/" + i,
                        "unknown-impact",
                        new Text(
                                "该编号不是本版本对照现行版本的、已完成的影响分析。",
                                "That is no finished impact of this release against the one in use."));
            }
        }
        List<Object> open = new ArrayList<>();
        for (Finished one : finished) {
            if (!confirmed.contains(one.id())) {
                thresholds.exceeded(one.id(), one.questions(), one.kinds()).forEach(figure -> open.add(said(figure)));
            }
        }
        if (!open.isEmpty()) {
            throw ProblemException.of(
                            409,
                            "impact-not-confirmed",
                            "影响超出界限,须由审批人逐项确认:请核对 exceeded 所列影响分析,并在 confirmedImpacts 中写明其编号。",
                            "The impact is above a threshold and must be confirmed by the approver: look at the impacts in exceeded and name them in confirmedImpacts.")
                    .with("exceeded", open);
        }
        Map<String, Object> said = new HashMap<>();
        said.put("against", active);
        said.put(
                "confirmedImpacts",
                confirmed.stream().distinct().map(UUID::toString).toList());
        said.put("impacts", finished.stream().map(ImpactCondition::figures).toList());
        return said;
    }

    private static Map<String, Object> said(Impact.Exceeded figure) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("impactId", figure.impactId().toString());
        said.put("figure", figure.figure());
        said.put("value", figure.value());
        said.put("threshold", figure.threshold());
        Text text = switch (figure.figure()) {
            case "restricted-subjects" -> new Text("新受限制的主体", "Subjects newly restricted");
            case "released-subjects" -> new Text("解除限制的主体", "Subjects no longer restricted");
            case "restricted-share" -> new Text("新受限制的问询所占比例", "Share of questions newly restricted");
            default -> new Text("结论有变的问询所占比例", "Share of questions that come out otherwise");
        };
        said.put(
                "message",
                Map.of(
                        "zh", text.zh() + " " + figure.value() + ",界限 " + figure.threshold() + "。",
                        "en", text.en() + ": " + figure.value() + ", threshold " + figure.threshold() + "."));
        return said;
    }

    /** What is signed of an impact. */
    private static Map<String, Object> figures(Finished one) {
        Map<String, Object> said = new HashMap<>();
        said.put("impactId", one.id().toString());
        said.put("over", one.over());
        said.put("questions", one.questions());
        one.kinds().forEach(count -> said.put(count.kind() + "Subjects", count.subjects()));
        return said;
    }

    private List<Finished> finished(String release, String against) {
        return jdbc.sql(
                        "select id, over, questions from impact where release = ? and against = ? and state = 'done' order by id")
                .params(release, against)
                .query((row, number) -> {
                    UUID id = row.getObject("id", UUID.class);
                    return new Finished(id, row.getString("over"), row.getLong("questions"), kinds(id));
                })
                .list();
    }

    private List<Impact.Count> kinds(UUID id) {
        return jdbc.sql(
                        "select word, kind, cases, subjects from impact_count where impact = ? and part = 'kind' order by word")
                .param(id)
                .query((row, number) ->
                        new Impact.Count(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4)))
                .list();
    }
}
