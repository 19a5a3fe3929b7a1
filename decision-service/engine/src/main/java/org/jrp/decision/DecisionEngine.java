package org.jrp.decision;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Context;
import org.jrp.catalogue.Kind;
import org.jrp.catalogue.ListType;
import org.jrp.catalogue.Matter;
import org.jrp.catalogue.Nearest;
import org.jrp.catalogue.Text;
import org.jrp.catalogue.WorkingDays;
import org.jrp.listing.State;
import org.jrp.release.Release;
import org.jrp.rule.Action;
import org.jrp.rule.Atom;
import org.jrp.rule.Rule;
import org.jrp.subject.SubjectKind;
import org.jspecify.annotations.Nullable;

/**
 * Decides case files by one release (决定引擎). Safe for many threads. Pure: equal case files give equal decisions, with or without
 * the memo, in whatever order they come.
 *
 * <p>The memo remembers, for each pattern of facts, which measures follow. Its key holds the truth of every condition that rules
 * ask and no date or id; dates, ids and values are filled in after.
 */
public final class DecisionEngine {

    /** Version of the engine, as every answer names it. */
    public static final String VERSION = "1.0.0";

    private static final int MOST_REMEMBERED = 100_000;

    private final Release release;
    private final Catalogue catalogue;
    private final boolean remembering;
    private final Candidates candidates;
    private final Principles principles;
    private final Regimes regimes;
    private final Sources sources;
    private final IntPredicate active;
    private final ConcurrentHashMap<MemoKey, Skeleton> memo = new ConcurrentHashMap<>();
    private final LongAdder remembered = new LongAdder();
    private final LongAdder worked = new LongAdder();

    private DecisionEngine(Release release, boolean remembering) {
        this.release = release;
        this.catalogue = release.catalogue();
        this.remembering = remembering;
        this.candidates = new Candidates(release.rules().rules(), catalogue);
        this.principles = new Principles(release.rules(), release.compiled());
        this.regimes = new Regimes(release);
        this.sources = new Sources(catalogue);
        this.active = number -> true;
    }

    private DecisionEngine(DecisionEngine whole, IntPredicate active) {
        this.release = whole.release;
        this.catalogue = whole.catalogue;
        this.remembering = false;
        this.candidates = whole.candidates;
        this.principles = whole.principles.only(active);
        this.regimes = whole.regimes;
        this.sources = whole.sources;
        this.active = active;
    }

    /** An engine for that release, with the memo. Closing the release ends it. */
    public static DecisionEngine of(Release release) {
        return new DecisionEngine(release, true);
    }

    /** An engine that puts every case file to Drools anew; for measuring and for tests of the memo. */
    public static DecisionEngine withoutMemo(Release release) {
        return new DecisionEngine(release, false);
    }

    /**
     * This engine as if the release held only the rules whose numbers pass (规则遮蔽). Shares everything compiled with this one
     * and keeps no memo. For mutation of rules, where one knowledge base holds every rule beside its changed copies.
     *
     * @param numbers pure: the same answer for the same number
     */
    public DecisionEngine only(IntPredicate numbers) {
        return new DecisionEngine(this, numbers);
    }

    /**
     * How often the memo knew the pattern of facts (记忆命中).
     *
     * @param hits decisions whose pattern was known
     * @param misses decisions that were put to the rules
     * @param size patterns kept
     */
    public record Memo(long hits, long misses, int size) {}

    /** The memo's counts since this engine was made. */
    public Memo memo() {
        return new Memo(remembered.sum(), worked.sum(), memo.size());
    }

    /** The release it decides by. */
    public Release release() {
        return release;
    }

    /** How much of its reasons a decision carries. */
    public enum Explanation {
        /** Outcome and measures with their citations alone. */
        NONE,
        /** Also withheld measures, near misses, entries, what was searched, and until when it holds. */
        REASONS,
        /** Also ways out, each verified by deciding again. What is recorded and hashed. */
        FULL
    }

