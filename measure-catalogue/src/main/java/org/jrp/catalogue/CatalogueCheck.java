package org.jrp.catalogue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a check of a catalogue's files found (目录核对): every problem with its place and mend, what the files hold, and how far
 * their citations are verified.
 *
 * @param problems errors and warnings, by place; what the records mean together is looked at only once each file can be read
 * @param counts how many of each kind of thing there are
 * @param editions the editions, by the day they take effect
 * @param citations how far provisions and their legal bases are verified
 */
public record CatalogueCheck(List<Problem> problems, Counts counts, List<EditionCount> editions, Citations citations) {

    public CatalogueCheck {
        problems = problems.stream().sorted(Problem.BY_PLACE).distinct().toList();
        editions = List.copyOf(editions);
    }

    /**
     * How many of each kind of thing the files hold.
     *
     * @param encoded provisions that a rule puts into effect
     * @param articles articles of laws and regulations
     * @param documents normative documents that measures rest on
     * @param departments departments of the city, with those that followed in the merger
     */
    public record Counts(
            int instruments,
            int provisions,
            int encoded,
            int notEncoded,
            int articles,
            int documents,
            int measures,
            int sanctions,
            int incentives,
            int lists,
            int matters,
            int contexts,
            int roles,
            int departments) {}

    /**
     * One edition at a glance.
     *
     * @param measures number of rows
     * @param items number of categories of a national list
     * @param digest digest of its content; null for a draft
     */
    public record EditionCount(
            String id,
            String title,
            String status,
            Layer layer,
            LocalDate effectiveFrom,
            @Nullable LocalDate effectiveTo,
            int measures,
            int items,
            @Nullable String digest) {}

    /**
     * How far citations are verified. Each provision counts once among the first three.
     *
     * @param verified provisions whose clause number and wording were seen in a public copy
     * @param documentNumberOnly other provisions whose instrument's document number was seen
     * @param unverified the rest
     * @param wordingVerified provisions whose wording was seen, whether or not the clause number is known
     * @param sourceLinks ties to a legal basis that were seen, or that the article itself orders
     * @param memoryLinks ties recalled
     * @param usualLinks ties to what such measures usually rest on
     * @param articlesVerified statute articles read in a public copy
     * @param documentsVerified normative documents seen in a public copy
     */
    public record Citations(
            int verified,
            int documentNumberOnly,
            int unverified,
            int wordingVerified,
            int sourceLinks,
            int memoryLinks,
            int usualLinks,
            int articlesVerified,
            int documentsVerified) {}

    /**
     * Checks a catalogue's files. Never throws for what stands in them.
     *
     * @param files bytes by path inside {@code measure-catalogue/}
     */
    public static CatalogueCheck of(Map<String, byte[]> files) {
        List<Problem> problems = new ArrayList<>();
        CatalogueReader reader = new CatalogueReader(files, problems);
        Catalogue catalogue = reader.read();
        if (problems.stream().noneMatch(problem -> problem.severity() == Problem.Severity.ERROR)) {
            new MeasureChecks(catalogue, reader).run();
            new BasisChecks(catalogue, reader).run();
            new InstrumentChecks(catalogue, reader).run();
            new ProvisionChecks(catalogue, reader).run();
            new EditionChecks(catalogue, reader).run();
        }
        SortedMap<String, String> digests = EditionDigests.of(files);
        new DigestChecks(files, catalogue, reader).run(digests);
        return new CatalogueCheck(problems, counts(catalogue), editions(catalogue, digests), citations(catalogue));
    }

    /** Whether the files can be used. */
    public boolean passed() {
        return errors().isEmpty();
    }

    public List<Problem> errors() {
        return withSeverity(Problem.Severity.ERROR);
    }

    public List<Problem> warnings() {
        return withSeverity(Problem.Severity.WARNING);
    }

