package org.jrp.server.catalogue;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jrp.catalogue.BasisLink;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Edition;
import org.jrp.catalogue.Instrument;
import org.jrp.catalogue.Kind;
import org.jrp.catalogue.LegalBasis;
import org.jrp.catalogue.Provision;
import org.jrp.rule.Rule;
import org.jrp.server.release.ActiveRelease;
import org.jrp.server.release.Releases;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The sources: instruments clause by clause, and the statutes behind them. */
@RestController
@RequestMapping(path = "/api/v1", produces = "application/json")
@Tag(name = "catalogue")
final class InstrumentController {

    private final Releases releases;
    private final InstrumentMapper mapper;

    InstrumentController(Releases releases, InstrumentMapper mapper) {
        this.releases = releases;
        this.mapper = mapper;
    }

    @GetMapping("/instruments")
    @Operation(summary = "合作备忘录等文件 Instruments, of one list or kind where it is given")
    ResponseEntity<Page<InstrumentView>> instruments(
            @RequestParam(required = false) @Nullable String list,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor,
            HttpServletRequest request) {
        ActiveRelease active = releases.active();
        Catalogue catalogue = active.catalogue();
        String code = Parameters.word("list", "unknown-list", list, catalogue.listWords());
        Kind wanted = Parameters.coded("kind", kind, Kind.class);
        List<Instrument> instruments = catalogue.instruments().stream()
                .filter(one -> code == null || one.lists().contains(code))
                .filter(one -> wanted == null || one.provisions().stream().anyMatch(p -> p.kind() == wanted))
                .toList();
        return TaggedAnswers.tagged(
                request, active, Paging.page(instruments, Instrument::id, limit, cursor, mapper::view));
    }

    @GetMapping("/instruments/{id}")
    @Operation(summary = "一份文件的各条款及其规则 An instrument, clause by clause, with the rules that put each into effect")
    ResponseEntity<InstrumentDetail> instrument(@PathVariable String id, HttpServletRequest request) {
        ActiveRelease active = releases.active();
        Catalogue catalogue = active.catalogue();
        Instrument instrument = catalogue
                .findInstrument(id)
                .orElseThrow(() -> Parameters.missing(
                        "unknown-instrument",
                        "没有这份文件。",
                        "There is no such instrument.",
                        id,
                        catalogue.instruments(),
                        Instrument::id));
        List<Rule> rules = active.release().rules().rules();
        List<ProvisionView> provisions = instrument.provisions().stream()
                .map(provision -> mapper.view(provision, effecting(provision, rules), catalogue))
                .toList();
        return TaggedAnswers.tagged(request, active, mapper.detail(instrument, provisions));
    }

    @GetMapping("/statutes/{id}")
    @Operation(summary = "法规政策依据及以其为据的条款 A statute article or document, and what rests on it")
    ResponseEntity<StatuteView> statute(@PathVariable String id, HttpServletRequest request) {
        ActiveRelease active = releases.active();
        Catalogue catalogue = active.catalogue();
        LegalBasis basis = catalogue
                .findBasis(id)
                .orElseThrow(() -> Parameters.missing(
                        "unknown-statute",
                        "没有这项依据。",
                        "There is no such statute or document.",
                        id,
                        catalogue.bases(),
                        LegalBasis::id));
        List<String> editions = catalogue.editions().stream()
                .filter(edition -> edition.measures().stream()
                        .flatMap(row -> row.basis().stream())
                        .anyMatch(ref -> ref.ref().equals(id)))
                .map(Edition::id)
                .toList();
        List<Rule> principles = active.release().rules().rules().stream()
                .filter(rule -> Objects.equals(rule.basis(), id))
                .toList();
        return TaggedAnswers.tagged(request, active, mapper.view(basis, uses(id, catalogue), editions, principles));
    }

    private static List<Rule> effecting(Provision provision, List<Rule> rules) {
        return rules.stream()
                .filter(rule -> provision.id().equals(rule.provision()))
                .toList();
    }

    private List<StatuteView.StatuteUse> uses(String basis, Catalogue catalogue) {
        List<StatuteView.StatuteUse> uses = new ArrayList<>();
        for (Provision provision : catalogue.provisions()) {
            for (BasisLink link : provision.basis()) {
                if (link.ref().equals(basis)) {
                    uses.add(mapper.use(provision, link));
                }
            }
        }
        return uses;
    }
}