    /**
     * Decides, with every reason.
     *
     * @throws InvalidQuestionException for an unknown context or matter, or a day before 2016-05-30
     */
    public Decision decide(CaseFile file) {
        return decide(file, Explanation.FULL);
    }

    /**
     * Decides, with as many reasons as asked for.
     *
     * @throws InvalidQuestionException for an unknown context or matter, or a day before 2016-05-30
     */
    public Decision decide(CaseFile file, Explanation explanation) {
        check(file);
        Regime regime = regime(file);
        List<LiveEntry> inOrder = live(file);
        List<LiveEntry> bySignature = inOrder;
        if (inOrder.size() > 1) {
            bySignature = new ArrayList<>(inOrder);
            bySignature.sort(LiveEntry::bySignature);
        }
        Skeleton skeleton = skeleton(file, regime, bySignature);
        return fill(file, regime, inOrder, bySignature, skeleton, explanation);
    }

    /**
     * Decides as {@link #decide(CaseFile, Explanation)} does with {@link Explanation#NONE}, for patterns that are asked about once: without the
     * memo, and the rules that an entry meets are read off the truth of their conditions, as patterns are. A freshly loaded release needs
     * some thousands of questions before Drools is fast; here that would cost more than all the rest.
     *
     * @throws InvalidQuestionException as for {@link #decide(CaseFile)}
     */
    public Decision decideOnce(CaseFile file) {
        check(file);
        Regime regime = regime(file);
        List<LiveEntry> inOrder = live(file);
        List<LiveEntry> bySignature = new ArrayList<>(inOrder);
        bySignature.sort(LiveEntry::bySignature);
        Skeleton skeleton = builder(file, regime, bySignature).unexplained();
        return fill(file, regime, inOrder, bySignature, skeleton, Explanation.NONE);
    }

    /**
     * What outcome, measures, effects and citations of a decision follow from (事实模式): case files of one pattern get the same of these
     * from one engine; ids, dates and explanations may differ. Patterns of different engines are not comparable.
     */
    public static final class Pattern {

        private final MemoKey key;
        private final boolean publicBody;
        private final boolean underage;
        private final Set<String> searched;

        private Pattern(MemoKey key, boolean publicBody, boolean underage, Set<String> searched) {
            this.key = key;
            this.publicBody = publicBody;
            this.underage = underage;
            this.searched = searched;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Pattern that
                    && publicBody == that.publicBody
                    && underage == that.underage
                    && key.equals(that.key)
                    && searched.equals(that.searched);
        }

        @Override
        public int hashCode() {
            return key.hashCode() * 31 + searched.hashCode() + (publicBody ? 2 : 0) + (underage ? 1 : 0);
        }
    }

    /**
     * The pattern of a case, found without asking the rules.
     *
     * @throws InvalidQuestionException as for {@link #decide(CaseFile)}
     */
    public Pattern pattern(CaseFile file) {
        check(file);
        Regime regime = regime(file);
        List<LiveEntry> live = live(file);
        live.sort(LiveEntry::bySignature);
        Set<String> searched = sources.check(file, candidates.listsOf(file.context())).reviews().stream()
                .map(Review::code)
                .collect(Collectors.toUnmodifiableSet());
        return new Pattern(key(file, regime, live), file.kind() == SubjectKind.PUBLIC_BODY, file.underage(), searched);
    }

    /**
     * The rules that meet a case and what becomes of their proposals, by rule, then entry: what a decision of it is made of. The
     * kind of the subject and the sources play no part here.
     *
     * @throws InvalidQuestionException as for {@link #decide(CaseFile)}
     */
    public List<Finding> findings(CaseFile file) {
        check(file);
        Regime regime = regime(file);
        List<LiveEntry> live = live(file);
        live.sort(LiveEntry::bySignature);
        return builder(file, regime, live).findings().stream()
                .map(one -> new Finding(
                        one.standing().rule(),
                        live.get(one.position()).entry().entryId(),
                        one.standing().measure().code(),
                        one.effect(),
                        one.survives(),
                        one.verdict().applied()))
                .toList();
    }

