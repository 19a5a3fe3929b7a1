package org.jrp.server.entry;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jrp.listing.Actor;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Department;
import org.jrp.server.access.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * As whom of the lifecycle a caller may act on an entry (行为方). Nobody acts as the clock. A list manager is the recogniser where
 * its department recognised the entry, or took over from the one that did, or keeps the list for a recogniser outside the city.
 */
@Component
public final class EntryParties {

    private static final String RECOGNISERS = """
            with recursive standing as (
                select code, successor, 0 as depth from department where name = ? or ? = any (aliases)
                union
                select d.code, d.successor, s.depth + 1 from standing s join department d on d.code = s.successor
                where s.depth < 20
            )
            select distinct code from standing
            """;

    private final JdbcTemplate jdbc;

    EntryParties(DataSource source) {
        this.jdbc = new JdbcTemplate(source);
    }

    /** Those as whom the caller may act, in the order of {@link Actor}. */
    public Set<Actor> of(Caller caller, String list, @Nullable String recogniser) {
        Set<Actor> actors = EnumSet.noneOf(Actor.class);
        if (caller.is(Role.LIST_MANAGER)) {
            boolean recognises = recognises(caller.department(), list, recogniser);
            if (recognises) {
                actors.add(Actor.REC);
            }
            if (recognises || caller.department().manages(list)) {
                actors.add(Actor.SUBJ);
            }
        }
        if (caller.is(Role.CREDIT_OFFICE)) {
            actors.add(Actor.PLAT);
        }
        if (caller.is(Role.OFFICER)) {
            actors.add(Actor.DEPT);
            actors.add(Actor.SUBJ);
        }
        return actors;
    }

    /** Whether that department speaks for the recogniser of that name. */
    public boolean recognises(Department department, String list, @Nullable String recogniser) {
        if (recogniser == null) {
            return department.manages(list);
        }
        if (recogniser.equals(department.name()) || department.aliases().contains(recogniser)) {
            return true;
        }
        List<String> standing = jdbc.queryForList(RECOGNISERS, String.class, recogniser, recogniser);
        return standing.isEmpty() ? department.manages(list) : standing.contains(department.code());
    }
}