    /** The findings in a few lines, for a terminal. */
    public List<Text> summary() {
        List<Text> lines = new ArrayList<>();
        lines.add(new Text(
                "文件 " + counts.instruments() + " 件,条款 " + counts.provisions() + " 条(已编码 " + counts.encoded() + ",未编码 "
                        + counts.notEncoded() + "),法条 " + counts.articles() + " 条,规范性文件 " + counts.documents() + " 件。",
                counts.instruments() + " instruments, " + counts.provisions() + " provisions (" + counts.encoded()
                        + " encoded, " + counts.notEncoded() + " not), " + counts.articles() + " articles, "
                        + counts.documents() + " documents."));
        lines.add(new Text(
                "措施 " + counts.measures() + " 项(惩戒 " + counts.sanctions() + ",激励 " + counts.incentives() + "),名单 "
                        + counts.lists() + " 种,事项 " + counts.matters() + " 个,业务场景 " + counts.contexts() + " 个,角色 "
                        + counts.roles() + " 种,部门 " + counts.departments() + " 个。",
                counts.measures() + " measures (" + counts.sanctions() + " sanctions, " + counts.incentives()
                        + " incentives), " + counts.lists() + " lists, " + counts.matters() + " matters, "
                        + counts.contexts() + " contexts, " + counts.roles() + " roles, " + counts.departments()
                        + " departments."));
        for (EditionCount edition : editions) {
            lines.add(new Text(
                    "版次 " + edition.id() + "(" + edition.status() + "):自 " + edition.effectiveFrom() + " 起,措施 "
                            + edition.measures() + " 项,类别 " + edition.items() + " 项。",
                    "Edition " + edition.id() + " (" + edition.status() + "): from " + edition.effectiveFrom() + ", "
                            + edition.measures() + " measures, " + edition.items() + " items."));
        }
        lines.add(new Text(
                "条款引用:已核实 " + citations.verified() + " 条,仅文号已核实 " + citations.documentNumberOnly() + " 条,未核实 "
                        + citations.unverified() + " 条;文字已核实 " + citations.wordingVerified() + " 条。",
                "Provision citations: " + citations.verified() + " verified, " + citations.documentNumberOnly()
                        + " by document number only, " + citations.unverified() + " unverified; the wording of "
                        + citations.wordingVerified() + " was seen."));
        lines.add(new Text(
                "依据关联:有据 " + citations.sourceLinks() + ",未核实 " + citations.memoryLinks() + ",通常依据 "
                        + citations.usualLinks() + ";已核实法条 " + citations.articlesVerified() + "/" + counts.articles()
                        + ",规范性文件 " + citations.documentsVerified() + "/" + counts.documents() + "。",
                "Legal bases: " + citations.sourceLinks() + " links seen, " + citations.memoryLinks() + " from memory, "
                        + citations.usualLinks() + " usual; " + citations.articlesVerified() + " of "
                        + counts.articles() + " articles and " + citations.documentsVerified() + " of "
                        + counts.documents() + " documents verified."));
        lines.add(new Text(
                "错误 " + errors().size() + " 处,提醒 " + warnings().size() + " 处。",
                errors().size() + " errors, " + warnings().size() + " warnings."));
        return List.copyOf(lines);
    }

    private List<Problem> withSeverity(Problem.Severity severity) {
        return problems.stream()
                .filter(problem -> problem.severity() == severity)
                .toList();
    }

    private static Counts counts(Catalogue catalogue) {
        int encoded =
                (int) catalogue.provisions().stream().filter(Provision::encoded).count();
        int articles =
                (int) catalogue.bases().stream().filter(LegalBasis::statute).count();
        int sanctions = (int) catalogue.measures().stream()
                .filter(measure -> measure.kind() == Kind.SANCTION)
                .count();
        return new Counts(
                catalogue.instruments().size(),
                catalogue.provisions().size(),
                encoded,
                catalogue.provisions().size() - encoded,
                articles,
                catalogue.bases().size() - articles,
                catalogue.measures().size(),
                sanctions,
                catalogue.measures().size() - sanctions,
                catalogue.lists().size(),
                catalogue.matters().size(),
                catalogue.contexts().size(),
                catalogue.roles().size(),
                catalogue.departments().size());
    }

    private static List<EditionCount> editions(Catalogue catalogue, SortedMap<String, String> digests) {
        return catalogue.editions().stream()
                .map(edition -> new EditionCount(
                        edition.id(),
                        edition.title(),
                        edition.status(),
                        edition.layer(),
                        edition.effectiveFrom(),
                        edition.effectiveTo(),
                        edition.measures().size(),
                        edition.items().size(),
                        digests.get(edition.id())))
                .toList();
    }

    private static Citations citations(Catalogue catalogue) {
        int verified = 0;
        int documentNumberOnly = 0;
        int unverified = 0;
        int wordingVerified = 0;
        int[] links = new int[LinkSource.values().length];
        for (Provision provision : catalogue.provisions()) {
            if (provision.verified()) {
                verified++;
            } else if (catalogue
                    .findInstrument(provision.instrument())
                    .filter(Instrument::docNoVerified)
                    .isPresent()) {
                documentNumberOnly++;
            } else {
                unverified++;
            }
            if (provision.provenance() == Provenance.SOURCE) {
                wordingVerified++;
            }
            provision.basis().forEach(link -> links[link.link().ordinal()]++);
        }
        return new Citations(
                verified,
                documentNumberOnly,
                unverified,
                wordingVerified,
                links[LinkSource.SOURCE.ordinal()],
                links[LinkSource.MEMORY.ordinal()],
                links[LinkSource.USUAL.ordinal()],
                verifiedBases(catalogue, true),
                verifiedBases(catalogue, false));
    }

    private static int verifiedBases(Catalogue catalogue, boolean statutes) {
        return (int) catalogue.bases().stream()
                .filter(basis -> basis.statute() == statutes && basis.verified())
                .count();
    }
}
