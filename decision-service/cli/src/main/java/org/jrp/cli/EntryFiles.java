package org.jrp.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.InvalidFilesException;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Text;
import org.jrp.listing.EntriesReader;
import org.jrp.listing.Listing;

/** Files of entries as they were named on the command line (条目文件). */
final class EntryFiles {

    private final Jrp jrp;
    private final List<Path> entries;
    private final List<EntriesReader.Format> formats;
    private final boolean strict;

    private EntryFiles(Jrp jrp, List<Path> entries, List<EntriesReader.Format> formats, boolean strict) {
        this.jrp = jrp;
        this.entries = entries;
        this.formats = formats;
        this.strict = strict;
    }

    /** Those files; refused where one cannot be read or is of no known kind. */
    static EntryFiles of(Jrp jrp, List<Path> entries, boolean strict) {
        return new EntryFiles(jrp, List.copyOf(entries), formats(entries), strict);
    }

    /** Told before anything is loaded, so that a wrong name costs no time. */
    private static List<EntriesReader.Format> formats(List<Path> entries) {
        List<EntriesReader.Format> formats = new ArrayList<>();
        for (Path path : entries) {
            if (!Files.isReadable(path) || Files.isDirectory(path)) {
                throw InvalidInputException.option(
                        "unreadable-file",
                        "--entries",
                        new Text("读不到文件 " + path + "。", "The file " + path + " cannot be read."),
                        new Text("请核对路径和权限。", "Check path and permissions."));
            }
            try {
                formats.add(EntriesReader.Format.of(path.toString()));
            } catch (InvalidFilesException e) {
                throw InvalidInputException.files(e);
            }
        }
        return formats;
    }

    /** What can be used of the files; the rest goes to the problems, or with {@code strict} refuses all. */
    List<Listing> listings(Catalogue catalogue, List<Problem> problems) {
        List<Listing> listings = new ArrayList<>();
        Map<String, Listing> byId = new LinkedHashMap<>();
        for (int i = 0; i < formats.size(); i++) {
            EntriesReader.Result result = read(entries.get(i), formats.get(i), catalogue);
            problems.addAll(result.problems());
            for (Listing listing : result.listings()) {
                Listing same = listing.entryId() == null ? null : byId.putIfAbsent(listing.entryId(), listing);
                if (same == null) {
                    listings.add(listing);
                } else if (!same.equals(listing)) {
                    problems.add(Problem.error(
                            "duplicate-entry",
                            entries.get(i).toString(),
                            0,
                            0,
                            listing.entryId(),
                            new Text(
                                    "条目编号“" + listing.entryId() + "”在前一个文件中已有内容不同的条目。",
                                    "The entryId (" + listing.entryId()
                                            + ") stands in a file before, with other content."),
                            new Text("请核对编号。", "Compare the numbers.")));
                }
            }
        }
        if (strict && Report.errors(problems) > 0) {
            throw InvalidInputException.files(problems);
        }
        return listings;
    }

    /** A file of which nothing at all can be used is refused: its silence must not pass for a clean record. */
    private static EntriesReader.Result read(Path path, EntriesReader.Format format, Catalogue catalogue) {
        try (InputStream in = Files.newInputStream(path)) {
            EntriesReader.Result result = EntriesReader.read(path.toString(), in, format, catalogue);
            if (result.listings().isEmpty() && Report.errors(result.problems()) > 0) {
                throw InvalidInputException.files(result.problems());
            }
            return result;
        } catch (IOException e) {
            throw InvalidInputException.unreadable("--entries", path, e);
        } catch (UncheckedIOException e) {
            throw InvalidInputException.unreadable("--entries", path, e);
        }
    }

    /** Tells on the error stream what was left out. */
    void warn(List<Problem> problems) {
        if (problems.isEmpty()) {
            return;
        }
        Report report = new Report(jrp.surroundings().err(), jrp.locale(), jrp.colours());
        report.problems(problems, null);
        long errors = Report.errors(problems);
        if (errors > 0) {
            report.line(
                    "有 " + errors + " 处错误,所涉记录未计入本次核查。",
                    errors + (errors == 1 ? " error; the record is" : " errors; the records are")
                            + " not part of this answer.");
        }
        jrp.surroundings().err().flush();
    }
}
