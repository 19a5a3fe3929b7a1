package org.jrp.catalogue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that may be imposed or granted, by whom, on what basis (措施目录): the content of the folder
 * {@code measure-catalogue/}. Immutable.
 */
public final class Catalogue {

    /** First day of the legality gate (国办发〔2020〕49号, published that day; the day is from memory). */
    public static final LocalDate GATE_FROM = LocalDate.of(2020, 12, 18);

    /** First day that can be asked about: joint measures began with 国发〔2016〕33号. */
    public static final LocalDate FIRST_DAY = LocalDate.of(2016, 5, 30);

    private final Map<String, Instrument> instruments;
    private final Map<String, Provision> provisions = new LinkedHashMap<>();
    private final Map<String, LegalBasis> bases;
    private final Map<String, Measure> measures;
    private final Map<String, ListType> lists;
    private final Map<String, Context> contexts;
    private final Map<String, Matter> matters;
    private final Map<String, Role> roles;
    private final Map<String, Department> departments;
    private final List<Edition> editions;
    private final WorkingDays workingDays;
    private final Lexicon listWords = new Lexicon();
    private final Lexicon contextWords = new Lexicon();
    private final Lexicon matterWords = new Lexicon();
    private final Lexicon measureWords = new Lexicon();
    private final Lexicon roleWords = new Lexicon();
    private final Lexicon departmentWords = new Lexicon();

    Catalogue(
            Map<String, Instrument> instruments,
            Map<String, LegalBasis> bases,
            Map<String, Measure> measures,
            Map<String, ListType> lists,
            Map<String, Context> contexts,
            Map<String, Matter> matters,
            Map<String, Role> roles,
            Map<String, Department> departments,
            List<Edition> editions,
            WorkingDays workingDays) {
        this.instruments = instruments;
        this.bases = bases;
        this.measures = measures;
        this.lists = lists;
        this.contexts = contexts;
        this.matters = matters;
        this.roles = roles;
        this.departments = departments;
        this.editions = editions.stream()
                .sorted(Comparator.comparing(Edition::effectiveFrom).thenComparingInt(Edition::revision))
                .toList();
        this.workingDays = workingDays;
        instruments.values().forEach(one -> one.provisions().forEach(p -> provisions.put(p.id(), p)));
        lists.values().forEach(one -> words(listWords, one.code(), one.name(), one.aliases()));
        contexts.values().forEach(one -> words(contextWords, one.code(), one.name(), one.aliases()));
        matters.values().forEach(one -> words(matterWords, one.code(), one.name(), List.of()));
        measures.values().forEach(one -> words(measureWords, one.code(), one.name(), List.of()));
        roles.values().forEach(one -> words(roleWords, one.code(), one.name(), List.of()));
        departments.values().forEach(one -> words(departmentWords, one.code(), one.name(), one.aliases()));
    }

    /**
     * Reads a catalogue from its files.
     *
     * @param files bytes by path inside {@code measure-catalogue/}, such as {@code editions/2021-national.yaml}
     * @throws InvalidFilesException with every problem, when any file cannot be used; nothing is loaded then
     */
    public static Catalogue read(Map<String, byte[]> files) {
        List<Problem> problems = new ArrayList<>();
        Catalogue catalogue = new CatalogueReader(files, problems).read();
        if (problems.stream().anyMatch(problem -> problem.severity() == Problem.Severity.ERROR)) {
            throw new InvalidFilesException(problems);
        }
        return catalogue;
    }

    /**
     * Reads what can be read; the rest is among the problems. For checks, which want both: after an error the catalogue has
     * gaps and stand-ins, and nobody may decide by it.
     *
     * @param files bytes by path inside {@code measure-catalogue/}
     */
    public static Catalogue read(Map<String, byte[]> files, List<Problem> problems) {
        return new CatalogueReader(files, problems).read();
    }

    private static void words(Lexicon lexicon, String code, String name, List<String> aliases) {
        lexicon.add(code, code);
        lexicon.add(name, code);
        aliases.forEach(alias -> lexicon.add(alias, code));
    }

