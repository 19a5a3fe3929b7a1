package org.jrp.catalogue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How sound the sources are that measures are cited from (引用健康度) on one day: which are unverified, no longer in force or
 * replaced, and what rests on them.
 *
 * @param on the day asked about
 * @param findings the sources that somebody should look at: those that ended first, then those that carry most
 * @param counts how many sources and provisions are concerned
 */
public record CitationHealth(LocalDate on, List<Finding> findings, Counts counts) {

    private static final Comparator<Finding> WORST_FIRST = Comparator.comparingInt(CitationHealth::rank)
            .thenComparing(Comparator.comparingInt(
                            (Finding finding) -> finding.provisions().size())
                    .reversed())
            .thenComparing(Finding::id);

    public CitationHealth {
        findings = findings.stream().sorted(WORST_FIRST).toList();
    }

    /** What is wrong with a source (问题). */
    public enum Trouble implements Coded {
        /** Its number, or its text, was not seen in a public copy. */
        UNVERIFIED("unverified", "未核实"),
        /** Repealed or expired. */
        EXPIRED("expired", "已失效"),
        /** Another took its place. */
        REPLACED("replaced", "已被取代");

        private final String code;
        private final String chinese;

        Trouble(String code, String chinese) {
            this.code = code;
            this.chinese = chinese;
        }

        @Override
        public String code() {
            return code;
        }

        @Override
        public String chinese() {
            return chinese;
        }
    }

    /** The kind of a source (来源种类). */
    public enum Source implements Coded {
        ARTICLE("article", "法条"),
        DOCUMENT("document", "规范性文件"),
        INSTRUMENT("instrument", "合作备忘录等文件");

        private final String code;
        private final String chinese;

        Source(String code, String chinese) {
            this.code = code;
            this.chinese = chinese;
        }

        @Override
        public String code() {
            return code;
        }

        @Override
        public String chinese() {
            return chinese;
        }
    }

    /**
     * One source that somebody should look at.
     *
     * @param id id of the basis or instrument
     * @param troubles at least one
     * @param citation title with article or document number, as it is cited
     * @param validTo first day no longer in force; null while open
     * @param successor id of what took its place; null where none is known
     * @param reasons one for each trouble, in the same order
     * @param provisions ids of the provisions that rest on it or stand in it
     * @param measures codes of the measures of those provisions, and of the rows that cite it
     * @param editions ids of the editions with a row that cites it or one of those provisions
     */
    public record Finding(
            Source source,
            String id,
            String citation,
            List<Trouble> troubles,
            @Nullable LocalDate validTo,
            @Nullable String successor,
            List<Text> reasons,
            List<String> provisions,
            List<String> measures,
            List<String> editions) {

        public Finding {
            troubles = List.copyOf(troubles);
            reasons = List.copyOf(reasons);
            provisions = List.copyOf(provisions);
            measures = List.copyOf(measures);
            editions = List.copyOf(editions);
        }
    }

    /**
     * How many are concerned. A source with two troubles counts under both.
     *
     * @param sources articles, documents and instruments in all
     * @param sound sources without trouble
     * @param provisions provisions in all
     * @param provisionsConcerned provisions that stand in, or rest on, a source with trouble
     * @param provisionsWithoutSoundBasis provisions none of whose legal bases is in force and verified that day
     */
    public record Counts(
            int sources,
            int sound,
            int unverified,
            int expired,
            int replaced,
            int provisions,
            int provisionsConcerned,
            int provisionsWithoutSoundBasis) {}

    /** The health of a catalogue's sources on that day. */
    public static CitationHealth of(Catalogue catalogue, LocalDate on) {
        List<Finding> findings = new ArrayList<>();
        Map<String, Set<String>> resting = resting(catalogue);
        for (LegalBasis basis : catalogue.bases()) {
            Set<Trouble> troubles = troubles(catalogue, basis, on);
            if (!troubles.isEmpty()) {
                findings.add(finding(
                        catalogue,
                        basis.statute() ? Source.ARTICLE : Source.DOCUMENT,
                        basis.id(),
                        basis.citation() + (basis.docNo() == null ? "" : basis.docNo()),
                        troubles,
                        basis.validTo(),
                        basis.successor(),
                        resting.getOrDefault(basis.id(), Set.of())));
            }
        }
        for (Instrument instrument : catalogue.instruments()) {
            Set<Trouble> troubles = troubles(catalogue, instrument, on);
            if (!troubles.isEmpty()) {
                findings.add(finding(
                        catalogue,
                        Source.INSTRUMENT,
                        instrument.id(),
                        "《" + instrument.title() + "》" + (instrument.docNo() == null ? "" : instrument.docNo()),
                        troubles,
                        instrument.validTo(),
                        instrument.replacedBy(),
                        instrument.provisions().stream()
                                .map(Provision::id)
                                .collect(Collectors.toCollection(TreeSet::new))));
            }
        }
        return new CitationHealth(on, findings, counts(catalogue, on, findings));
    }

    /** The findings with that trouble, in the same order. */
    public List<Finding> with(Trouble trouble) {
        return findings.stream()
                .filter(finding -> finding.troubles().contains(trouble))
                .toList();
    }

    private static int rank(Finding finding) {
        return finding.troubles().contains(Trouble.EXPIRED)
                ? 0
                : finding.troubles().contains(Trouble.REPLACED) ? 1 : 2;
    }

