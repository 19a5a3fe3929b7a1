package org.jrp.server.entry;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.jrp.catalogue.Catalogue;
import org.jrp.json.Json;
import org.jrp.release.ReleaseFiles;
import org.jrp.server.ServerProperties;
import org.jrp.server.TestStores;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Department;
import org.jrp.server.access.Role;
import org.jrp.server.problem.ProblemAnswers;
import org.jrp.server.subject.SubjectKeys;
import org.jrp.server.subject.SubjectVault;
import org.springframework.core.MethodParameter;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** The import alone, on a database that the tests of it share. */
final class ImportSetup {

    static final Catalogue CATALOGUE = Catalogue.read(ReleaseFiles.shipped().below("measure-catalogue"));
    static final Caller OFFICE = caller("credit-office", "*");

    private static final TestStores.Database DATABASE = TestStores.migratedDatabase();

    final DataSource source;
    final JdbcClient sql;
    final SubjectVault vault = new SubjectVault(SubjectKeys.random());
    final EntryImport imports;
    final ListingStore listings;
    final Path folder;
    private final MockMvc mvc;
    private Caller caller = OFFICE;

    ImportSetup(Path folder) {
        this(folder, DATABASE.dataSource(), 1 << 30);
    }

    ImportSetup(Path folder, DataSource source, long most) {
        this.folder = folder;
        this.source = source;
        this.sql = JdbcClient.create(source);
        imports = new EntryImport(
                source,
                vault,
                new EventChain(vault),
                () -> CATALOGUE,
                InstantSource.system(),
                new SimpleMeterRegistry());
        listings = new ListingStore(source, vault);
        ImportController controller =
                new ImportController(imports, () -> CATALOGUE, new ServerProperties(folder, null, false), most);
        mvc = MockMvcBuilders.standaloneSetup(controller)
                .setControllerAdvice(ProblemAnswers.advice())
                .setCustomArgumentResolvers(new CallerOfTest())
                .build();
    }

    static Caller caller(String department, String... lists) {
        return new Caller(
                "key-1",
                new Department(department, "示例部门", List.of(), "341182", Set.of(), Set.of(lists), 1, 1, false, null),
                Set.of(Role.LIST_MANAGER),
                null);
    }

    /** Takes every entry out of the store, as its owner alone can. */
    void empty() {
        JdbcClient.create(DATABASE.ownerDataSource())
                .sql("truncate listing, listing_event, listing_related, import, source_load")
                .update();
    }

    void as(Caller other) {
        caller = other;
    }

    /** An answer: its status and its fields. */
    record Answer(int status, Map<?, ?> body) {

        long count(String field) {
            return (Long) body.get(field);
        }

        String text(String field) {
            return String.valueOf(body.get(field));
        }

        @SuppressWarnings("unchecked") // the answer's own form
        List<Map<String, Object>> errors() {
            return (List<Map<String, Object>>) body.get("errors");
        }

        List<Object> codes() {
            return errors().stream().map(error -> error.get("code")).toList();
        }
    }

    Answer csv(String text) {
        return send("?", "text/csv", text.getBytes(StandardCharsets.UTF_8));
    }

    Answer send(String query, String type, byte[] body) {
        try {
            MockHttpServletResponse response = mvc.perform(MockMvcRequestBuilders.post("/api/v1/entries/import" + query)
                            .contentType(type)
                            .header("Accept-Language", "en")
                            .content(body))
                    .andReturn()
                    .getResponse();
            return new Answer(response.getStatus(), (Map<?, ?>) Json.read(response.getContentAsByteArray()));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    MockMvc mvc() {
        return mvc;
    }

    long rows(String table) {
        return sql.sql("select count(*) from " + table).query(Long.class).single();
    }

    /** A connection, for locks held beside an import. */
    Connection connection() throws SQLException {
        return source.getConnection();
    }

    private final class CallerOfTest implements HandlerMethodArgumentResolver {

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == Caller.class;
        }

        @Override
        public Object resolveArgument(
                MethodParameter parameter,
                ModelAndViewContainer container,
                NativeWebRequest request,
                WebDataBinderFactory binder) {
            return caller;
        }
    }
}
