package org.jrp.server.publication;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Nodes over HTTP (节点接口). */
@RestController
@RequestMapping("/api/v1/nodes")
@Tag(name = "releases", description = "发布版本")
class NodeController {

    private final Nodes nodes;

    NodeController(Nodes nodes) {
        this.nodes = nodes;
    }

    @GetMapping(produces = "application/json")
    @Operation(summary = "各节点正在使用的发布版本")
    Nodes.All all() {
        return nodes.all();
    }
}
