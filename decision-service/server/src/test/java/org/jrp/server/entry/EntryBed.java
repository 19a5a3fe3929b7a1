package org.jrp.server.entry;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jrp.catalogue.Catalogue;
import org.jrp.json.Json;
import org.jrp.json.JsonWriter;
import org.jrp.release.Release;
import org.jrp.server.TestStores;
import org.jrp.server.Uuids;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Department;
import org.jrp.server.access.IdempotentWrites;
import org.jrp.server.access.Role;
import org.jrp.server.subject.Personal;
import org.jrp.server.subject.SubjectKeys;
import org.jrp.server.subject.SubjectVault;
import org.jrp.subject.SubjectId;
import org.jrp.subject.SubjectIds;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.RequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Entries on a real PostgreSQL, asked over HTTP by whatever caller a test sets. */
final class EntryBed {

    static final Instant NOW = Instant.parse("2026-11-26T02:00:00Z");
    static final String COURT_LIST = "judgment-defaulter";
    static final String ENTERPRISE = "91349999M00000019Y";
    static final String PERSON = "341182190001010008";

    static final Catalogue CATALOGUE = Release.shipped().catalogue();
    private static final CatalogueInUse CATALOGUE_IN_USE = () -> CATALOGUE;

    final DataSource source;
    final JdbcTemplate jdbc;
    final SubjectKeys keys;
    final SubjectVault vault;
    final ListingStore store;
    final SourceBook book;
    final DataSourceTransactionManager transactions;
    private final MockMvc mvc;
    final List<String> logged = new CopyOnWriteArrayList<>();
    private @Nullable Caller caller;

    private EntryBed(DataSource source, SubjectKeys keys) {
        this.source = source;
        this.jdbc = new JdbcTemplate(source);
        this.keys = keys;
        this.vault = new SubjectVault(keys);
        this.store = new ListingStore(source, vault);
        this.transactions = new DataSourceTransactionManager(source);
        this.book = new SourceBook(source, CATALOGUE_IN_USE);
        InstantSource clock = InstantSource.fixed(NOW);
        EntryParties parties = new EntryParties(source);
        EntryReads reads = (caller, action, subject, object, purpose, outcome) ->
                logged.add(action + " " + object + " " + purpose + " " + outcome);
        EventChain chain = new EventChain(vault);
        EntryLife life =
                new EntryLife(source, transactions, store, vault, chain, parties, reads, CATALOGUE_IN_USE, clock);
        EntryPages pages = new EntryPages(source, store, life, parties, reads, CATALOGUE_IN_USE, vault);
        EntryDrafts drafts =
                new EntryDrafts(source, transactions, vault, chain, parties, reads, CATALOGUE_IN_USE, clock);
        JsonMapper json = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        this.mvc = MockMvcBuilders.standaloneSetup(
                        new EntryController(pages, life, drafts, writes(), json),
                        new SourceController(
                                source, transactions, book, CATALOGUE_IN_USE, reads, clock, writes(), json))
                .setControllerAdvice(advice())
                .setCustomArgumentResolvers(new SetCaller())
                .setMessageConverters(new ByteArrayHttpMessageConverter(), new JacksonJsonHttpMessageConverter(json))
                .build();
    }

    /** A database of its own with our tables. */
    static EntryBed fresh() {
        TestStores.Database database = TestStores.migratedDatabase();
        HikariConfig pool = new HikariConfig();
        pool.setDataSource(database.dataSource());
        pool.setMaximumPoolSize(12);
        pool.setMinimumIdle(0);
        return new EntryBed(new HikariDataSource(pool), SubjectKeys.random());
    }

    /** The same database under other keys, as after a restart. */
    EntryBed under(SubjectKeys others) {
        return new EntryBed(source, others);
    }

