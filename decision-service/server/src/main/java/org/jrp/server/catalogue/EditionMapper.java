package org.jrp.server.catalogue;

import java.util.List;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Edition;
import org.jrp.catalogue.EditionChange;
import org.jrp.catalogue.EditionMeasure;
import org.jrp.catalogue.Instrument;
import org.jrp.catalogue.Provision;
import org.mapstruct.Context;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;
import org.mapstruct.ReportingPolicy;

/** Editions and their differences as they are shown. */
@Mapper(
        componentModel = "spring",
        uses = {Codes.class, BasisMapper.class},
        unmappedTargetPolicy = ReportingPolicy.ERROR)
interface EditionMapper {

    @Mapping(target = "verified", expression = "java(official(edition))")
    @Mapping(target = "items", expression = "java(edition.items().size())")
    @Mapping(target = "measures", expression = "java(edition.measures().size())")
    EditionView view(Edition edition);

    @Mapping(target = "verified", expression = "java(official(edition))")
    EditionDetail detail(Edition edition, @Context Catalogue catalogue);

    EditionDetail.EditionItem item(Edition.Item item);

    EditionDetail.EditionRow row(EditionMeasure row, @Context Catalogue catalogue);

    @Mapping(target = "id", source = "provision.id")
    @Mapping(target = "instrument", source = "instrument.id")
    @Mapping(target = "docNo", source = "instrument.docNo")
    @Mapping(target = "docNoVerified", expression = "java(instrument.docNoVerified())")
    @Mapping(target = "clause", source = "provision.clause")
    @Mapping(target = "verified", expression = "java(provision.verified())")
    EditionDetail.RowProvision provision(Provision provision, Instrument instrument);

    /** The clause with that id. */
    default EditionDetail.RowProvision provision(String id, @Context Catalogue catalogue) {
        Provision provision = catalogue.findProvision(id).orElseThrow();
        return provision(
                provision, catalogue.findInstrument(provision.instrument()).orElseThrow());
    }

    @Mapping(target = "added", expression = "java(change.added())")
    @Mapping(target = "removed", expression = "java(change.removed())")
    DiffView.DiffChange change(EditionChange change);

    List<DiffView.DiffChange> changes(List<EditionChange> changes);

    /** Whether it is the official text and nothing in its header is assumed. */
    default boolean official(Edition edition) {
        return edition.status().equals("official") && edition.assumed().isEmpty();
    }
}