    private static Map<String, Set<String>> resting(Catalogue catalogue) {
        Map<String, Set<String>> resting = new TreeMap<>();
        for (Provision provision : catalogue.provisions()) {
            for (BasisLink link : provision.basis()) {
                resting.computeIfAbsent(link.ref(), unused -> new TreeSet<>()).add(provision.id());
            }
        }
        return resting;
    }

    private static Set<Trouble> troubles(Catalogue catalogue, LegalBasis basis, LocalDate on) {
        Set<Trouble> troubles = EnumSet.noneOf(Trouble.class);
        if (!basis.verified()) {
            troubles.add(Trouble.UNVERIFIED);
        }
        boolean ended = basis.validTo() != null && !on.isBefore(basis.validTo());
        if (ended) {
            troubles.add(Trouble.EXPIRED);
        }
        if (basis.successor() != null) {
            LocalDate from = catalogue
                    .findBasis(basis.successor())
                    .map(LegalBasis::validFrom)
                    .orElse(null);
            if (ended || (basis.validTo() == null && from != null && !on.isBefore(from))) {
                troubles.add(Trouble.REPLACED);
            }
        }
        return troubles;
    }

    private static Set<Trouble> troubles(Catalogue catalogue, Instrument instrument, LocalDate on) {
        Set<Trouble> troubles = EnumSet.noneOf(Trouble.class);
        if (!instrument.docNoVerified() || instrument.provenance().get("text") != Provenance.SOURCE) {
            troubles.add(Trouble.UNVERIFIED);
        }
        boolean ended = instrument.validTo() != null && !on.isBefore(instrument.validTo());
        if (ended) {
            troubles.add(Trouble.EXPIRED);
        }
        if (instrument.replacedBy() != null) {
            LocalDate from = catalogue
                    .findInstrument(instrument.replacedBy())
                    .map(Instrument::validFrom)
                    .orElse(null);
            if (ended || (instrument.validTo() == null && from != null && !on.isBefore(from))) {
                troubles.add(Trouble.REPLACED);
            }
        }
        return troubles;
    }

    private static Finding finding(
            Catalogue catalogue,
            Source source,
            String id,
            String citation,
            Set<Trouble> troubles,
            @Nullable LocalDate validTo,
            @Nullable String successor,
            Set<String> provisions) {
        Set<String> measures = new TreeSet<>();
        for (String provision : provisions) {
            catalogue.findProvision(provision).ifPresent(one -> measures.add(one.measure()));
        }
        List<String> editions = new ArrayList<>();
        for (Edition edition : catalogue.editions()) {
            boolean cites = false;
            for (EditionMeasure row : edition.measures()) {
                if (row.basis().stream().anyMatch(ref -> ref.ref().equals(id))) {
                    measures.add(row.code());
                    cites = true;
                } else if (row.provisions().stream().anyMatch(provisions::contains)) {
                    cites = true;
                }
            }
            if (cites) {
                editions.add(edition.id());
            }
        }
        List<Text> reasons = troubles.stream()
                .map(trouble -> reason(catalogue, source, trouble, validTo, successor))
                .toList();
        return new Finding(
                source,
                id,
                citation,
                List.copyOf(troubles),
                validTo,
                successor,
                reasons,
                List.copyOf(provisions),
                List.copyOf(measures),
                editions);
    }

    private static Text reason(
            Catalogue catalogue,
            Source source,
            Trouble trouble,
            @Nullable LocalDate validTo,
            @Nullable String successor) {
        return switch (trouble) {
            case UNVERIFIED ->
                source == Source.INSTRUMENT
                        ? new Text("文号或者文字未见公开文本。", "Its number or its text was not seen in a public copy.")
                        : new Text("文字未见公开文本。", "Its text was not seen in a public copy.");
            case EXPIRED -> new Text("自 " + validTo + " 起不再有效。", "It is no longer in force from " + validTo + ".");
            case REPLACED ->
                new Text("已由" + successorTitle(catalogue, successor) + "取代。", "It was replaced by " + successor + ".");
        };
    }

    private static String successorTitle(Catalogue catalogue, @Nullable String successor) {
        if (successor == null) {
            return "";
        }
        return catalogue
                .findBasis(successor)
                .map(LegalBasis::citation)
                .or(() -> catalogue.findInstrument(successor).map(one -> "《" + one.title() + "》"))
                .orElse(successor);
    }

    private static Counts counts(Catalogue catalogue, LocalDate on, List<Finding> findings) {
        Set<String> concerned = new TreeSet<>();
        findings.forEach(finding -> concerned.addAll(finding.provisions()));
        int sources = catalogue.bases().size() + catalogue.instruments().size();
        int without = (int) catalogue.provisions().stream()
                .filter(provision -> provision.basis().stream()
                        .flatMap(link -> catalogue.findBasis(link.ref()).stream())
                        .noneMatch(basis -> basis.verified() && basis.inForceOn(on)))
                .count();
        return new Counts(
                sources,
                sources - findings.size(),
                count(findings, Trouble.UNVERIFIED),
                count(findings, Trouble.EXPIRED),
                count(findings, Trouble.REPLACED),
                catalogue.provisions().size(),
                concerned.size(),
                without);
    }

    private static int count(List<Finding> findings, Trouble trouble) {
        return (int) findings.stream()
                .filter(finding -> finding.troubles().contains(trouble))
                .count();
    }
}
