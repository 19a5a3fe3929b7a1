package org.jrp.catalogue;

import java.util.List;
import java.util.Optional;

/** What must hold of statutes and documents: verification and succession (依据核对). */
final class BasisChecks {

    private final Catalogue catalogue;
    private final CatalogueReader reader;

    BasisChecks(Catalogue catalogue, CatalogueReader reader) {
        this.catalogue = catalogue;
        this.reader = reader;
    }

    void run() {
        for (LegalBasis basis : catalogue.bases()) {
            YamlMap row = reader.written(basis);
            if (basis.verified() && (basis.provenance() != Provenance.SOURCE || basis.source() == null)) {
                row.warning(
                        "claim-without-source",
                        basis.statute() ? "articleVerified" : "textVerified",
                        "true",
                        new Text("写为已核实,却没有来源。", "It claims to be verified, but names no source."),
                        new Text(
                                "请补上 source 并写 provenance: source,或改为 false。",
                                "Name the source with provenance: source, or write false."));
            }
            if (!basis.statute() && basis.docNo() == null) {
                row.warning(
                        "no-document-number",
                        "docNo",
                        null,
                        new Text("文件没有文号,只能引用标题。", "The document has no number; its title alone is cited."),
                        new Text("查到后请补上文号。", "Add the number once it is found."));
            }
            checkSuccession(basis, row);
        }
    }

    private void checkSuccession(LegalBasis basis, YamlMap row) {
        if (basis.successor() == null) {
            return;
        }
        if (Cycles.through(
                basis.id(),
                id -> catalogue
                        .findBasis(id)
                        .flatMap(one -> Optional.ofNullable(one.successor()))
                        .map(List::of)
                        .orElse(List.of()))) {
            Cycles.report(row, "successor", basis.id());
        }
        if (basis.validTo() == null) {
            row.warning(
                    "replaced-but-open",
                    "successor",
                    basis.successor(),
                    new Text(
                            "依据已由 " + basis.successor() + " 取代,却没有 validTo。",
                            "It was replaced by " + basis.successor() + ", but has no validTo."),
                    new Text("请写明自哪一日起失效。", "Write from which day it is no longer in force."));
        }
    }
}
