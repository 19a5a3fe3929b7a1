package org.jrp.server.rights;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Coded;
import org.jrp.decision.Outcome;
import org.jrp.listing.EventType;
import org.jrp.listing.Listing;
import org.jrp.listing.RelatedPerson;
import org.jrp.listing.State;
import org.jrp.record.CanonicalDecision;
import org.jrp.server.Uuids;
import org.jrp.server.access.AccessCache;
import org.jrp.server.access.Department;
import org.jrp.server.access.Rows;
import org.jrp.server.decision.DecisionLog;
import org.jrp.server.entry.ListingStore;
import org.jrp.server.entry.StoredListing;
import org.jrp.server.problem.PersonalNumbers;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.release.Releases;
import org.jrp.server.subject.SubjectVault;
import org.jrp.subject.SubjectId;
import org.jrp.subject.SubjectIds;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Puts together what is on record about a subject (主体档案汇编), for a request that was granted. */
@Service
class RightsFiles {

    private static final int MOST = 2_000;

    private final JdbcClient jdbc;
    private final SubjectVault vault;
    private final ListingStore listings;
    private final DecisionLog decisions;
    private final Releases releases;
    private final AccessCache departments;
    private final SubjectRequests requests;
    private final InstantSource clock;

    RightsFiles(
            JdbcClient jdbc,
            SubjectVault vault,
            ListingStore listings,
            DecisionLog decisions,
            Releases releases,
            AccessCache departments,
            SubjectRequests requests,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.listings = listings;
        this.decisions = decisions;
        this.releases = releases;
        this.departments = departments;
        this.requests = requests;
        this.clock = clock;
    }

    /** @throws ProblemException 409 {@code not-granted}, {@code no-file} */
    RightsFile of(SubjectRequests.Known known) {
        SubjectRequest request = known.request();
        boolean explains = request.kind().equals(SubjectRequest.Kind.EXPLANATION.code());
        if (!explains
                && !request.kind().equals(SubjectRequest.Kind.ACCESS.code())
                && !request.kind().equals(SubjectRequest.Kind.COPY.code())) {
            throw ProblemException.of(
                    409, "no-file", "更正、删除申请没有档案可供提供。", "Nothing is handed out for a correction or deletion.");
        }
        if (!request.state().equals(SubjectRequest.Result.GRANTED.code())) {
            throw ProblemException.of(
                    409, "not-granted", "申请尚未准予,不能提供档案。", "The request is not granted: nothing is handed out.");
        }
        return explains ? explained(request) : whole(request, known.subject());
    }