    /** Made in another package, whose constructor is its own. */
    private IdempotentWrites writes() {
        try {
            java.lang.reflect.Constructor<IdempotentWrites> constructor = IdempotentWrites.class.getDeclaredConstructor(
                    JdbcClient.class, TransactionOperations.class, SubjectVault.class);
            return BeanUtils.instantiateClass(
                    constructor, JdbcClient.create(source), new TransactionTemplate(transactions), vault);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object advice() {
        try {
            return BeanUtils.instantiateClass(Class.forName("org.jrp.server.problem.ProblemAdvice"));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class SetCaller implements HandlerMethodArgumentResolver {

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == Caller.class;
        }

        @Override
        public @Nullable Object resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest request,
                @Nullable WebDataBinderFactory binders) {
            return caller;
        }
    }

    /** Whoever asks from now on. */
    EntryBed as(Caller one) {
        caller = one;
        return this;
    }

    static Department department(String code, String name, List<String> aliases, String... lists) {
        return new Department(
                code,
                name,
                aliases,
                "341182",
                Set.of(),
                Arrays.stream(lists).collect(Collectors.toSet()),
                600,
                1000,
                false,
                null);
    }

    static Caller caller(Department department, Role... roles) {
        return new Caller("key-1", department, Set.of(roles), null);
    }

    /** The list managers of a court's list, for a recogniser outside the city. */
    static Caller manager() {
        return caller(department("court-liaison", "市法院联络处", List.of(), COURT_LIST), Role.LIST_MANAGER);
    }

    static Caller creditOffice() {
        return caller(department("credit-office", "市信用办", List.of(), "*"), Role.CREDIT_OFFICE);
    }

    static Caller officer() {
        return caller(department("finance-bureau", "市财政局", List.of()), Role.OFFICER);
    }

    static Caller auditor() {
        return caller(department("audit-bureau", "市审计局", List.of()), Role.AUDITOR);
    }

    /** An answer: status and body. */
    record Answer(int status, Map<String, Object> body, String text) {

        String code() {
            return (String) body.getOrDefault("code", "");
        }

        @SuppressWarnings("unchecked")
        List<Map<String, Object>> list(String name) {
            return (List<Map<String, Object>>) body.getOrDefault(name, List.of());
        }

        @SuppressWarnings("unchecked")
        Map<String, Object> map(String name) {
            return (Map<String, Object>) body.getOrDefault(name, Map.of());
        }

        String text(String name) {
            return String.valueOf(body.get(name));
        }
    }

    Answer read(String address) {
        return answer(get(java.net.URI.create("/api/v1" + address)));
    }

    /** The same write under a key, which may be sent again. */
    Answer send(String address, Map<String, ?> body, String key) {
        return answer(post(java.net.URI.create("/api/v1" + address))
                .header("Idempotency-Key", key)
                .contentType(MediaType.APPLICATION_JSON)
                .content(JsonWriter.inOrder(body)));
    }

    Answer send(String address, Map<String, ?> body) {
        return answer(post(java.net.URI.create("/api/v1" + address))
                .contentType(MediaType.APPLICATION_JSON)
                .content(JsonWriter.inOrder(body)));
    }

    /** An event of an entry: the fields as name, value, name, value. */
    Answer event(String entryId, String type, String at, String... fields) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", type);
        body.put("at", at);
        for (int i = 0; i < fields.length; i += 2) {
            body.put(fields[i], fields[i + 1]);
        }
        return send("/entries/" + EntryKey.of(entryId) + "/events", body);
    }

    @SuppressWarnings("unchecked")
    private Answer answer(RequestBuilder request) {
        try {
            MockHttpServletResponse response = mvc.perform(request).andReturn().getResponse();
            String text = response.getContentAsString(StandardCharsets.UTF_8);
            return new Answer(response.getStatus(), (Map<String, Object>) Json.read(text), text);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static SubjectId id(String number) {
        return SubjectIds.parse(null, number, LocalDate.of(2026, 1, 1)).id();
    }

    /** An entry that came recognised from elsewhere, published from its first day on. */
    void imported(String entryId, String list, String number, String validFrom, @Nullable String validTo) {
        imported(entryId, list, number, "示例主体" + entryId, "某某人民法院", validFrom, validTo, null, List.of());
    }

    void imported(
            String entryId,
            String list,
            String number,
            @Nullable String name,
            String recogniser,
            String validFrom,
            @Nullable String validTo,
            String @Nullable [] missing,
            List<org.jrp.listing.RelatedPerson> related) {
        UUID delivery = Uuids.at(NOW);
        Long id = jdbc.queryForObject("select nextval('listing_id')", Long.class);
        byte[] digest = vault.digest(entryId.getBytes(StandardCharsets.UTF_8));
        Personal personal = new Personal(id(number), name, null, related);
        jdbc.update(
                """
                insert into listing (id, entry_id, list, subject, key_version, personal, recogniser, doc_no, basis, recognised_at,
                    valid_from, valid_to, corrected, missing, digest, import)
                values (?, ?, ?, ?, ?, ?, ?, '(2018)示例1号', '示例依据', ?::date, ?::date, ?::date, false, ?, ?, ?)
                """,
                id,
                entryId,
                list,
                vault.reference(id(number)),
                vault.keyVersion(),
                vault.seal(personal.bytes(), ListingStore.place(entryId)),
                recogniser,
                validFrom,
                validFrom,
                validTo,
                missing,
                digest,
                delivery);
        for (org.jrp.listing.RelatedPerson person : related) {
            jdbc.update(
                    "insert into listing_related values (?, ?, 0, ?, ?, ?)",
                    vault.reference(person.id()),
                    id,
                    person.role(),
                    person.personallyResponsible(),
                    vault.keyVersion());
        }
        jdbc.update("""
                insert into import (id, source, department, credential, digest, started_at, recorded_at)
                values (?, 'court', 'credit-office', 'key-1', ?, clock_timestamp(), clock_timestamp())
                """, delivery, digest);
    }

    /** The state of an entry on a day, as known at a moment. */
    String state(String entryId, String asOf, @Nullable Instant knownAt) {
        Caller before = caller;
        Answer answer = as(auditor())
                .read("/entries/" + EntryKey.of(entryId) + "?asOf=" + asOf
                        + (knownAt == null ? "" : "&knownAt=" + knownAt));
        caller = before;
        Map<String, Object> entry = answer.map("entry");
        @SuppressWarnings("unchecked")
        Map<String, Object> state = (Map<String, Object>) entry.get("state");
        return state.get("state")
                + (Boolean.TRUE.equals(state.get("live")) ? " live" : "")
                + (Boolean.TRUE.equals(state.get("disputed")) ? " disputed" : "");
    }
}
