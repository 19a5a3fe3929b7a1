package org.jrp.impact;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jrp.catalogue.Coded;
import org.jrp.catalogue.Via;
import org.jrp.decision.CaseEntry;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Question;
import org.jrp.decision.Source;
import org.jrp.listing.EntryState;
import org.jrp.listing.Event;
import org.jrp.listing.EventType;
import org.jrp.listing.Origin;
import org.jrp.listing.Severity;
import org.jrp.listing.State;
import org.jrp.subject.SubjectKind;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a case file when everything is taken out that can change neither outcome nor measures nor their rules under any
 * release (案卷特征): ids, document numbers, recognisers, histories that have been gone through, hours. Cases of one shape come out alike
 * under every release; it is written as bytes that are equal where shapes are.
 *
 * <p>Kept is whatever a condition, a principle or the gate may ask: days, place, matter, kind, list, direction, role, ground, severity,
 * state; of the sources which lists they cover and how many days old they are.
 */
public final class Shape {

    /** Of the bytes; another number where the same case would give others, or where lifecycles are gone through otherwise. */
    public static final int VERSION = 1;

    private static final LocalDate NEVER = LocalDate.of(9999, 12, 31);
    private static final long DAY_SECONDS = 86_400;
    private static final int COURT_ORDER = 1;
    private static final int PERSONAL = 2;
    private static final int DISPUTED = 4;
    private static final int KEY_ATTENTION = 8;
    private static final int CORRECTED = 16;
    private static final int REACHABLE = 1;
    private static final int LOADED = 2;
    private static final int MOST_DAYS = 100_000;

    private final byte[] bytes;

    private Shape(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The shape of a case. */
    public static Shape of(CaseFile file) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
            write(file, new DataOutputStream(bytes));
            return new Shape(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@link #bytes} gave. */
    public static Shape read(byte[] bytes) {
        return new Shape(bytes.clone());
    }

    /** Equal for equal shapes and for no others. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** List, context and direction of each live entry, and the context where sources are not for all lists: by these a {@link Reach} tells which shapes come out alike. */
    public SortedSet<String> words() {
        CaseFile file = caseFile();
        return Reach.words(
                file,
                file.entries().stream()
                        .filter(entry ->
                                entry.stateAt(file.asOf(), file.knownAt()).live(file.asOf()))
                        .toList());
    }

    private static void write(CaseFile file, DataOutputStream out) throws IOException {
        out.writeByte(VERSION);
        text(out, file.kind().code());
        out.writeBoolean(file.underage());
        text(out, file.context());
        text(out, file.matter());
        text(out, file.place());
        out.writeInt(day(file.asOf()));
        out.writeInt(day(LocalDate.ofInstant(file.knownAt(), Question.SHANGHAI)));
        Set<Part> live = new TreeSet<>();
        Set<String> lists = new TreeSet<>();
        Set<String> others = new TreeSet<>();
        for (CaseEntry entry : file.entries()) {
            State state = entry.stateAt(file.asOf(), file.knownAt());
            if (state.live(file.asOf())) {
                live.add(new Part(written(entry, state)));
                lists.add(entry.list());
            } else {
                others.add(entry.list()); // a release that has no such list cannot answer
            }
        }
        others.removeAll(lists);
        parts(out, live);
        out.writeShort(others.size());
        for (String list : others) {
            text(out, list);
        }
        Set<Part> sources = new TreeSet<>();
        for (Source source : file.sources()) {
            sources.add(new Part(written(source, file.knownAt())));
        }
        parts(out, sources);
    }

    private static byte[] written(CaseEntry entry, State state) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
        DataOutputStream out = new DataOutputStream(bytes);
        Boolean personal =
                entry.personallyResponsible() == null ? state.personalResponsibility() : entry.personallyResponsible();
        boolean minor = state.severity() == Severity.MINOR;
        text(out, entry.list());
        text(out, entry.via().code());
        text(out, entry.role());
        LocalDate recognised = entry.recognisedAt();
        out.writeInt(recognised == null ? Integer.MIN_VALUE : day(recognised));
        out.writeInt(day(state.validFrom()));
        text(out, state.ground());
        Severity severity = state.severity();
        text(out, severity == null ? null : severity.code());
        out.writeByte((Boolean.TRUE.equals(state.courtOrder()) ? COURT_ORDER : 0)
                | (Boolean.TRUE.equals(personal) ? PERSONAL : 0)
                | (state.disputed() ? DISPUTED : 0)
                | (state.state() == EntryState.KEY_ATTENTION ? KEY_ATTENTION : 0)
                | (minor && state.corrected() ? CORRECTED : 0));
        return bytes.toByteArray();
    }

    /** Age in days begun: that is all that a limit in whole days can tell apart. */
    private static byte[] written(Source source, Instant knownAt) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(32);
        DataOutputStream out = new DataOutputStream(bytes);
        Instant loadedAt = source.loadedAt();
        out.writeShort(source.lists().size());
        for (String list : source.lists()) {
            text(out, list);
        }
        boolean counts = source.reachable() && loadedAt != null;
        out.writeByte((source.reachable() ? REACHABLE : 0) | (counts ? LOADED : 0));
        out.writeInt(counts && loadedAt != null ? daysBegun(Duration.between(loadedAt, knownAt)) : 0);
        return bytes.toByteArray();
    }

