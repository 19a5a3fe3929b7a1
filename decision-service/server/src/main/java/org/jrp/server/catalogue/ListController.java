package org.jrp.server.catalogue;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Context;
import org.jrp.catalogue.Instrument;
import org.jrp.catalogue.ListType;
import org.jrp.catalogue.Matter;
import org.jrp.server.release.ActiveRelease;
import org.jrp.server.release.Releases;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** List types, contexts and matters: the words that questions and entries are written in. */
@RestController
@RequestMapping(path = "/api/v1", produces = "application/json")
@Tag(name = "catalogue", description = "措施目录")
final class ListController {

    private final Releases releases;
    private final ListMapper mapper;

    ListController(Releases releases, ListMapper mapper) {
        this.releases = releases;
        this.mapper = mapper;
    }

    @GetMapping("/lists")
    @Operation(summary = "名单种类 List types")
    ResponseEntity<Page<ListTypeView>> lists(
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor,
            HttpServletRequest request) {
        ActiveRelease active = releases.active();
        Catalogue catalogue = active.catalogue();
        return TaggedAnswers.tagged(
                request,
                active,
                Paging.page(
                        List.copyOf(catalogue.lists()),
                        ListType::code,
                        limit,
                        cursor,
                        list -> mapper.view(list, instruments(list, catalogue))));
    }

    @GetMapping("/contexts")
    @Operation(summary = "业务场景 Contexts")
    ResponseEntity<Page<ContextView>> contexts(
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor,
            HttpServletRequest request) {
        ActiveRelease active = releases.active();
        return TaggedAnswers.tagged(
                request,
                active,
                Paging.page(List.copyOf(active.catalogue().contexts()), Context::code, limit, cursor, mapper::view));
    }

    @GetMapping("/matters")
    @Operation(summary = "事项 Matters, of one context where it is given")
    ResponseEntity<Page<MatterView>> matters(
            @RequestParam(required = false) @Nullable String context,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor,
            HttpServletRequest request) {
        ActiveRelease active = releases.active();
        Catalogue catalogue = active.catalogue();
        String code = Parameters.word("context", "unknown-context", context, catalogue.contextWords());
        List<Matter> matters = catalogue.matters().stream()
                .filter(matter -> code == null || matter.contexts().contains(code))
                .toList();
        return TaggedAnswers.tagged(request, active, Paging.page(matters, Matter::code, limit, cursor, mapper::view));
    }

    private static List<String> instruments(ListType list, Catalogue catalogue) {
        return catalogue.instruments().stream()
                .filter(instrument -> instrument.lists().contains(list.code()))
                .map(Instrument::id)
                .toList();
    }
}
