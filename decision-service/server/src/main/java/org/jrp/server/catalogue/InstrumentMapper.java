package org.jrp.server.catalogue;

import java.util.List;
import org.jrp.catalogue.BasisLink;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Instrument;
import org.jrp.catalogue.Kind;
import org.jrp.catalogue.LegalBasis;
import org.jrp.catalogue.Measure;
import org.jrp.catalogue.Provenance;
import org.jrp.catalogue.Provision;
import org.jrp.rule.Rule;
import org.jspecify.annotations.Nullable;
import org.mapstruct.Context;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;
import org.mapstruct.ReportingPolicy;

/** Instruments, their clauses and the statutes behind them as they are shown. */
@Mapper(
        componentModel = "spring",
        uses = {Codes.class, BasisMapper.class},
        unmappedTargetPolicy = ReportingPolicy.ERROR)
interface InstrumentMapper {

    @Mapping(target = "docNoVerified", expression = "java(instrument.docNoVerified())")
    @Mapping(target = "kinds", expression = "java(kinds(instrument))")
    @Mapping(target = "provisions", expression = "java(instrument.provisions().size())")
    @Mapping(
            target = "encoded",
            expression = "java((int) instrument.provisions().stream().filter(Provision::encoded).count())")
    @Mapping(target = "verified", expression = "java(sound(instrument))")
    InstrumentView view(Instrument instrument);

    @Mapping(target = "docNoVerified", expression = "java(instrument.docNoVerified())")
    @Mapping(target = "kinds", expression = "java(kinds(instrument))")
    @Mapping(target = "verified", expression = "java(sound(instrument))")
    @Mapping(target = "provisions", source = "provisions")
    InstrumentDetail detail(Instrument instrument, List<ProvisionView> provisions);

    @Mapping(target = "clauseVerified", source = "provision.clauseProvenance", qualifiedByName = "seen")
    @Mapping(target = "measureName", expression = "java(measureName(provision, catalogue))")
    @Mapping(target = "verified", expression = "java(provision.verified())")
    @Mapping(target = "rules", source = "rules")
    ProvisionView view(Provision provision, List<Rule> rules, @Context Catalogue catalogue);

    @Mapping(target = "rule", source = "name")
    RuleView view(Rule rule);

    @Mapping(target = "citation", expression = "java(basis.citation())")
    @Mapping(target = "citedBy", source = "citedBy")
    @Mapping(target = "editions", source = "editions")
    @Mapping(target = "rules", source = "rules")
    StatuteView view(LegalBasis basis, List<StatuteView.StatuteUse> citedBy, List<String> editions, List<Rule> rules);

    @Mapping(target = "provision", source = "provision.id")
    @Mapping(target = "instrument", source = "provision.instrument")
    @Mapping(target = "link", source = "link.link")
    @Mapping(target = "linkVerified", source = "link.link", qualifiedByName = "seenLink")
    @Mapping(target = "authorises", source = "link.authorises")
    StatuteView.StatuteUse use(Provision provision, BasisLink link);

    /** Codes of the kinds of its provisions, in the order of the kinds. */
    default List<String> kinds(Instrument instrument) {
        return instrument.provisions().stream()
                .map(Provision::kind)
                .distinct()
                .sorted()
                .map(Kind::code)
                .toList();
    }

    /** Whether number and text were seen in a public copy and nothing is assumed. */
    default boolean sound(Instrument instrument) {
        return instrument.docNoVerified()
                && instrument.provenance().get("text") == Provenance.SOURCE
                && instrument.assumed().isEmpty();
    }

    /** The official wording of its measure. */
    default @Nullable String measureName(Provision provision, Catalogue catalogue) {
        return catalogue.findMeasure(provision.measure()).map(Measure::name).orElse(null);
    }
}
