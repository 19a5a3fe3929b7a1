package org.jrp.server.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Context;
import org.jrp.json.Json;
import org.jrp.json.JsonException;
import org.jrp.json.JsonWriter;
import org.jrp.server.PrivateFiles;
import org.jrp.server.ServerProperties;
import org.jrp.server.release.Releases;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * What the service makes for itself before it first answers (首次启动): a key for the administrator where no usable one is left, and,
 * for a demonstration, departments with their grants and keys. Keys go to files that only the owner may read. Several nodes may start
 * at once: one does it, the others find it done.
 */
@Component
class Bootstrap implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(Bootstrap.class);
    private static final String SERVER = "server";
    private static final String CREDIT_OFFICE = "credit-office";
    private static final String FIRST_LABEL = "first-administrator";
    private static final String DEMO = "demo";
    private static final String DEMO_AUDITOR = "demo-auditor";
    private static final String AUDITOR_ENTRY = "auditor";
    private static final long LOCK = 0x6a72702d61646d69L;

    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final Departments departments;
    private final Credentials credentials;
    private final Releases releases;
    private final ServerProperties properties;
    private final InstantSource clock;
    private final TokenProperties tokens;
    private final @Nullable DemoSignIn signIn;

    Bootstrap(
            JdbcClient jdbc,
            TransactionOperations transaction,
            Departments departments,
            Credentials credentials,
            Releases releases,
            ServerProperties properties,
            InstantSource clock,
            TokenProperties tokens,
            @Nullable DemoSignIn signIn) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.departments = departments;
        this.credentials = credentials;
        this.releases = releases;
        this.properties = properties;
        this.clock = clock;
        this.tokens = tokens;
        this.signIn = signIn;
    }

    /** A key of the demonstration, by its name in the file. */
    private record DemoKey(String department, String label, Set<Role> roles) {}

    @Override
    public void afterSingletonsInstantiated() {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("select pg_advisory_xact_lock(?)")
                    .param(LOCK)
                    .query((rs, row) -> row)
                    .list();
            try {
                Files.createDirectories(properties.data());
                administrator();
                if (properties.demo()) {
                    demonstration();
                }
            } catch (IOException e) {
                throw new UncheckedIOException("The keys could not be written to the data folder.", e);
            }
        });
    }

    private void administrator() throws IOException {
        Catalogue catalogue = releases.active().catalogue();
        if (departments.find(CREDIT_OFFICE).isEmpty()) {
            departments.write(registered(catalogue, CREDIT_OFFICE));
        }
        if (credentials.anyActive(Role.ADMINISTRATOR)) {
            return;
        }
        Credentials.Made made = credentials.create(
                CREDIT_OFFICE,
                FIRST_LABEL,
                Set.of(Role.ADMINISTRATOR),
                clock.instant().plus(Credentials.USUAL_LIFE),
                SERVER);
        Path file = properties.data().resolve("admin.key");
        PrivateFiles.write(file, (made.key() + '\n').getBytes(StandardCharsets.US_ASCII));
        log.info("A key for the administrator was made and written to the file admin.key in the data folder.");
    }

    private void demonstration() throws IOException {
        Catalogue catalogue = releases.active().catalogue();
        Map<String, DemoKey> wanted = new TreeMap<>();
        for (org.jrp.catalogue.Department one : catalogue.departments()) {
            boolean office = one.code().equals(CREDIT_OFFICE);
            Department before = departments.find(one.code()).orElseGet(() -> registered(catalogue, one.code()));
            if (before.contexts().isEmpty() && before.lists().isEmpty()) {
                departments.write(granted(
                        before, office ? Set.of() : contexts(catalogue, one.code()), office ? Set.of("*") : Set.of()));
            }
            wanted.put(
                    one.code(),
                    new DemoKey(
                            one.code(),
                            DEMO,
                            office ? Set.of(Role.CREDIT_OFFICE, Role.LIST_MANAGER) : Set.of(Role.OFFICER)));
        }
        wanted.put(AUDITOR_ENTRY, new DemoKey(CREDIT_OFFICE, DEMO_AUDITOR, Set.of(Role.AUDITOR)));
        people(catalogue);
        Path file = properties.data().resolve("demo-keys.json");
        Map<String, String> written = read(file);
        Map<String, String> keys = new LinkedHashMap<>();
        wanted.forEach((name, key) -> keys.put(name, current(key, written.get(name))));
        if (!keys.equals(written)) {
            Path beside = file.resolveSibling("demo-keys.json.new");
            PrivateFiles.write(beside, JsonWriter.inOrder(keys));
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            log.info("Keys for the demonstration were written to the file demo-keys.json in the data folder.");
        }
    }

    /** Two officers for each department, so that a second person is at hand where one is needed, and those who make and prove rules. */
    private void people(Catalogue catalogue) throws IOException {
        DemoSignIn demo = tokens.enabled() ? null : signIn;
        if (demo == null) {
            return;
        }
        Map<String, DemoSignIn.Person> people = new TreeMap<>();
        for (org.jrp.catalogue.Department one : catalogue.departments()) {
            List<String> roles = one.code().equals(CREDIT_OFFICE)
                    ? List.of(Role.CREDIT_OFFICE.code(), Role.LIST_MANAGER.code())
                    : List.of(Role.OFFICER.code());
            people.put(one.code(), new DemoSignIn.Person(one.code(), "示例经办人甲", roles));
            people.put(one.code() + "-second", new DemoSignIn.Person(one.code(), "示例经办人乙", roles));
        }
        people.put("policy-author", office("示例政策员甲", Role.POLICY_AUTHOR));
        people.put("policy-approver", office("示例政策员乙", Role.POLICY_APPROVER));
        people.put(AUDITOR_ENTRY, office("示例审计员甲", Role.AUDITOR));
        people.put("administrator", office("示例管理员甲", Role.ADMINISTRATOR));
        demo.write(properties.data(), people, clock.instant());
    }

    private static DemoSignIn.Person office(String name, Role role) {
        return new DemoSignIn.Person(CREDIT_OFFICE, name, List.of(role.code()));
    }

    /** The key in the file where it is still good, else a new one in the place of whatever there was. */
    private String current(DemoKey wanted, @Nullable String written) {
        List<Credential> active = credentials.active(wanted.department(), wanted.label());
        for (Credential one : active) {
            if (written != null && credentials.belongs(written, one.id())) {
                return written;
            }
        }
        active.forEach(one -> credentials.revoke(one.id(), "The file of demonstration keys was lost.", SERVER));
        return credentials
                .create(
                        wanted.department(),
                        wanted.label(),
                        wanted.roles(),
                        clock.instant().plus(Credentials.USUAL_LIFE),
                        SERVER)
                .key();
    }

    private Department registered(Catalogue catalogue, String code) {
        return catalogue
                .findDepartment(code)
                .map(one -> departments.fresh(code, one.name(), one.aliases()))
                .orElseGet(() -> departments.fresh(code, code, List.of()));
    }

    private static Department granted(Department one, Set<String> contexts, Set<String> lists) {
        return new Department(
                one.code(),
                one.name(),
                one.aliases(),
                one.place(),
                contexts,
                lists,
                one.requestsPerMinute(),
                one.subjectsPerDay(),
                one.sandbox(),
                one.successor());
    }

    /** What a department of the demonstration may ask about. The pairing is ours, for show; a city grants as its rules say. */
    private static Set<String> contexts(Catalogue catalogue, String department) {
        Set<String> offered = catalogue.contexts().stream()
                .filter(Context::offered)
                .map(Context::code)
                .collect(Collectors.toSet());
        Set<String> some = switch (department) {
            case "finance-bureau" ->
                Set.of("government-procurement", "government-funding", "bidding", "award-selection");
            case "development-reform-commission",
                    "market-supervision-bureau",
                    "housing-construction-bureau",
                    "government-service-centre",
                    "transport-bureau",
                    "water-resources-bureau" -> offered;
            case "civilization-office", "communist-youth-league-committee", "party-publicity-department" ->
                Set.of("award-selection");
            case "peoples-court", "statistics-bureau", "peoples-bank-branch", "institutional-establishment-office" ->
                Set.of("award-selection");
            case "science-technology-bureau",
                    "agriculture-commission",
                    "agriculture-rural-bureau",
                    "economy-information-commission",
                    "economy-information-bureau",
                    "commerce-bureau",
                    "human-resources-social-security-bureau" ->
                Set.of("administrative-licensing", "administrative-approval", "government-funding", "award-selection");
            default -> Set.of("administrative-licensing", "administrative-approval", "award-selection");
        };
        return some.stream().filter(offered::contains).collect(Collectors.toSet());
    }

    private static Map<String, String> read(Path file) throws IOException {
        Map<String, String> keys = new LinkedHashMap<>();
        if (Files.exists(file)) {
            try {
                if (Json.read(Files.readAllBytes(file)) instanceof Map<?, ?> fields) {
                    fields.forEach((name, key) -> keys.put(String.valueOf(name), String.valueOf(key)));
                }
            } catch (JsonException e) {
                log.warn("The file demo-keys.json cannot be read; its keys are replaced.");
            }
        }
        return keys;
    }
}