    /**
     * What governs on a day at a place, as it was known on another day.
     *
     * @param national the national edition in force
     * @param city the edition of the place itself, the most local where there are several; null where it has none
     */
    public record InForce(
            LocalDate asOf, Edition national, @Nullable Edition city) {

        /** The edition that rules on sanctions: the place's own before the gate, the national one from then on. */
        public Edition sanctions() {
            return city != null && asOf.isBefore(GATE_FROM) ? city : national;
        }

        /** The edition that rules on incentives; empty where they still stand on their instruments. */
        public Optional<Edition> incentives() {
            return city != null && city.governs() == Edition.Governs.BOTH ? Optional.of(city) : Optional.empty();
        }

        /** Both, without repetition. */
        public List<Edition> governing() {
            Set<Edition> both = new LinkedHashSet<>();
            both.add(sanctions());
            incentives().ifPresent(both::add);
            return List.copyOf(both);
        }
    }

    /**
     * The editions in force.
     *
     * @param knownOn editions published after that day were not known yet and do not count
     * @param place division code of the asking department
     * @return empty before the first edition
     */
    public Optional<InForce> inForce(LocalDate asOf, LocalDate knownOn, String place) {
        Edition national = null;
        Edition city = null;
        for (Edition edition : editions) {
            if (edition.effectiveFrom().isAfter(asOf)
                    || edition.publishedAt().isAfter(knownOn)
                    || (edition.effectiveTo() != null && !asOf.isBefore(edition.effectiveTo()))) {
                continue;
            }
            if (edition.layer() == Layer.NATIONAL) {
                national = edition;
            } else if (edition.place() != null
                    && place.startsWith(edition.place())
                    && (city == null || !moreLocal(city, edition))) {
                city = edition;
            }
        }
        return national == null ? Optional.empty() : Optional.of(new InForce(asOf, national, city));
    }

    /** Whether the first edition binds in a smaller place than the second. */
    private static boolean moreLocal(Edition one, Edition other) {
        return one.place() != null
                && other.place() != null
                && one.place().length() > other.place().length();
    }

    /** The departments of the city that answer for those bodies on that day, sorted; bodies without one are left out. */
    public List<String> departmentsFor(Collection<String> bodies, LocalDate day) {
        return departments.values().stream()
                .filter(one ->
                        one.answers().stream().anyMatch(answer -> bodies.contains(answer.body()) && answer.on(day)))
                .map(Department::code)
                .sorted()
                .toList();
    }

    public Collection<Instrument> instruments() {
        return instruments.values();
    }

    public Optional<Instrument> findInstrument(String id) {
        return Optional.ofNullable(instruments.get(id));
    }

    public Collection<Provision> provisions() {
        return provisions.values();
    }

    public Optional<Provision> findProvision(String id) {
        return Optional.ofNullable(provisions.get(id));
    }

    public Collection<LegalBasis> bases() {
        return bases.values();
    }

    public Optional<LegalBasis> findBasis(String id) {
        return Optional.ofNullable(bases.get(id));
    }

    public Collection<Measure> measures() {
        return measures.values();
    }

    public Optional<Measure> findMeasure(String code) {
        return Optional.ofNullable(measures.get(code));
    }

    public Collection<ListType> lists() {
        return lists.values();
    }

    public Optional<ListType> findList(String code) {
        return Optional.ofNullable(lists.get(code));
    }

    public Collection<Context> contexts() {
        return contexts.values();
    }

    public Optional<Context> findContext(String code) {
        return Optional.ofNullable(contexts.get(code));
    }

    public Collection<Matter> matters() {
        return matters.values();
    }

    public Optional<Matter> findMatter(String code) {
        return Optional.ofNullable(matters.get(code));
    }

    public Collection<Role> roles() {
        return roles.values();
    }

    public Optional<Role> findRole(String code) {
        return Optional.ofNullable(roles.get(code));
    }

    public Collection<Department> departments() {
        return departments.values();
    }

    public Optional<Department> findDepartment(String code) {
        return Optional.ofNullable(departments.get(code));
    }

    /** By the day they take effect, then revision. */
    public List<Edition> editions() {
        return editions;
    }

    public Optional<Edition> findEdition(String id) {
        return editions.stream().filter(edition -> edition.id().equals(id)).findFirst();
    }

    public WorkingDays workingDays() {
        return workingDays;
    }

    public Lexicon listWords() {
        return listWords;
    }

    public Lexicon contextWords() {
        return contextWords;
    }

    public Lexicon matterWords() {
        return matterWords;
    }

    public Lexicon measureWords() {
        return measureWords;
    }

    public Lexicon roleWords() {
        return roleWords;
    }

    public Lexicon departmentWords() {
        return departmentWords;
    }
}
