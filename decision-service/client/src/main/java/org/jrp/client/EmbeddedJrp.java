package org.jrp.client;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Decision;
import org.jrp.decision.DecisionEngine;
import org.jrp.decision.InvalidQuestionException;
import org.jrp.decision.Question;
import org.jrp.record.Answer;
import org.jrp.record.DecisionRecord;
import org.jrp.release.Release;
import org.jspecify.annotations.Nullable;

/**
 * The engine inside the approval system's own process (嵌入式): answers from entries it was given, without a server. Every answer is on the
 * disk before it is given. Safe for many threads; make one and keep it; close it at the end.
 *
 * <p>Equal facts, sources among them, give the same {@code decisionHash} as on the server. Whether the department may ask in that
 * context is the caller's duty.
 */
public final class EmbeddedJrp implements AutoCloseable {

    private final EntrySource source;
    private final String place;
    private final Locale language;
    private final String department;
    private final @Nullable PersonalFields personal;
    private final RecordFiles records;
    private final InstantSource clock;
    private final ReentrantReadWriteLock life = new ReentrantReadWriteLock();
    private final @Nullable ReleaseFollower follower;
    private final ReentrantLock changing = new ReentrantLock();
    private volatile Deciding deciding;
    private boolean closed;

    EmbeddedJrp(
            Release release,
            boolean ownRelease,
            EntrySource source,
            String place,
            Locale language,
            String department,
            @Nullable PersonalFields personal,
            RecordFiles records,
            InstantSource clock,
            @Nullable ReleaseFollower follower) {
        this.source = source;
        this.place = place;
        this.language = language;
        this.department = department;
        this.personal = personal;
        this.records = records;
        this.clock = clock;
        this.follower = follower;
        this.deciding = deciding(release, ownRelease);
        if (follower != null) {
            follower.start(this::release, this::use);
        }
    }

    /** A release and the entries in its words, taken together by each check. */
    private record Deciding(Ruled ruled, EntryIndex entries) {}

    private Deciding deciding(Release release, boolean own) {
        EntryIndex entries = new EntryIndex(source.load(release.catalogue()));
        Questions questions = new Questions(release.catalogue(), place, language);
        return new Deciding(new Ruled(release, own, questions, clock.instant()), entries);
    }

    /** Decides by that release from now on. Checks under way end by the one they began with. */
    private void use(Release release) {
        changing.lock();
        try {
            Deciding before = deciding;
            deciding = deciding(release, true);
            before.ruled().leave();
        } finally {
            changing.unlock();
        }
    }

    /**
     * Begins an embedded engine.
     *
     * @param department code of the department that asks, as every record names it
     */
    public static EmbeddedJrpBuilder by(String department) {
        return new EmbeddedJrpBuilder(department);
    }

    /**
     * Answers one question, its record on the disk.
     *
     * @throws JrpProblemException when the question has no answer, with the status and code that the server would give
     * @throws JrpUnavailableException when the record could not be written; there is no answer then
     * @throws IllegalStateException when it is closed
     */
    public DecisionAnswer decide(Check check) {
        life.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("The engine is closed.");
            }
            Deciding by = deciding;
            while (!by.ruled().enter()) {
                by = deciding;
            }
            try {
                return answer(check, by);
            } finally {
                by.ruled().leave();
            }
        } finally {
            life.readLock().unlock();
        }
    }

    private DecisionAnswer answer(Check check, Deciding by) {
        Questions questions = by.ruled().questions();
        String release = by.ruled().release().hash();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Question question = questions.question(check, now);
        CaseFile file = by.entries().caseFile(question);
        Decision decision;
        try {
            decision = by.ruled().engine().decide(file);
        } catch (InvalidQuestionException e) {
            throw questions.refused(e);
        }
        DecisionRecord record = DecisionRecord.of(envelope(check, now), file, decision, release);
        keep(record);
        byte[] body = Answer.bytes(
                file,
                decision,
                release,
                DecisionEngine.VERSION,
                record.decisionHash(),
                Answer.Subject.of(question.subject(), check.subject().name()),
                new Answer.Recorded(record.envelope().decisionId(), department, record.recordHash()));
        return Answers.decision(Fields.read(body));
    }

    private DecisionRecord.Envelope envelope(Check check, Instant now) {
        String id = DecisionIds.at(now);
        LocalDate today = now.atOffset(Question.SHANGHAI).toLocalDate();
        return new DecisionRecord.Envelope(
                id,
                department,
                null,
                Purpose.kept(check.purpose(), today),
                DecisionEngine.VERSION,
                now,
                personal == null ? null : personal.encrypt(id, check));
    }

    private void keep(DecisionRecord record) {
        try {
            records.append(record);
        } catch (IOException e) {
            throw new JrpUnavailableException(List.of("not-recorded"), Duration.ZERO, e);
        }
    }

    /**
     * Takes the entries anew from their source, for all checks that begin afterwards. Where that fails the old ones stay, and
     * grow stale.
     */
    public void reload() {
        changing.lock();
        try {
            Ruled ruled = deciding.ruled();
            deciding = new Deciding(
                    ruled, new EntryIndex(source.load(ruled.release().catalogue())));
        } finally {
            changing.unlock();
        }
    }

    /**
     * Sends to the server what was recorded and not sent yet; checks go on meanwhile. Records made without a key do not say whom
     * they were about: they are counted, and stay here.
     *
     * @see JrpClient#upload(java.nio.file.Path, javax.crypto.SecretKey)
     */
    public UploadResult upload(JrpClient server) {
        return server.upload(records.folder(), personal);
    }

    /** What was amiss in the record files when they were opened. */
    public Recovery recovery() {
        return records.recovery();
    }

    /** Hash of the release it decides by. */
    public String release() {
        return deciding.ruled().release().hash();
    }

    /** What it decides by, and how well it follows the server where it was told to. */
    public ReleaseStatus status() {
        Ruled ruled = deciding.ruled();
        return follower == null
                ? new ReleaseStatus(ruled.release().hash(), ruled.since(), null, null, null)
                : follower.status(ruled);
    }

    /** How often the disk was waited for: concurrent checks share a wait. */
    long flushes() {
        return records.flushes();
    }

    /** Waits for checks under way, then closes the record files, and the release unless it was given. */
    @Override
    public void close() throws IOException {
        if (follower != null) {
            follower.close();
        }
        life.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            records.close();
            deciding.ruled().leave();
        } finally {
            life.writeLock().unlock();
        }
    }
}
