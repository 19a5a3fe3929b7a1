package org.jrp.server.catalogue;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.CitationHealth;
import org.jrp.catalogue.Edition;
import org.jrp.catalogue.EditionDiff;
import org.jrp.catalogue.Text;
import org.jrp.rule.Rule;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.problem.Problems;
import org.jrp.server.release.ActiveRelease;
import org.jrp.server.release.Releases;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Editions: what they hold, which is in force, what changed, and how sound their sources are. */
@RestController
@RequestMapping(path = "/api/v1/catalogue", produces = "application/json")
@Tag(name = "catalogue")
final class EditionController {

    /** 明光市, the city of the shipped catalogue. */
    private static final String MINGGUANG = "341182";

    private final Releases releases;
    private final InstantSource clock;
    private final EditionMapper mapper;
    private final HealthMapper healthMapper;

    EditionController(Releases releases, InstantSource clock, EditionMapper mapper, HealthMapper healthMapper) {
        this.releases = releases;
        this.clock = clock;
        this.mapper = mapper;
        this.healthMapper = healthMapper;
    }

    @GetMapping("/editions")
    @Operation(summary = "措施清单各版 Editions, by the day they take effect")
    ResponseEntity<Page<EditionView>> editions(
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor,
            HttpServletRequest request) {
        ActiveRelease active = releases.active();
        return TaggedAnswers.tagged(
                request, active, Paging.page(active.catalogue().editions(), Edition::id, limit, cursor, mapper::view));
    }

    @GetMapping("/editions/{id}")
    @Operation(summary = "一版措施清单及其各条措施 An edition with its rows")
    ResponseEntity<EditionDetail> edition(@PathVariable String id, HttpServletRequest request) {
        ActiveRelease active = releases.active();
        Catalogue catalogue = active.catalogue();
        Edition edition = catalogue.findEdition(id).orElseThrow(() -> unknown(id, catalogue));
        return TaggedAnswers.tagged(request, active, mapper.detail(edition, catalogue));
    }

    @GetMapping("/in-force")
    @Operation(summary = "某日某地的有效清单 What governs on a day at a place, as it was known")
    ResponseEntity<InForceView> inForce(
            @RequestParam(required = false) @Nullable String on,
            @RequestParam(required = false) @Nullable String knownAt,
            @RequestParam(required = false) @Nullable String place,
            HttpServletRequest request) {
        ActiveRelease active = releases.active();
        LocalDate today = Parameters.day(clock.instant());
        LocalDate day = Parameters.day("on", on, today);
        LocalDate knownOn = Parameters.knownOn("knownAt", knownAt, today);
        String where = Parameters.place("place", place, MINGGUANG);
        if (day.isBefore(Catalogue.FIRST_DAY)) {
            throw ProblemException.field(
                    422,
                    "as-of-out-of-range",
                    "on",
                    "as-of-out-of-range",
                    new Text(
                            "联合奖惩自 " + Catalogue.FIRST_DAY + " 起施行,此前没有有效清单。",
                            "Joint measures began on " + Catalogue.FIRST_DAY + "; nothing was in force before."));
        }
        Catalogue.InForce inForce = active.catalogue()
                .inForce(day, knownOn, where)
                .orElseThrow(() -> ProblemException.of(
                        404, "no-edition", "当时还没有公布任何清单。", "No edition had been published by then."));
        InForceView body = new InForceView(
                day,
                knownOn,
                where,
                mapper.view(inForce.national()),
                inForce.city() == null ? null : mapper.view(inForce.city()),
                inForce.sanctions().id(),
                inForce.incentives().map(Edition::id).orElse(null),
                inForce.governing().stream().map(Edition::id).toList());
        return TaggedAnswers.tagged(request, active, body, day, knownOn);
    }

    @GetMapping("/diff")
    @Operation(summary = "两版清单的差异 What changed between two editions, as data and as sentences")
    ResponseEntity<DiffView> diff(
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            HttpServletRequest request) {
        ActiveRelease active = releases.active();
        Catalogue catalogue = active.catalogue();
        Locale locale = Problems.locale(request);
        EditionDiff diff = EditionDiff.of(named("from", from, catalogue), named("to", to, catalogue));
        DiffView body = new DiffView(
                diff.from(),
                diff.to(),
                diff.unchanged(),
                mapper.changes(diff.changes(catalogue)),
                diff.sentences(catalogue).stream()
                        .map(sentence -> sentence.in(locale))
                        .toList());
        return TaggedAnswers.tagged(request, active, body);
    }

    @GetMapping("/health")
    @Operation(summary = "引用健康度 Sources that are repealed, replaced or unverified, and what rests on them")
    ResponseEntity<HealthView> health(@RequestParam(required = false) @Nullable String on, HttpServletRequest request) {
        ActiveRelease active = releases.active();
        Locale locale = Problems.locale(request);
        LocalDate day = Parameters.day("on", on, Parameters.day(clock.instant()));
        CitationHealth health = CitationHealth.of(active.catalogue(), day);
        List<Rule> rules = active.release().rules().rules();
        HealthView body = new HealthView(
                day,
                healthMapper.view(health.counts()),
                health.findings().stream()
                        .map(finding -> healthMapper.view(finding, restingOn(finding, rules), locale))
                        .toList());
        return TaggedAnswers.tagged(request, active, body, day);
    }

    private static List<Rule> restingOn(CitationHealth.Finding finding, List<Rule> rules) {
        Set<String> provisions = new HashSet<>(finding.provisions());
        return rules.stream()
                .filter(rule -> finding.id().equals(rule.basis())
                        || (rule.provision() != null && provisions.contains(rule.provision())))
                .toList();
    }

    private static Edition named(String name, @Nullable String id, Catalogue catalogue) {
        if (id == null) {
            throw ProblemException.field(
                    400,
                    "invalid-parameter",
                    name,
                    "missing-parameter",
                    new Text("须以 " + name + " 写明版次。", "Name an edition by " + name + "."));
        }
        return catalogue.findEdition(id).orElseThrow(() -> unknown(id, catalogue));
    }

    private static ProblemException unknown(String id, Catalogue catalogue) {
        return Parameters.missing(
                "unknown-edition", "没有这个版次。", "There is no such edition.", id, catalogue.editions(), Edition::id);
    }
}