    private static int daysBegun(Duration age) {
        long days = Math.floorDiv(age.getSeconds(), DAY_SECONDS);
        boolean whole = Math.floorMod(age.getSeconds(), DAY_SECONDS) == 0 && age.getNano() == 0;
        return (int) Math.max(1, Math.min(MOST_DAYS, whole ? days : days + 1));
    }

    /** A case file of this shape. */
    public CaseFile caseFile() {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IllegalStateException("The shape is of version " + version + ", not " + VERSION + ".");
            }
            SubjectKind kind = Coded.find(SubjectKind.class, present(in)).orElseThrow();
            boolean underage = in.readBoolean();
            String context = present(in);
            String matter = text(in);
            String place = present(in);
            LocalDate asOf = LocalDate.ofEpochDay(in.readInt());
            Instant knownAt = LocalDate.ofEpochDay(in.readInt()).atStartOfDay().toInstant(Question.SHANGHAI);
            List<CaseEntry> entries = new ArrayList<>();
            for (int left = in.readUnsignedShort(); left > 0; left--) {
                entries.add(entry(in, entries.size()));
            }
            for (int left = in.readUnsignedShort(); left > 0; left--) {
                entries.add(bare(entries.size(), Via.SELF, null, present(in), null, NEVER, null, null, 0));
            }
            List<Source> sources = new ArrayList<>();
            for (int left = in.readUnsignedShort(); left > 0; left--) {
                sources.add(source(in, "s" + sources.size(), knownAt));
            }
            return new CaseFile(kind, underage, context, matter, place, asOf, knownAt, entries, List.of(), sources);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CaseEntry entry(DataInputStream in, int number) throws IOException {
        String list = present(in);
        Via via = Coded.find(Via.class, present(in)).orElseThrow();
        String role = text(in);
        int recognised = in.readInt();
        LocalDate validFrom = LocalDate.ofEpochDay(in.readInt());
        String ground = text(in);
        String severity = text(in);
        return bare(
                number,
                via,
                role,
                list,
                recognised == Integer.MIN_VALUE ? null : LocalDate.ofEpochDay(recognised),
                validFrom,
                ground,
                severity == null ? null : Coded.find(Severity.class, severity).orElseThrow(),
                in.readUnsignedByte());
    }

    private static CaseEntry bare(
            int number,
            Via via,
            @Nullable String role,
            String list,
            @Nullable LocalDate recognisedAt,
            LocalDate validFrom,
            @Nullable String ground,
            @Nullable Severity severity,
            int flags) {
        List<Event> events = new ArrayList<>();
        if ((flags & KEY_ATTENTION) != 0) {
            events.add(event(EventType.MOVED_TO_KEY_ATTENTION, validFrom, Origin.POST_BLACKLIST));
        }
        if ((flags & DISPUTED) != 0) {
            events.add(event(EventType.DISPUTED, validFrom, null));
        }
        return new CaseEntry(
                "e" + number,
                CaseFile.SUBJECT,
                via,
                role,
                null,
                list,
                null,
                null,
                null,
                recognisedAt,
                validFrom,
                null,
                ground,
                severity,
                (flags & CORRECTED) != 0,
                (flags & COURT_ORDER) != 0 ? Boolean.TRUE : null,
                (flags & PERSONAL) != 0 ? Boolean.TRUE : null,
                events);
    }

    private static Event event(EventType type, LocalDate day, @Nullable Origin origin) {
        return new Event(type, day, Instant.EPOCH, null, null, null, origin, Map.of());
    }

    private static Source source(DataInputStream in, String name, Instant knownAt) throws IOException {
        List<String> lists = new ArrayList<>();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            lists.add(present(in));
        }
        int flags = in.readUnsignedByte();
        int days = in.readInt();
        return new Source(
                name,
                lists,
                (flags & LOADED) != 0 ? knownAt.minusSeconds(days * DAY_SECONDS) : null,
                (flags & REACHABLE) != 0);
    }

    private static void parts(DataOutputStream out, Set<Part> parts) throws IOException {
        out.writeShort(parts.size());
        for (Part part : parts) {
            out.write(part.bytes());
        }
    }

    private static int day(LocalDate day) {
        return (int) day.toEpochDay();
    }

    private static void text(DataOutputStream out, @Nullable String text) throws IOException {
        if (text == null) {
            out.writeInt(-1);
            return;
        }
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(encoded.length);
        out.write(encoded);
    }

    private static @Nullable String text(DataInputStream in) throws IOException {
        int length = in.readInt();
        return length < 0 ? null : new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static String present(DataInputStream in) throws IOException {
        String text = text(in);
        if (text == null) {
            throw new IOException("A text is missing.");
        }
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Shape that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
