package org.jrp.server.seal;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jrp.seal.Checkpoint;
import org.jrp.seal.CompactRange;
import org.jrp.seal.ExportVerifier;
import org.jrp.seal.InvalidSealException;
import org.jrp.seal.VerifierKey;
import org.jrp.server.ServerProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The sequencer (封存定序): gives rows that have been committed their place in the log, one node at a time, and signs the tree head. Ids are
 * given out before commit, so that rows become visible out of order: what is new is whatever has no leaf, not what stands behind a mark.
 *
 * <p>Where the log in the database is not the one that was sealed before, nothing more is signed: two tree heads that contradict each
 * other would be worth less than none. The service goes on answering.
 */
@Component
class Sealer {

    private static final Logger logger = LoggerFactory.getLogger(Sealer.class);
    private static final long LOCK = 0x6A72_7073_6561_6CL; // "jrpseal"
    private static final int MOST_OF_A_KIND = 2_000;
    private static final Duration COUNT_EVERY = Duration.ofSeconds(10);
    private static final Duration LATE = Duration.ofMinutes(15);
    private static final int SCANNED_AT_ONCE = 5_000;
    private static final int REMEMBERED_IMPORTS = 10_000;
    private static final List<LeafKind> FREQUENT = List.of(
            LeafKind.DECISION, LeafKind.CONFIRMATION, LeafKind.FEEDBACK, LeafKind.LISTING_EVENT, LeafKind.ACCESS_LOG);
    private static final List<LeafKind> RARE = Arrays.stream(LeafKind.values())
            .filter(kind -> !FREQUENT.contains(kind))
            .toList();

    private final SealStore store;
    private final LogCheck log;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final InstantSource clock;
    private final Witness witness;
    private final SealProperties properties;
    private final HeadFile file;
    private final SealKeys keys;

    private final Deque<Sweep> sweeps = new ArrayDeque<>();
    private final Set<UUID> imports = new HashSet<>();
    private @Nullable CompactRange range;
    private @Nullable VerifierKey verifier;
    private volatile @Nullable String mismatch;
    private volatile long size;
    private volatile long unsealed;
    private volatile Instant clean;
    private Instant counted = Instant.EPOCH;

    Sealer(
            SealStore store,
            LogCheck log,
            JdbcClient jdbc,
            TransactionTemplate transaction,
            InstantSource clock,
            Witness witness,
            SealProperties properties,
            ServerProperties server,
            MeterRegistry meters)
            throws IOException {
        this.store = store;
        this.log = log;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
        this.witness = witness;
        this.properties = properties;
        this.file = new HeadFile(properties.headFile(server));
        this.keys = SealKeys.readOrCreate(properties.keyFile(server));
        this.clean = clock.instant();
        Gauge.builder("jrp.seal.size", this, self -> self.size)
                .description("Leaves of the log under the last tree head")
                .register(meters);
        Gauge.builder("jrp.seal.unsealed", this, self -> self.unsealed)
                .description("Rows known to have no leaf yet")
                .register(meters);
        Gauge.builder("jrp.seal.lag", this, self -> self.lag().toMillis() / 1_000.0)
                .description("Age of the oldest row without a leaf, at most")
                .baseUnit("seconds")
                .register(meters);
        Gauge.builder("jrp.seal.mismatch", this, self -> self.mismatch == null ? 0 : 1)
                .description("1 where the log in the database is not the one that was sealed")
                .register(meters);
    }

    /** What is wrong with the log in the database; null where nothing is known to be. */
    @Nullable String mismatch() {
        return mismatch;
    }

    long size() {
        return size;
    }

    long unsealed() {
        return unsealed;
    }

    Duration lag() {
        Duration age = Duration.between(clean, clock.instant());
        return unsealed == 0 || age.isNegative() ? Duration.ZERO : age;
    }

    /** The public half of the key that signs now. */
    synchronized VerifierKey verifier() {
        VerifierKey known = verifier;
        if (known == null) {
            String origin = properties.origin() == null ? "jrp/" + store.logId() : properties.origin();
            known = VerifierKey.of(origin, keys.open());
            store.addKey(known.toString());
            verifier = known;
        }
        return known;
    }

    /** The note that signs an export: its first line, and which leaves and tree heads it has. */
    String export(byte[] header, long from, long before, long firstHead) {
        VerifierKey name = verifier();
        return Checkpoint.sign(
                        ExportVerifier.exportOrigin(name.name()),
                        from,
                        ExportVerifier.exportDigest(header, from, before, firstHead),
                        keys.secret(),
                        name)
                .text();
    }

    /** Every key that ever signed this log. */
    List<VerifierKey> verifiers() {
        verifier();
        return store.keys().stream().map(VerifierKey::parse).toList();
    }

    /** Rows that are looked through bit by bit: all of a kind, or those of one import (遍查). */
    private static final class Sweep {

        private final LeafKind kind;
        private final @Nullable UUID delivery;
        private @Nullable String after;

