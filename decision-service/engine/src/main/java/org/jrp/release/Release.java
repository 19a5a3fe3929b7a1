package org.jrp.release;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.InvalidFilesException;
import org.jrp.catalogue.Problem;
import org.jrp.rule.Lint;
import org.jrp.rule.RuleSet;

/**
 * Rules and catalogue as one immutable thing (发布版本), known by the hash of its content and compiled once. Close it when no
 * more decisions will be made by it; its compiled rules are then given back.
 */
public final class Release implements AutoCloseable {

    /** Version of the rule language that this engine speaks. */
    public static final int LANGUAGE = 1;

    private final String hash;
    private final Catalogue catalogue;
    private final RuleSet rules;
    private final CompiledRules compiled;

    private Release(String hash, Catalogue catalogue, RuleSet rules) {
        this.hash = hash;
        this.catalogue = catalogue;
        this.rules = rules;
        this.compiled = CompiledRules.compile(rules);
    }

    /** The release on the class path. */
    public static Release shipped() {
        return of(ReleaseFiles.shipped());
    }

    /** The release in a folder that holds {@code rules/} and {@code measure-catalogue/}. */
    public static Release fromFolder(Path folder) {
        return of(ReleaseFiles.fromFolder(folder));
    }

    /** The release in a signed zip file; one of the trusted keys must have signed it. */
    public static Release fromZip(Path zip, Collection<PublicKey> trusted) {
        try (InputStream in = Files.newInputStream(zip)) {
            return of(Bundle.read(String.valueOf(zip.getFileName()), in, trusted));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads, checks and compiles files.
     *
     * @throws InvalidFilesException with every problem; nothing is loaded then
     */
    public static Release of(ReleaseFiles files) {
        List<Problem> problems = new ArrayList<>();
        Catalogue catalogue = Catalogue.read(files.below("measure-catalogue"), problems);
        problems.replaceAll(problem -> problem.at("measure-catalogue/" + problem.file()));
        refuseErrors(problems);
        RuleSet rules = RuleSet.read(files.below("rules"), catalogue);
        refuseErrors(Lint.check(rules, catalogue));
        return new Release(files.hash(), catalogue, rules);
    }

    private static void refuseErrors(List<Problem> problems) {
        List<Problem> errors = problems.stream()
                .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                .toList();
        if (!errors.isEmpty()) {
            throw new InvalidFilesException(errors);
        }
    }

    /**
     * A release of the same catalogue with other rules, unchecked, under a hash of the caller's: for mutation of rules, which
     * makes faults on purpose.
     */
    public Release withRules(RuleSet changed, String otherHash) {
        return new Release(otherHash, catalogue, changed);
    }

    /** {@code sha256:} and the hash over its files. */
    public String hash() {
        return hash;
    }

    public Catalogue catalogue() {
        return catalogue;
    }

    public RuleSet rules() {
        return rules;
    }

    /** The compiled rules. */
    public CompiledRules compiled() {
        return compiled;
    }

    @Override
    public void close() {
        compiled.close();
    }
}