    private Regime regime(CaseFile file) {
        return regimes.at(file.asOf(), LocalDate.ofInstant(file.knownAt(), Question.SHANGHAI), file.place());
    }

    private void check(CaseFile file) {
        Context context = catalogue.findContext(file.context()).orElse(null);
        if (context == null || !context.offered()) {
            List<String> offered = catalogue.contexts().stream()
                    .filter(Context::offered)
                    .map(Context::code)
                    .toList();
            throw new InvalidQuestionException(
                    "unknown-context",
                    new Text(
                            "本服务不提供业务场景“" + file.context() + "”的核查。",
                            "The service answers no checks in the context (" + file.context() + ")."),
                    Nearest.mend(
                            file.context(),
                            offered,
                            new Text("可用:" + String.join("、", offered), "Known: " + String.join(", ", offered))));
        }
        String matter = file.matter();
        if (matter != null
                && catalogue
                        .findMatter(matter)
                        .filter(one -> one.contexts().contains(file.context()))
                        .isEmpty()) {
            List<String> known = catalogue.matters().stream()
                    .filter(one -> one.contexts().contains(file.context()))
                    .map(Matter::code)
                    .toList();
            throw new InvalidQuestionException(
                    "unknown-matter",
                    new Text(
                            "业务场景“" + context.name() + "”没有事项“" + matter + "”。",
                            "The context " + context.code() + " has no matter (" + matter + ")."),
                    Nearest.mend(
                            matter,
                            known,
                            new Text("可用:" + String.join("、", known), "Known: " + String.join(", ", known))));
        }
        if (file.asOf().isBefore(Catalogue.FIRST_DAY)) {
            throw new InvalidQuestionException(
                    "as-of-out-of-range",
                    new Text(
                            "问询日 " + file.asOf() + " 早于 " + Catalogue.FIRST_DAY + "。",
                            "The day asked about (" + file.asOf() + ") is before " + Catalogue.FIRST_DAY + "."),
                    new Text(
                            "联合奖惩自 2016-05-30(国发〔2016〕33号)起;请问询该日或以后。",
                            "Joint measures began on that day; ask about it or later."));
        }
    }

    private List<LiveEntry> live(CaseFile file) {
        List<LiveEntry> live = new ArrayList<>(file.entries().size());
        for (CaseEntry entry : file.entries()) {
            State state = entry.stateAt(file.asOf(), file.knownAt());
            ListType list = catalogue.findList(entry.list()).orElse(null);
            if (list == null) {
                throw new InvalidQuestionException(
                        "unknown-list",
                        new Text("名单“" + entry.list() + "”不存在。", "The list (" + entry.list() + ") is not known."),
                        Nearest.mend(
                                entry.list(),
                                catalogue.lists().stream().map(ListType::code).toList(),
                                new Text("请使用目录中的名单。", "Use a list of the catalogue.")));
            }
            if (state.live(file.asOf())) {
                live.add(new LiveEntry(file, entry, state, list, release.rules(), candidates));
            }
        }
        return live;
    }

    private Skeleton skeleton(CaseFile file, Regime regime, List<LiveEntry> live) {
        if (!remembering) {
            return build(file, regime, live);
        }
        MemoKey key = key(file, regime, live);
        Skeleton known = memo.get(key);
        if (known != null) {
            remembered.increment();
            return known;
        }
        worked.increment();
        Skeleton built = build(file, regime, live);
        if (memo.size() >= MOST_REMEMBERED) {
            memo.clear();
        }
        memo.put(key, built);
        return built;
    }

    private static MemoKey key(CaseFile file, Regime regime, List<LiveEntry> live) {
        LiveEntry.Signature[] signatures = new LiveEntry.Signature[live.size()];
        for (int i = 0; i < signatures.length; i++) {
            signatures[i] = live.get(i).signature();
        }
        return new MemoKey(regime.number(), file.matter() != null, signatures);
    }

    private Skeleton build(CaseFile file, Regime regime, List<LiveEntry> live) {
        return builder(file, regime, live).build();
    }