        Sweep(LeafKind kind, @Nullable UUID delivery) {
            this.kind = kind;
            this.delivery = delivery;
        }
    }

    /** Since when rows may have been written that nobody has looked for: since a little before the last head. */
    Instant behind() {
        return store.last().map(head -> head.sealedAt().minus(LATE)).orElse(Instant.EPOCH);
    }

    /**
     * Seals what was written since that moment.
     *
     * @return whether there may be more
     */
    synchronized boolean seal(Instant since) {
        Instant begun = clock.instant();
        if (mismatch != null) {
            count(since);
            return false;
        }
        boolean[] more = new boolean[1];
        boolean alone = append(() -> {
            List<LeafKind> kinds = new ArrayList<>(FREQUENT);
            kinds.addAll(store.unsealedKinds(RARE, since));
            List<Leaf> found = new ArrayList<>();
            for (LeafKind kind : kinds) {
                List<Leaf> some = store.unsealedSince(kind, since, MOST_OF_A_KIND);
                more[0] |= some.size() == MOST_OF_A_KIND;
                found.addAll(some);
            }
            return found;
        });
        note(since);
        if (alone && !more[0]) {
            unsealed = 0;
            clean = begun;
        } else if (!alone) {
            size = store.last().map(SealStore.Head::size).orElse(0L);
            count(since);
            if (unsealed == 0) {
                clean = begun;
            }
        } else {
            count(since);
        }
        return alone && more[0];
    }

    private void note(Instant since) {
        List<UUID> fresh = store.imports(since).stream().filter(imports::add).toList();
        for (UUID delivery : fresh) {
            sweeps.addFirst(new Sweep(LeafKind.LISTING_EVENT, delivery));
            sweeps.addFirst(new Sweep(LeafKind.LISTING, delivery));
        }
        if (imports.size() > REMEMBERED_IMPORTS) {
            imports.clear();
            imports.addAll(fresh);
        }
    }

    /** From now on all rows are looked through for those that have no leaf, however old. */
    synchronized void sweepAgain() {
        for (LeafKind kind : LeafKind.values()) {
            if (sweeps.stream().noneMatch(one -> one.kind == kind && one.delivery == null)) {
                sweeps.addLast(new Sweep(kind, null));
            }
        }
    }

    /**
     * Looks through some thousand rows.
     *
     * @return whether there are more to look through; false too where it is another node's turn
     */
    synchronized boolean sweep() {
        Sweep sweep = sweeps.peekFirst();
        if (sweep == null || mismatch != null) {
            return false;
        }
        String after = sweep.after;
        UUID delivery = sweep.delivery;
        String bound = delivery == null ? store.bound(sweep.kind, after, SCANNED_AT_ONCE) : null;
        List<Leaf> found = rows(sweep, bound);
        if (!found.isEmpty() && !append(() -> rows(sweep, bound))) {
            return false;
        }
        if (delivery == null) {
            sweep.after = bound;
        } else {
            sweep.after = found.size() < MOST_OF_A_KIND
                    ? null
                    : found.get(found.size() - 1).key();
        }
        if (sweep.after == null) {
            sweeps.remove(sweep);
        }
        return !sweeps.isEmpty();
    }

    private List<Leaf> rows(Sweep sweep, @Nullable String bound) {
        UUID delivery = sweep.delivery;
        return delivery == null
                ? store.unsealed(sweep.kind, sweep.after, bound)
                : store.unsealedOfImport(sweep.kind, delivery, sweep.after, MOST_OF_A_KIND);
    }

    /**
     * Seals whatever has no leaf, however old.
     *
     * @return whether it was this node's turn throughout
     */
    synchronized boolean sealAll() {
        sweepAgain();
        while (sweep()) {
            continue;
        }
        return sweeps.isEmpty() || mismatch != null;
    }

    /**
     * Seals the decisions of a range of ids that have no leaf, and whatever else was written lately.
     *
     * @return whether it was this node's turn throughout
     */
    boolean sealBetween(UUID from, UUID to) {
        Instant late = clock.instant().minus(LATE);
        boolean more = true;
        while (more) {
            more = seal(late);
        }
        boolean alone = true;
        more = true;
        while (more && alone && mismatch == null) {
            List<Leaf> found = new ArrayList<>();
            synchronized (this) {
                if (store.unsealedBetween(from, to, 1).isEmpty()) {
                    break;
                }
                alone = append(() -> {
                    found.addAll(store.unsealedBetween(from, to, MOST_OF_A_KIND));
                    return found;
                });
            }
            more = found.size() == MOST_OF_A_KIND;
        }
        return alone;
    }

    private void count(Instant since) {
        Instant now = clock.instant();
        if (now.isBefore(counted.plus(COUNT_EVERY))) {
            return;
        }
        counted = now;
        unsealed = store.countUnsealed(clean.isBefore(since) ? clean.minus(Duration.ofMinutes(1)) : since);
    }

    private interface Found {
        List<Leaf> leaves();
    }

    private record Appended(SealStore.Head head, CompactRange range) {}

