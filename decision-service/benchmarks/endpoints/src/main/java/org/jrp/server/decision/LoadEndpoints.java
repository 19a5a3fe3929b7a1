package org.jrp.server.decision;

import jakarta.servlet.Filter;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jrp.catalogue.Context;
import org.jrp.server.access.AccessCache;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Department;
import org.jrp.server.access.Role;
import org.jrp.server.entry.SourceBook;
import org.jrp.server.release.ActiveRelease;
import org.jrp.server.release.Releases;
import org.jrp.server.subject.SubjectVault;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What recorded checks are measured against (比对接口): the same answers with less work behind them. No sign-in, no limits. */
@RestController
@RequestMapping(
        path = "/load",
        consumes = MediaType.APPLICATION_JSON_VALUE,
        produces = MediaType.APPLICATION_JSON_VALUE)
class LoadEndpoints {

    private static final URI PLACE = URI.create("/api/v1/decisions/00000000-0000-0000-0000-000000000000");
    private static final int MOST_ATTEMPTS = 8;
    private static final int LONGEST_WAIT_SECONDS = 30;

    private final Releases releases;
    private final SourceBook sources;
    private final AccessCache access;
    private final FactCache facts;
    private final Recorder recorder;
    private final SubjectVault vault;
    private final InstantSource clock;
    private final List<byte[]> answers = new CopyOnWriteArrayList<>();
    private volatile @Nullable Caller caller;

    LoadEndpoints(
            Releases releases,
            SourceBook sources,
            AccessCache access,
            FactCache facts,
            Recorder recorder,
            SubjectVault vault,
            InstantSource clock) {
        this.releases = releases;
        this.sources = sources;
        this.access = access;
        this.facts = facts;
        this.recorder = recorder;
        this.vault = vault;
        this.clock = clock;
    }

    /** Lets these addresses pass before the service's own chain sees them. */
    @Configuration(proxyBeanMethods = false)
    static class Open {

        @Bean
        @Order(Ordered.HIGHEST_PRECEDENCE)
        SecurityFilterChain loadChain() {
            return new DefaultSecurityFilterChain(
                    request -> request.getRequestURI().startsWith("/load/"), new Filter[0]);
        }
    }

    /** Keeps an answer for {@link #bare}. */
    @PostMapping("/answers")
    void keep(@RequestBody byte[] answer) {
        answers.add(answer);
    }

    /** Reads the body and answers with bytes that lie ready. */
    @PostMapping("/bare")
    ResponseEntity<byte[]> bare(@RequestBody byte[] body) {
        byte[] answer = answers.get(ThreadLocalRandom.current().nextInt(answers.size()));
        return ResponseEntity.created(PLACE)
                .contentType(MediaType.APPLICATION_JSON)
                .body(answer);
    }

    /** Decides, seals and hashes, and records nothing. */
    @PostMapping("/unrecorded")
    ResponseEntity<byte[]> unrecorded(@RequestBody byte[] body) {
        ActiveRelease release = releases.active();
        Caller caller = caller();
        Asked asked = asked(release, caller, body);
        return answer(evaluated(release, caller, asked), asked);
    }

    /** Decides and records. */
    @PostMapping("/open")
    ResponseEntity<byte[]> open(@RequestBody byte[] body)
            throws InterruptedException, ExecutionException, TimeoutException {
        ActiveRelease release = releases.active();
        Caller caller = caller();
        Asked asked = asked(release, caller, body);
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Evaluation evaluation = evaluated(releases.active(), caller, asked);
            Recorder.Recorded recorded =
                    recorder.record(evaluation.draft()).get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
            switch (recorded.verdict()) {
                case WRITTEN -> {
                    return answer(evaluation, asked);
                }
                case FACTS_CHANGED -> facts.renew(Set.of(asked.question().subject()));
                case EPOCH_MOVED -> renew(recorded);
                default -> {
                    return ResponseEntity.status(503).build();
                }
            }
        }
        return ResponseEntity.status(503).build();
    }

    private void renew(Recorder.Recorded recorded) {
        Draft.Epochs now = recorded.now();
        if (now != null) {
            sources.refreshIfOlder(now.sources());
            releases.refreshIfOlder(now.release());
            access.refreshIfOlder(now.access());
        }
    }

    private Caller caller() {
        Caller known = caller;
        if (known == null) {
            known = new Caller("load", everything(releases.active()), Set.of(Role.OFFICER), null);
            caller = known;
        }
        return known;
    }

    private static Department everything(ActiveRelease release) {
        Set<String> contexts =
                release.catalogue().contexts().stream().map(Context::code).collect(Collectors.toSet());
        return new Department(
                "development-reform-commission",
                "市发展改革委",
                List.of(),
                "341182",
                contexts,
                Set.of(),
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                false,
                null);
    }

    private Asked asked(ActiveRelease release, Caller caller, byte[] body) {
        return new QuestionReader(release.catalogue(), caller, clock.instant()).read(Bodies.object(body));
    }

    private Evaluation evaluated(ActiveRelease release, Caller caller, Asked asked) {
        Draft.Epochs epochs = new Draft.Epochs(sources.epoch(), access.epoch(), release.number());
        Facts about = facts.about(List.of(asked.question().subject()))
                .values()
                .iterator()
                .next();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant knownAt = asked.question().knownAt();
        for (Instant other : List.of(now, sources.latest(), about.latest())) {
            knownAt = knownAt.isBefore(other) ? other : knownAt;
        }
        return Evaluation.of(
                caller, asked, List.of(about), sources.sources(knownAt), knownAt, release, epochs, now, vault, null);
    }

    private static ResponseEntity<byte[]> answer(Evaluation evaluation, Asked asked) {
        return ResponseEntity.created(
                        URI.create("/api/v1/decisions/" + evaluation.draft().id()))
                .contentType(MediaType.APPLICATION_JSON)
                .body(Answers.of(evaluation, asked));
    }
}
