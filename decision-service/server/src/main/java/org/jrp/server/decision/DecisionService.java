package org.jrp.server.decision;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import org.jrp.catalogue.Text;
import org.jrp.decision.Outcome;
import org.jrp.decision.Question;
import org.jrp.decision.Source;
import org.jrp.listing.RelatedPerson;
import org.jrp.server.access.AccessCache;
import org.jrp.server.access.Caller;
import org.jrp.server.access.SubjectQuota;
import org.jrp.server.entry.SourceBook;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.release.ActiveRelease;
import org.jrp.server.release.Releases;
import org.jrp.server.subject.SubjectVault;
import org.jrp.subject.SubjectId;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;

/**
 * Decides questions and records the answers before anybody sees them (核查). What was decided on facts, sources, grants or a release that
 * had changed by the time of recording is decided anew.
 */
@Service
class DecisionService {

    private static final int MOST_ATTEMPTS = 8;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final Releases releases;
    private final SourceBook sources;
    private final AccessCache access;
    private final FactCache facts;
    private final Recorder recorder;
    private final DecisionLog log;
    private final SubjectQuota quota;
    private final ExemptionBook exemptions;
    private final SubjectVault vault;
    private final InstantSource clock;
    private final List<DecisionListener> listeners;
    private final Timer latency;
    private final Counter again;
    private final Counter unrecorded;
    private final Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);

    DecisionService(
            Releases releases,
            SourceBook sources,
            AccessCache access,
            FactCache facts,
            Recorder recorder,
            DecisionLog log,
            SubjectQuota quota,
            ExemptionBook exemptions,
            SubjectVault vault,
            InstantSource clock,
            List<DecisionListener> listeners,
            MeterRegistry meters) {
        this.releases = releases;
        this.sources = sources;
        this.access = access;
        this.facts = facts;
        this.recorder = recorder;
        this.log = log;
        this.quota = quota;
        this.exemptions = exemptions;
        this.vault = vault;
        this.clock = clock;
        this.listeners = List.copyOf(listeners);
        this.latency = Timer.builder("jrp.decision.latency")
                .description("From a question understood to its answer recorded")
                .publishPercentileHistogram()
                .register(meters);
        this.again = meters.counter("jrp.decisions.again");
        this.unrecorded = Counter.builder("jrp.decisions.not.recorded")
                .description("Answers given without a record; anything but 0 is a fault of the service")
                .register(meters);
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, meters.counter("jrp.decisions", "outcome", outcome.code()));
        }
    }

    /** A question on its way to its answer. */
    private static final class Open {

        private final int place;
        private final Asked asked;
        private final Draft.@Nullable IdempotencyKey key;
        private @Nullable Evaluation evaluation;
        private @Nullable CompletableFuture<Recorder.Recorded> recorded;

        Open(int place, Asked asked, Draft.@Nullable IdempotencyKey key) {
            this.place = place;
            this.asked = asked;
            this.key = key;
        }

        List<SubjectId> subjects() {
            if (asked.question().relatedPersons().isEmpty()) {
                return List.of(asked.question().subject());
            }
            List<SubjectId> subjects = new ArrayList<>();
            subjects.add(asked.question().subject());
            asked.question().relatedPersons().stream().map(RelatedPerson::id).forEach(subjects::add);
            return subjects;
        }
    }

    /** The reader of questions of that caller, by the release in use. */
    QuestionReader reader(Caller caller) {
        return new QuestionReader(releases.active().catalogue(), caller, clock.instant());
    }

    /** Today, where the law counts days. */
    LocalDate today() {
        return clock.instant().atOffset(Question.SHANGHAI).toLocalDate();
    }

    /**
     * Decides many questions together, each by itself: one that cannot be read does not keep the others from their answers.
     *
     * @param keys the key under which the question of that place may be repeated
     * @return as many results, in the same order
     */
    List<Result> decideEach(
            Caller caller, List<Map<?, ?>> questions, IntFunction<Draft.@Nullable IdempotencyKey> keys) {
        QuestionReader reader = reader(caller);
        Result[] results = new Result[questions.size()];
        List<Open> open = new ArrayList<>(questions.size());
        for (int i = 0; i < results.length; i++) {
            try {
                open.add(new Open(i, reader.read(questions.get(i)), keys.apply(i)));
            } catch (ProblemException e) {
                results[i] = new Result.Refused(e);
            }
        }
        decide(caller, open, results);
        return List.of(results);
    }

    /** Decides one question. */
    Result decide(Caller caller, Asked asked, Draft.@Nullable IdempotencyKey key) {
        Result[] results = new Result[1];
        decide(caller, List.of(new Open(0, asked, key)), results);
        return results[0];
    }

    private void decide(Caller caller, List<Open> questions, Result[] results) {
        long start = System.nanoTime();
        List<Open> open = questions;
        try {
            for (int attempt = 0; attempt < MOST_ATTEMPTS && !open.isEmpty(); attempt++) {
                if (attempt > 0) {
                    again.increment(open.size());
                }
                evaluate(caller, open, attempt == 0, results);
                Settling settling = new Settling(results, start);
                for (Open one : open) {
                    if (results[one.place] == null) {
                        settling.settle(one);
                    }
                }
                open = settling.open;
                if (!open.isEmpty()) {
                    renew(settling);
                }
            }
        } catch (DataAccessException e) {
            open = questions.stream().filter(one -> results[one.place] == null).toList();
        }
        for (Open one : open) {
            results[one.place] = new Result.Refused(notRecorded());
        }
    }

    private void evaluate(Caller caller, List<Open> open, boolean counting, Result[] results) {
        ActiveRelease release = releases.active();
        Draft.Epochs epochs = new Draft.Epochs(sources.epoch(), access.epoch(), release.number());
        if (!entitled(caller, open, results)) {
            return;
        }
        ExemptionBook.Edition exempted = exemptions.asOf(epochs.access());
        Map<SubjectId, Facts> known = facts.about(
                open.size() == 1
                        ? open.get(0).subjects()
                        : open.stream().flatMap(one -> one.subjects().stream()).toList());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant delivered = sources.latest();
        List<Source> current = null;
        Instant currentAt = Instant.MIN;
        for (Open one : open) {
            List<Facts> about = new ArrayList<>();
            Instant knownAt = one.asked.now()
                    ? later(now, delivered)
                    : one.asked.question().knownAt();
            for (SubjectId subject : one.subjects()) {
                Facts facts = known.get(subject);
                if (facts == null) {
                    throw new IllegalStateException("The facts about a subject were not read.");
                }
                about.add(facts);
                if (one.asked.now()) {
                    knownAt = later(knownAt, facts.latest());
                }
            }
            if (current == null || !knownAt.equals(currentAt)) {
                current = sources.sources(knownAt);
                currentAt = knownAt;
            }
            if (results[one.place] != null || (counting && !counted(caller, about, one.place, results))) {
                continue;
            }
            Evaluation evaluation =
                    Evaluation.of(caller, one.asked, about, current, knownAt, release, epochs, now, vault, one.key);
            one.evaluation = evaluation.showing(exempted.shown(
                    about.get(0).refs(),
                    evaluation.decision(),
                    one.asked.question().asOf()));
        }
        for (Open one : open) {
            if (one.evaluation != null && results[one.place] == null) {
                one.recorded = recorder.record(one.evaluation.draft());
            }
        }
    }

    /** Whether the caller may still ask what it asks, by grants read after the epoch that the record will be held against. */
    private boolean entitled(Caller caller, List<Open> open, Result[] results) {
        Optional<Caller> now = access.again(caller);
        for (Open one : open) {
            if (now.isEmpty()) {
                results[one.place] = new Result.Refused(ProblemException.of(
                        401,
                        "invalid-credential",
                        "密钥无效、已过期或已撤销。",
                        "The key is not valid, has expired or was revoked."));
            } else if (!now.get()
                    .department()
                    .contexts()
                    .contains(one.asked.question().context())) {
                results[one.place] = new Result.Refused(ProblemException.of(
                        403,
                        "context-not-granted",
                        "该部门不再获准核查此业务场景。",
                        "The department is no longer granted that context."));
            }
        }
        return open.stream().anyMatch(one -> results[one.place] == null);
    }

    /** Counts the subjects asked about; past the department's quota the question is refused. */
    private boolean counted(Caller caller, List<Facts> about, int place, Result[] results) {
        try {
            for (Facts facts : about) {
                quota.count(caller, facts.refs().get(0).bytes());
            }
            return true;
        } catch (ProblemException e) {
            results[place] = new Result.Refused(e);
            return false;
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }

    /** Takes the verdicts on a group of drafts. */
    private final class Settling {

        private final Result[] results;
        private final long start;
        private final List<Open> open = new ArrayList<>();
        private final Set<SubjectId> changed = new HashSet<>();
        private Draft.@Nullable Epochs moved;

        Settling(Result[] results, long start) {
            this.results = results;
            this.start = start;
        }

        void settle(Open one) {
            Evaluation evaluation = one.evaluation;
            if (evaluation == null || one.recorded == null) {
                throw new IllegalStateException("Nothing was decided.");
            }
            Recorder.Recorded recorded = awaited(one.recorded);
            switch (recorded.verdict()) {
                case WRITTEN -> results[one.place] = answered(one, evaluation);
                case FACTS_CHANGED -> {
                    changed.addAll(one.subjects());
                    open.add(one);
                }
                case EPOCH_MOVED -> {
                    moved = recorded.now();
                    open.add(one);
                }
                case KEY_USED -> results[one.place] = repeated(one);
                case NOT_WRITTEN -> results[one.place] = new Result.Refused(notRecorded());
            }
            boolean onRecord =
                    recorded.verdict() == Recorder.Verdict.WRITTEN || recorded.verdict() == Recorder.Verdict.KEY_USED;
            if (results[one.place] instanceof Result.Answered && !onRecord) {
                unrecorded.increment();
            }
        }

        private Result answered(Open one, Evaluation evaluation) {
            Counter outcome = outcomes.get(evaluation.decision().outcome());
            if (outcome != null) {
                outcome.increment();
            }
            latency.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            for (DecisionListener listener : listeners) {
                listener.decided(
                        evaluation.draft().id(),
                        evaluation.file(),
                        evaluation.decision(),
                        evaluation.release().hash());
            }
            return new Result.Answered(evaluation.draft().id(), Answers.of(evaluation, one.asked), evaluation);
        }

        private Result repeated(Open one) {
            if (one.key == null) {
                throw new IllegalStateException("A draft without a key cannot repeat one.");
            }
            return log.repeated(one.key);
        }
    }

    /** Looks again at whatever has changed. */
    private void renew(Settling settling) {
        Draft.Epochs moved = settling.moved;
        if (moved != null) {
            sources.refreshIfOlder(moved.sources());
            releases.refreshIfOlder(moved.release());
            access.refreshIfOlder(moved.access());
        }
        if (!settling.changed.isEmpty()) {
            facts.renew(settling.changed);
        }
    }

    private static Recorder.Recorded awaited(CompletableFuture<Recorder.Recorded> recorded) {
        try {
            return recorded.get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Recorder.Recorded(Recorder.Verdict.NOT_WRITTEN, null);
        } catch (ExecutionException | TimeoutException e) {
            return new Recorder.Recorded(Recorder.Verdict.NOT_WRITTEN, null);
        }
    }

    private static ProblemException notRecorded() {
        return ProblemException.later(
                503,
                "not-recorded",
                new Text(
                        "决定记录暂时无法写入,因此不作答复;请稍后重试。",
                        "The record cannot be written now, so no answer is given; try again soon."),
                Duration.ofSeconds(2));
    }
}