    /** Adds leaves and signs the head, in a transaction of its own; false where another node is at it. */
    private boolean append(Found found) {
        AtomicReference<@Nullable Appended> done = new AtomicReference<>();
        Boolean alone;
        try {
            VerifierKey name = verifier();
            alone = transaction.execute(status -> {
                boolean mine = Boolean.TRUE.equals(jdbc.sql("select pg_try_advisory_xact_lock(?)")
                        .param(LOCK)
                        .query(Boolean.class)
                        .single());
                if (mine) {
                    done.set(append(name, store.last().orElse(null), found.leaves()));
                }
                return mine;
            });
        } catch (MismatchException e) {
            differs(String.valueOf(e.getMessage()));
            return true;
        }
        Appended appended = done.get();
        if (appended != null) {
            range = appended.range();
            size = appended.head().size();
            tell(appended.head());
        }
        return Boolean.TRUE.equals(alone);
    }

    private @Nullable Appended append(VerifierKey name, SealStore.@Nullable Head last, List<Leaf> leaves) {
        CompactRange grown = begun(last);
        if (leaves.isEmpty()) {
            size = grown.size();
            return null;
        }
        List<Leaf> ordered = new ArrayList<>(leaves);
        ordered.sort(Comparator.comparing(Leaf::kind).thenComparing(Leaf::key));
        long first = grown.size();
        List<byte[]> hashes = new ArrayList<>(ordered.size());
        List<SealStore.Node> nodes = new ArrayList<>();
        for (Leaf leaf : ordered) {
            byte[] hash = leaf.hash();
            hashes.add(hash);
            grown.append(hash, (level, index, full) -> {
                if (level > 0 && level % SealStore.STEP == 0) {
                    nodes.add(new SealStore.Node(level, index, full));
                }
            });
        }
        byte[] root = grown.root();
        Checkpoint checkpoint = Checkpoint.sign(name.name(), grown.size(), root, keys.secret(), name);
        SealStore.Head head = new SealStore.Head(
                last == null ? 1 : last.number() + 1, grown.size(), root, checkpoint.text(), clock.instant());
        store.add(first, ordered, hashes, nodes, head);
        return new Appended(head, grown);
    }

    /** The log as it ends in the last head: as remembered where that fits, else read anew. */
    private CompactRange begun(SealStore.@Nullable Head last) {
        CompactRange known = range;
        if (last == null) {
            if (known != null && known.size() > 0) {
                throw new MismatchException("the tree heads of %d leaves are gone".formatted(known.size()));
            }
            return new CompactRange();
        }
        if (known != null && known.size() > last.size()) {
            throw new MismatchException(
                    "the last tree head is of %d leaves and was of %d before".formatted(last.size(), known.size()));
        }
        CompactRange fresh;
        try {
            fresh = known != null && known.size() == last.size()
                    ? new CompactRange(known.size(), known.hashes())
                    : CompactRange.of(last.size(), store.nodes());
        } catch (IllegalStateException e) {
            throw new MismatchException(String.valueOf(e.getMessage()));
        }
        if (!MessageDigest.isEqual(fresh.root(), last.root())) {
            throw new MismatchException(
                    "the root of tree head %d is not that of its %d leaves".formatted(last.number(), last.size()));
        }
        return fresh;
    }

    private void tell(SealStore.Head head) {
        try {
            file.append(head);
        } catch (IOException e) {
            logger.error("The tree head of {} leaves could not be written to {}.", head.size(), file.path(), e);
        }
        witness.tell(head);
    }

    /**
     * Whether the log in the database is the one whose last head stands in the file, as far as can be said without reading all of it:
     * {@link LogCheck#end}.
     */
    synchronized void check() {
        try {
            range = log.end(outside());
            size = range.size();
        } catch (InvalidSealException | MismatchException e) {
            differs(Objects.requireNonNullElse(e.getMessage(), ""));
        }
    }

    /** The last tree head that was written outside the database; null where none was. */
    @Nullable Checkpoint outside() {
        try {
            Checkpoint outside = file.last().orElse(null);
            if (outside != null && !outside.origin().equals(verifier().name())) {
                throw new MismatchException("the file %s is of the log %s and not of %s"
                        .formatted(file.path(), outside.origin(), verifier().name()));
            }
            if (outside != null && !outside.signedBy(verifiers())) {
                throw new MismatchException(
                        "the last tree head in the file %s bears no signature of this log".formatted(file.path()));
            }
            return outside;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything was read and is as it was sealed: sealing goes on. */
    synchronized void mended() {
        if (mismatch != null) {
            logger.info("The log is again the one that was sealed; sealing goes on.");
            mismatch = null;
            range = null;
        }
    }

    /** From now on nothing is sealed. */
    synchronized void differs(String what) {
        if (mismatch == null) {
            logger.error(
                    "数据库中的记录与已封存的不一致,不再签发封存头。The log in the database is not the one that was sealed: {}. Nothing more is"
                            + " sealed until that is cleared up; see docs/seals.md.",
                    what);
        }
        mismatch = what;
    }
}
