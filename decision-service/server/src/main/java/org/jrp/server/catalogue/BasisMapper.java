package org.jrp.server.catalogue;

import org.jrp.catalogue.BasisLink;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.EditionMeasure;
import org.jrp.catalogue.LegalBasis;
import org.jrp.catalogue.LinkSource;
import org.jspecify.annotations.Nullable;
import org.mapstruct.Context;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;
import org.mapstruct.ReportingPolicy;

/** Legal bases as provisions and rows rest on them. */
@Mapper(componentModel = "spring", uses = Codes.class, unmappedTargetPolicy = ReportingPolicy.ERROR)
interface BasisMapper {

    @Mapping(target = "statute", source = "basis.title")
    @Mapping(target = "articleVerified", source = "basis.verified")
    @Mapping(target = "link", source = "link")
    @Mapping(target = "linkVerified", source = "link", qualifiedByName = "seenLink")
    @Mapping(target = "authorises", source = "authorises")
    BasisView view(LegalBasis basis, LinkSource link, @Nullable String authorises);

    /** The basis of a provision. */
    default BasisView view(BasisLink link, @Context Catalogue catalogue) {
        return view(known(link.ref(), catalogue), link.link(), link.authorises().code());
    }

    /** The basis of a row. */
    default BasisView view(EditionMeasure.BasisRef ref, @Context Catalogue catalogue) {
        return view(known(ref.ref(), catalogue), ref.link(), null);
    }

    private static LegalBasis known(String id, Catalogue catalogue) {
        return catalogue
                .findBasis(id)
                .orElseThrow(() ->
                        new IllegalStateException("The basis (%s) left the catalogue after its check.".formatted(id)));
    }
}
