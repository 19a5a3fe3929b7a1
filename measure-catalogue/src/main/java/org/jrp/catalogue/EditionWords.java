package org.jrp.catalogue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words that tables of measures use, and what each stands for (清单用语). What it writes for a code it reads as that code again:
 * the official word where that is unambiguous, else the code itself.
 */
final class EditionWords {

    private static final Pattern LINK =
            Pattern.compile("(.*?)\\s*[〔\\[(\uFF08]([^〔\\[(\uFF08]*)[〕\\])\uFF09]", Pattern.DOTALL);
    private static final Pattern PADDING = Pattern.compile("[\\s\\p{Punct}\uFF0C。\uFF1B\uFF1A、\uFF08\uFF09“”《》〔〕·]+");

    private final Catalogue catalogue;
    private final LocalDate day;
    private final Map<String, Set<String>> wordings = new LinkedHashMap<>();
    private final Map<String, Set<String>> citations = new LinkedHashMap<>();

    /**
     * The words of a catalogue.
     *
     * @param day on which sources must be in force where several bear one name
     */
    EditionWords(Catalogue catalogue, LocalDate day) {
        this.catalogue = catalogue;
        this.day = day;
        catalogue.measures().forEach(one -> add(wordings, bare(one.name()), one.code()));
        for (Edition edition : catalogue.editions()) {
            edition.measures().forEach(row -> add(wordings, bare(row.name()), row.code()));
        }
        for (LegalBasis one : catalogue.bases()) {
            add(citations, bare(one.citation()), one.id());
            if (one.docNo() != null) {
                add(citations, bare(one.docNo()), one.id());
            }
        }
    }

    private static void add(Map<String, Set<String>> words, String word, String code) {
        words.computeIfAbsent(word, unused -> new LinkedHashSet<>()).add(code);
    }

    /** A name without blanks, marks and the words that change nothing. */
    static String bare(String name) {
        String bare = PADDING.matcher(name).replaceAll("").replace("中华人民共和国", "");
        return bare.startsWith("依法") ? bare.substring(2) : bare;
    }

    /** How a measure was found, and which. */
    record Match(String code, String by) {}

    /** The measure of that wording. */
    Optional<Match> measure(String wording) {
        if (catalogue.findMeasure(wording).isPresent()) {
            return Optional.of(new Match(wording, "code"));
        }
        Optional<String> exact = catalogue.measureWords().find(wording);
        if (exact.isPresent()) {
            return exact.map(code -> new Match(code, "name"));
        }
        Set<String> near = wordings.getOrDefault(bare(wording), Set.of());
        return near.size() == 1 ? Optional.of(new Match(near.iterator().next(), "alias")) : Optional.empty();
    }

    /** The category of the national base list with that name. */
    Optional<Edition.Item> item(String wording) {
        return catalogue.editions().stream()
                .flatMap(edition -> edition.items().stream())
                .filter(item -> item.code().equals(wording) || bare(item.name()).equals(bare(wording)))
                .findFirst();
    }

    /** Every wording of a measure or category, for suggestions. */
    List<String> measureNames() {
        Set<String> names = new LinkedHashSet<>();
        catalogue.measures().forEach(one -> names.add(one.name()));
        catalogue.editions().forEach(edition -> edition.items().forEach(item -> names.add(item.name())));
        return List.copyOf(names);
    }

    List<String> context(String word) {
        return catalogue.contextWords().find(word).map(List::of).orElse(List.of());
    }

    List<String> matter(String word) {
        return catalogue.matterWords().find(word).map(List::of).orElse(List.of());
    }

    /** The department of that name, or those that answer for a body of that name. */
    List<String> department(String word) {
        return catalogue
                .departmentWords()
                .find(word)
                .map(List::of)
                .orElseGet(() -> catalogue.departmentsFor(List.of(word), day));
    }

    List<String> basis(String word) {
        if (catalogue.findBasis(word).isPresent()) {
            return List.of(word);
        }
        List<String> found = List.copyOf(citations.getOrDefault(bare(word), Set.of()));
        if (found.size() < 2) {
            return found;
        }
        List<String> inForce = found.stream()
                .filter(id -> catalogue
                        .findBasis(id)
                        .filter(one -> one.inForceOn(day))
                        .isPresent())
                .toList();
        return inForce.size() == 1 ? inForce : List.of();
    }

    List<String> provision(String word) {
        return catalogue.findProvision(word).isPresent() ? List.of(word) : List.of();
    }

    Collection<String> bases() {
        return catalogue.bases().stream().map(LegalBasis::citation).toList();
    }

    /** A basis and its link as a cell has them: the citation, then the link in brackets. */
    String written(EditionMeasure.BasisRef ref) {
        String word = catalogue
                .findBasis(ref.ref())
                .map(LegalBasis::citation)
                .filter(citation -> basis(citation).equals(List.of(ref.ref()))
                        && linkOf(citation).isEmpty())
                .orElse(ref.ref());
        return word + "〔" + ref.link().chinese() + "〕";
    }

    /** The link that a word of a cell ends in, and the word before it. */
    Optional<Map.Entry<String, LinkSource>> linkOf(String word) {
        Matcher matcher = LINK.matcher(word);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Arrays.stream(LinkSource.values())
                .filter(link ->
                        link.chinese().equals(matcher.group(2)) || link.code().equals(matcher.group(2)))
                .findFirst()
                .map(link -> Map.entry(matcher.group(1), link));
    }

    /** Codes as words, each on a line of its own. */
    String written(List<String> codes, Function<String, Optional<String>> name, Function<String, List<String>> read) {
        List<String> words = new ArrayList<>();
        for (String code : codes) {
            words.add(name.apply(code)
                    .filter(word -> word.indexOf('\n') < 0
                            && word.indexOf(';') < 0
                            && word.indexOf('\uFF1B') < 0
                            && read.apply(word).equals(List.of(code)))
                    .orElse(code));
        }
        return String.join("\n", words);
    }
}