    private RightsFile explained(SubjectRequest request) {
        UUID id = request.decisionId();
        DecisionLog.Row row = Optional.ofNullable(id).flatMap(decisions::find).orElseThrow();
        Explanation explanation = Explanation.of(
                row.id(),
                CanonicalDecision.read(row.canonical()),
                row.decidedAt(),
                department(row.department()),
                masked(row.purpose()),
                this::context);
        return new RightsFile(
                request.id(),
                request.kind(),
                request.subject(),
                clock.instant(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                explanation,
                List.of());
    }

    private RightsFile whole(SubjectRequest request, SubjectId subject) {
        List<byte[]> references = vault.references(subject);
        List<String> shortened = new ArrayList<>();
        List<RightsFile.Entry> entries = new ArrayList<>();
        List<RightsFile.NamedIn> namedIn = new ArrayList<>();
        for (StoredListing stored : listings.about(references)) {
            if (SubjectIds.matches(subject, stored.listing().subject())) {
                entries.add(entry(stored));
            } else {
                namedIn(stored, subject).forEach(namedIn::add);
            }
        }
        return new RightsFile(
                request.id(),
                request.kind(),
                request.subject(),
                clock.instant(),
                entries,
                namedIn,
                decided(references, shortened),
                feedback(references, shortened),
                exempted(references, shortened),
                objected(references, shortened),
                committed(references, shortened),
                trained(references, shortened),
                requested(references, shortened),
                looked(references, shortened),
                null,
                shortened);
    }

    private RightsFile.Entry entry(StoredListing stored) {
        Listing listing = stored.listing();
        State state = listing.stateAt(requests.today(), Instant.MAX);
        return new RightsFile.Entry(
                String.valueOf(listing.entryId()),
                listing.list(),
                list(listing.list()),
                listing.recogniser(),
                listing.docNo(),
                listing.basis(),
                listing.recognisedAt(),
                state.validFrom(),
                state.validTo(),
                maybeMasked(state.ground()),
                state.state().code(),
                state.state().chinese(),
                state.disputed(),
                stored.recordedAt(),
                jdbc.sql("""
                                select e.*, coalesce(e.recorded_at, i.recorded_at) as known_at
                                from listing_event e left join import i on i.id = e.import where e.listing = ? order by e.seq
                                """)
                        .param(stored.row())
                        .query((rs, row) -> happened(rs))
                        .list());
    }

    private RightsFile.Happened happened(ResultSet rs) throws SQLException {
        EventType type = Coded.find(EventType.class, rs.getString("type")).orElseThrow();
        return new RightsFile.Happened(
                rs.getInt("seq"),
                type.code(),
                type.chinese(),
                rs.getDate("at").toLocalDate(),
                Rows.instant(rs, "known_at"),
                maybeDepartment(rs.getString("actor_org")),
                maybeMasked(rs.getString("actor_person")),
                maybeMasked(rs.getString("doc_no")),
                rs.getString("article"),
                maybeMasked(rs.getString("reason")));
    }

    private List<RightsFile.NamedIn> namedIn(StoredListing stored, SubjectId subject) {
        Listing listing = stored.listing();
        State state = listing.stateAt(requests.today(), Instant.MAX);
        List<RightsFile.NamedIn> named = new ArrayList<>();
        for (RelatedPerson person : listing.related()) {
            if (SubjectIds.matches(subject, person.id())) {
                named.add(new RightsFile.NamedIn(
                        person.role(),
                        listing.list(),
                        list(listing.list()),
                        listing.recogniser(),
                        state.validFrom(),
                        state.state().code()));
            }
        }
        return named;
    }

    private List<RightsFile.Decided> decided(List<byte[]> references, List<String> shortened) {
        return part(
                "decisions",
                shortened,
                references,
                """
                select id, decided_at, department, officer, context, purpose, as_of, outcome, canonical from decision
                where subject in (:subjects) order by id desc
                """,
                (rs, row) -> new RightsFile.Decided(
                        rs.getObject("id", UUID.class),
                        Rows.instant(rs, "decided_at"),
                        department(rs.getString("department")),
                        rs.getString("officer"),
                        context(rs.getString("context")),
                        masked(rs.getString("purpose")),
                        rs.getDate("as_of").toLocalDate(),
                        rs.getString("outcome"),
                        Coded.find(Outcome.class, rs.getString("outcome"))
                                .map(Outcome::chinese)
                                .orElse(rs.getString("outcome")),
                        Explanation.measures(
                                CanonicalDecision.read(rs.getBytes("canonical")).decision())));
    }

    private List<RightsFile.Feedback> feedback(List<byte[]> references, List<String> shortened) {
        return part(
                "feedback",
                shortened,
                references,
                """
                select f.*, exists (select from feedback_event e where e.feedback = f.id and e.type = 'cancelled') as cancelled
                from feedback f where f.subject in (:subjects) order by f.id desc
                """,
                (rs, row) -> new RightsFile.Feedback(
                        rs.getObject("id", UUID.class),
                        rs.getObject("decision", UUID.class),
                        rs.getString("entry_id"),
                        rs.getString("measure"),
                        department(rs.getString("department")),
                        rs.getString("officer"),
                        rs.getString("handling"),
                        maybeMasked(rs.getString("action")),
                        maybeMasked(rs.getString("reason")),
                        rs.getDate("handled_at").toLocalDate(),
                        rs.getString("document_no"),
                        rs.getBigDecimal("amount"),
                        rs.getObject("period_from", LocalDate.class),
                        rs.getObject("period_to", LocalDate.class),
                        maybeMasked(rs.getString("remark")),
                        rs.getBoolean("cancelled"),
                        Rows.instant(rs, "recorded_at")));
    }

    private List<RightsFile.Exempted> exempted(List<byte[]> references, List<String> shortened) {
        return part(
                "exemptions",
                shortened,
                references,
                """
                select x.*, e.ended_on from exemption x left join exemption_end e on e.exemption = x.id
                where x.subject in (:subjects) order by x.id desc
                """,
                (rs, row) -> new RightsFile.Exempted(
                        department(rs.getString("department")),
                        rs.getString("measure"),
                        rs.getDate("valid_from").toLocalDate(),
                        rs.getDate("valid_to").toLocalDate(),
                        masked(rs.getString("reason")),
                        rs.getString("document_no"),
                        rs.getObject("ended_on", LocalDate.class)));
    }

    private List<RightsFile.Objected> objected(List<byte[]> references, List<String> shortened) {
        Map<UUID, List<RightsFile.Stepped>> steps = steps("objection_step", "objection", "objection", references);
        return part(
                "objections",
                shortened,
                references,
                "select * from objection where subject in (:subjects) order by id desc",
                (rs, row) -> new RightsFile.Objected(
                        rs.getObject("id", UUID.class),
                        rs.getString("entry_id"),
                        rs.getDate("lodged_on").toLocalDate(),
                        masked(rs.getString("grounds")),
                        rs.getString("document_no"),
                        department(rs.getString("department")),
                        steps.getOrDefault(rs.getObject("id", UUID.class), List.of())));
    }

    private List<RightsFile.Committed> committed(List<byte[]> references, List<String> shortened) {
        Map<UUID, List<RightsFile.Stepped>> steps = steps("commitment_step", "commitment", "commitment", references);
        return part(
                "commitments",
                shortened,
                references,
                "select * from commitment where subject in (:subjects) order by id desc",
                (rs, row) -> new RightsFile.Committed(
                        rs.getObject("id", UUID.class),
                        rs.getString("type"),
                        rs.getString("entry_id"),
                        masked(rs.getString("reason")),
                        rs.getDate("made_on").toLocalDate(),
                        rs.getString("document_no"),
                        rs.getBoolean("published"),
                        department(rs.getString("department")),
                        steps.getOrDefault(rs.getObject("id", UUID.class), List.of())));
    }

    private List<RightsFile.Trained> trained(List<byte[]> references, List<String> shortened) {
        return part(
                "trainings",
                shortened,
                references,
                """
                select t.*, a.entry_id, a.evidence from training_attendance a join training t on t.id = a.training
                where a.entry_id in (select entry_id from listing where subject in (:subjects)) order by t.id desc
                """,
                (rs, row) -> new RightsFile.Trained(
                        rs.getObject("id", UUID.class),
                        rs.getString("entry_id"),
                        rs.getString("title"),
                        rs.getDate("held_on").toLocalDate(),
                        rs.getBigDecimal("hours"),
                        department(rs.getString("organiser")),
                        rs.getString("evidence")));
    }

    private List<RightsFile.Requested> requested(List<byte[]> references, List<String> shortened) {
        return part(
                "requests",
                shortened,
                references,
                """
                select r.*, coalesce((select s.type from subject_request_step s where s.request = r.id
                    order by s.seq desc limit 1), 'open') as state
                from subject_request r where r.subject in (:subjects) order by r.id desc
                """,
                (rs, row) -> new RightsFile.Requested(
                        rs.getObject("id", UUID.class),
                        rs.getString("kind"),
                        rs.getDate("lodged_on").toLocalDate(),
                        department(rs.getString("department")),
                        rs.getString("state")));
    }

    private List<RightsFile.Looked> looked(List<byte[]> references, List<String> shortened) {
        return part(
                "accesses",
                shortened,
                references,
                """
                select id, department, officer, action, purpose from access_log
                where subject in (:subjects) order by id desc
                """,
                (rs, row) -> new RightsFile.Looked(
                        Uuids.moment(rs.getObject("id", UUID.class)),
                        department(rs.getString("department")),
                        rs.getString("officer"),
                        rs.getString("action"),
                        maybeMasked(rs.getString("purpose"))));
    }

    private Map<UUID, List<RightsFile.Stepped>> steps(
            String table, String column, String parent, List<byte[]> references) {
        Map<UUID, List<RightsFile.Stepped>> steps = new HashMap<>();
        jdbc.sql("select s.*, s." + column + " as parent from " + table + " s join " + parent + " p on p.id = s."
                        + column + " where p.subject in (:subjects) order by s." + column + ", s.seq")
                .param("subjects", references)
                .query(rs -> {
                    steps.computeIfAbsent(rs.getObject("parent", UUID.class), any -> new ArrayList<>())
                            .add(new RightsFile.Stepped(
                                    rs.getString("type"),
                                    rs.getDate("at").toLocalDate(),
                                    masked(rs.getString("reason")),
                                    department(rs.getString("department")),
                                    rs.getString("officer")));
                });
        return steps;
    }

    private <T> List<T> part(
            String name, List<String> shortened, List<byte[]> references, String sql, RowMapper<T> mapper) {
        List<T> found = jdbc.sql(sql + " limit " + (MOST + 1))
                .param("subjects", references)
                .query(mapper)
                .list();
        if (found.size() > MOST) {
            shortened.add(name);
            return found.subList(0, MOST);
        }
        return found;
    }

    private String department(String code) {
        return departments.findDepartment(code).map(Department::name).orElse(code);
    }

    private @Nullable String maybeDepartment(@Nullable String code) {
        return code == null ? null : department(code);
    }

    private String context(String code) {
        return catalogue().findContext(code).map(one -> one.name()).orElse(code);
    }

    private String list(String code) {
        return catalogue().findList(code).map(one -> one.name()).orElse(code);
    }

    private Catalogue catalogue() {
        return releases.active().catalogue();
    }

    private static String masked(String text) {
        return PersonalNumbers.masked(text);
    }

    private static @Nullable String maybeMasked(@Nullable String text) {
        return text == null ? null : PersonalNumbers.masked(text);
    }
}
