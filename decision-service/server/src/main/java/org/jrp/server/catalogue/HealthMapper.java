package org.jrp.server.catalogue;

import java.util.List;
import java.util.Locale;
import org.jrp.catalogue.CitationHealth;
import org.jrp.rule.Rule;
import org.mapstruct.Context;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;
import org.mapstruct.ReportingPolicy;

/** The health of citations as it is shown. */
@Mapper(componentModel = "spring", uses = Codes.class, unmappedTargetPolicy = ReportingPolicy.ERROR)
interface HealthMapper {

    HealthView.HealthCounts view(CitationHealth.Counts counts);

    @Mapping(target = "rules", source = "rules")
    HealthView.HealthFinding view(CitationHealth.Finding finding, List<Rule> rules, @Context Locale locale);

    @Mapping(target = "rule", source = "name")
    RuleView view(Rule rule);
}
