package org.jrp.server.catalogue;

import java.util.List;
import org.jrp.catalogue.Context;
import org.jrp.catalogue.ListType;
import org.jrp.catalogue.Matter;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;
import org.mapstruct.ReportingPolicy;

/** List types, contexts and matters as they are shown. */
@Mapper(componentModel = "spring", uses = Codes.class, unmappedTargetPolicy = ReportingPolicy.ERROR)
interface ListMapper {

    @Mapping(target = "instruments", source = "instruments")
    @Mapping(target = "verified", source = "list.provenance", qualifiedByName = "seen")
    ListTypeView view(ListType list, List<String> instruments);

    @Mapping(target = "verified", source = "provenance", qualifiedByName = "seen")
    ListTypeView.ListTerm view(ListType.Term term);

    @Mapping(target = "verified", source = "provenance", qualifiedByName = "seen")
    ListTypeView.ListExit view(ListType.Exit exit);

    ContextView view(Context context);

    MatterView view(Matter matter);
}