    private SkeletonBuilder builder(CaseFile file, Regime regime, List<LiveEntry> live) {
        return new SkeletonBuilder(release, principles, regime, live, file.matter() != null, file.asOf(), active);
    }

    /**
     * @param inOrder live entries in the case file's order
     * @param live the same in the order of their signatures, in which the skeleton counts positions
     */
    private Decision fill(
            CaseFile file,
            Regime regime,
            List<LiveEntry> inOrder,
            List<LiveEntry> live,
            Skeleton skeleton,
            Explanation explanation) {
        boolean publicBody = file.kind() == SubjectKind.PUBLIC_BODY;
        WorkingDays calendar = catalogue.workingDays();
        Applied[] measures = new Applied[publicBody ? 0 : skeleton.measures().size()];
        LocalDate due = file.asOf();
        int within = 0;
        LocalDate lastDue = null;
        boolean sanctions = false;
        boolean confirmation = false;
        for (int i = 0; i < measures.length; i++) {
            Skeleton.MeasureShell shell = skeleton.measures().get(i);
            if (shell.feedbackWithin() != within) {
                within = shell.feedbackWithin();
                due = calendar.plus(file.asOf(), within);
            }
            lastDue = lastDue == null || due.isAfter(lastDue) ? due : lastDue;
            measures[i] = shell.template().with(ids(live, shell.positions()), due);
            sanctions |= measures[i].kind() == Kind.SANCTION;
            confirmation |= measures[i].rightsReducing();
        }
        Sources.Verdict searched = sources.check(file, candidates.listsOf(file.context()));
        List<Review> reviews = new ArrayList<>();
        if (publicBody) {
            reviews.add(new Review("public-body", "主体为机关、事业单位等公共机构,本服务不作决定,请人工复核。"));
        } else {
            if (file.underage() && sanctions) {
                reviews.add(new Review("underage", "主体未满十八周岁而涉及惩戒措施,请人工复核。"));
            }
            reviews.addAll(skeleton.reviews());
        }
        reviews.addAll(searched.reviews());
        Outcome outcome = !reviews.isEmpty()
                ? Outcome.REVIEW
                : skeleton.restricted()
                        ? Outcome.RESTRICTED
                        : sanctions ? Outcome.CAUTION : measures.length == 0 ? Outcome.CLEAR : Outcome.FAVOURED;
        List<String> assumed = assumed(skeleton, file.asOf(), lastDue);
        if (explanation == Explanation.NONE) {
            return new Decision(
                    outcome,
                    null,
                    confirmation,
                    reviews,
                    List.of(measures),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    new Checked(0, List.of(), List.of()),
                    skeleton.editions(),
                    assumed);
        }
        List<Withheld> withheld = publicBody ? List.of() : withheld(skeleton, live);
        List<Remedy> remedies = explanation == Explanation.FULL && sanctions
                ? new Remedies(this, catalogue, file).find(live)
                : List.of();
        return new Decision(
                outcome,
                validUntil(file, regime, live, skeleton),
                confirmation,
                reviews,
                List.of(measures),
                withheld,
                publicBody ? List.of() : nearMisses(skeleton, live),
                remedies,
                entries(inOrder),
                new Checked(catalogue.lists().size(), roles(file.related()), searched.states()),
                skeleton.editions(),
                assumed);
    }

    /** The skeleton's assumptions, and the calendars by which due days were counted where these are assumed. */
    private List<String> assumed(Skeleton skeleton, LocalDate asOf, @Nullable LocalDate lastDue) {
        if (lastDue == null) {
            return skeleton.assumed();
        }
        SortedWords all = new SortedWords();
        all.add(skeleton.assumed());
        for (int year = asOf.getYear(); year <= lastDue.getYear(); year++) {
            if (catalogue.workingDays().assumed(year)) {
                all.add("calendar." + year);
            }
        }
        return all.words();
    }

    private static List<String> roles(List<RelatedSubject> related) {
        return switch (related.size()) {
            case 0 -> List.of();
            case 1 -> List.of(related.get(0).role());
            default ->
                related.stream().map(RelatedSubject::role).distinct().sorted().toList();
        };
    }

