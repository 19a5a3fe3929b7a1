package org.jrp.server.catalogue;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jrp.decision.DecisionEngine;
import org.jrp.release.Release;
import org.jrp.server.release.ActiveRelease;
import org.jrp.server.release.Releases;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The release that this node decides by. */
@RestController
@RequestMapping(path = "/api/v1/releases", produces = "application/json")
@Tag(name = "releases", description = "发布版本")
final class ReleaseController {

    private final Releases releases;

    ReleaseController(Releases releases) {
        this.releases = releases;
    }

    @GetMapping
    @Operation(summary = "发布版本 Releases: the one in use on this node")
    ResponseEntity<Page<ReleaseView>> releases(HttpServletRequest request) {
        ActiveRelease active = releases.active();
        return TaggedAnswers.tagged(request, active, new Page<>(List.of(view(active)), null), active.loadedAt());
    }

    @GetMapping("/current")
    @Operation(summary = "现行发布版本 The release in use on this node")
    ResponseEntity<ReleaseView> current(HttpServletRequest request) {
        ActiveRelease active = releases.active();
        return TaggedAnswers.tagged(request, active, view(active), active.loadedAt());
    }

    private static ReleaseView view(ActiveRelease active) {
        return new ReleaseView(
                active.hash(),
                Release.LANGUAGE,
                DecisionEngine.VERSION,
                active.loadedAt(),
                active.release().rules().rules().size(),
                active.catalogue().provisions().size(),
                active.catalogue().measures().size(),
                active.catalogue().lists().size());
    }
}