    private static List<String> ids(List<LiveEntry> live, int[] positions) {
        if (positions.length == 1) {
            return live.get(positions[0]).ids();
        }
        SortedWords ids = new SortedWords();
        for (int position : positions) {
            ids.add(live.get(position).entry().entryId());
        }
        return ids.words();
    }

    private static List<Withheld> withheld(Skeleton skeleton, List<LiveEntry> live) {
        Withheld[] withheld = new Withheld[skeleton.withheld().size()];
        for (int i = 0; i < withheld.length; i++) {
            Skeleton.WithheldShell shell = skeleton.withheld().get(i);
            withheld[i] = shell.template().with(shell.template().provisions(), ids(live, shell.positions()));
        }
        return List.of(withheld);
    }

    private List<NearMiss> nearMisses(Skeleton skeleton, List<LiveEntry> live) {
        NearMiss[] misses = new NearMiss[skeleton.nearMisses().size()];
        for (int i = 0; i < misses.length; i++) {
            Skeleton.Near near = skeleton.nearMisses().get(i);
            Rule rule = release.rules().rules().get(near.rule());
            LiveEntry entry = live.get(near.position());
            Atom.OfRow atom = (Atom.OfRow) rule.atoms().get(near.atom());
            misses[i] = new NearMiss(
                    rule.name(),
                    ((Action.Propose) rule.action()).measure(),
                    atom.sentence(),
                    value(atom, entry),
                    entry.entry().entryId());
        }
        return List.of(misses);
    }

    /** What the facts say where a condition asks, with official words for codes. */
    private String value(Atom.OfRow atom, LiveEntry entry) {
        String value = atom.value(entry.facts());
        if (atom instanceof Atom.RoleIs) {
            return catalogue.findRole(value).map(role -> role.name()).orElse(value);
        }
        if (atom instanceof Atom.MatterIs) {
            return catalogue.findMatter(value).map(Matter::name).orElse(value);
        }
        return value;
    }

    private static List<DecidedEntry> entries(List<LiveEntry> inOrder) {
        DecidedEntry[] entries = new DecidedEntry[inOrder.size()];
        for (int i = 0; i < entries.length; i++) {
            LiveEntry one = inOrder.get(i);
            entries[i] = new DecidedEntry(
                    one.entry().entryId(),
                    one.entry().about(),
                    one.list().code(),
                    one.list().name(),
                    one.list().kind(),
                    one.state().state(),
                    one.entry().recogniser(),
                    one.entry().docNo(),
                    one.state().validFrom(),
                    one.state().validTo(),
                    one.disputed(),
                    one.entry().via(),
                    one.entry().role());
        }
        return List.of(entries);
    }

    /** The earliest day on which an entry, the law behind a rule, a span since listing or the governing edition turns. */
    private static @Nullable LocalDate validUntil(
            CaseFile file, Regime regime, List<LiveEntry> live, Skeleton skeleton) {
        LocalDate asOf = file.asOf();
        LocalDate next = skeleton.lawTurn();
        for (CaseEntry entry : file.entries()) {
            next = earlier(next, entry.turnAfter(asOf));
        }
        for (LiveEntry one : live) {
            next = earlier(next, one.group().spanTurn(one.facts(), one.state().validFrom()));
        }
        return live.isEmpty() ? next : earlier(next, regime.nextEditionFrom());
    }

    private static @Nullable LocalDate earlier(@Nullable LocalDate a, @Nullable LocalDate b) {
        return a == null || b != null && b.isBefore(a) ? b : a;
    }

    private record MemoKey(int regime, boolean matterGiven, LiveEntry.Signature[] signatures) {

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof MemoKey that
                    && regime == that.regime
                    && matterGiven == that.matterGiven
                    && Arrays.equals(signatures, that.signatures);
        }

        @Override
        public int hashCode() {
            return (Arrays.hashCode(signatures) * 31 + regime) * 31 + (matterGiven ? 1 : 0);
        }
    }
}
