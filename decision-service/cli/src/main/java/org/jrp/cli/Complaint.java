package org.jrp.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jrp.catalogue.Nearest;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Text;
import org.jrp.subject.SubjectIds;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says why nothing came of a run (报错): to people on the error stream, to programs as a problem in the manner of RFC 9457 on the
 * output. Numbers that may be a person's are masked.
 */
final class Complaint {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{11,}[Xx]?");

    private final Surroundings surroundings;
    private final Locale locale;
    private final boolean json;
    private final Report report;

    Complaint(Surroundings surroundings, Locale locale, boolean json, boolean colours) {
        this.surroundings = surroundings;
        this.locale = locale;
        this.json = json;
        this.report = new Report(surroundings.err(), locale, colours);
    }

    /** What was given cannot be used. */
    void invalid(InvalidInputException e) {
        if (json) {
            List<Map<String, @Nullable Object>> errors = new ArrayList<>();
            e.faults().forEach(fault -> errors.add(fields(fault)));
            InvalidInputException.Fault first = e.faults().get(0);
            problem(
                    e.code(),
                    new Text("输入无效", "Invalid input"),
                    e.status(),
                    first.message().in(locale) + " " + first.mend().in(locale),
                    errors);
            return;
        }
        for (InvalidInputException.Fault fault : e.faults()) {
            if (fault.problem() == null) {
                say(fault.option(), fault.message(), fault.mend());
            } else {
                report.problem(fault.problem(), null);
            }
        }
    }

    /** The command line itself is not understood. */
    void usage(ParameterException e) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        Text mend = new Text("用法见 " + command + " --help。", "See " + command + " --help.");
        Text message = message(e);
        if (e instanceof UnmatchedArgumentException unmatched && unmatched.isUnknownOption()) {
            List<String> known = e.getCommandLine().getCommandSpec().options().stream()
                    .map(OptionSpec::longestName)
                    .toList();
            mend = Nearest.mend(unmatched.getUnmatched().get(0), known, mend);
        } else if (e instanceof UnmatchedArgumentException unmatched
                && !e.getCommandLine().getSubcommands().isEmpty()) {
            mend = Nearest.mend(
                    unmatched.getUnmatched().get(0),
                    e.getCommandLine().getSubcommands().keySet(),
                    mend);
        }
        if (json) {
            problem(
                    "usage",
                    new Text("命令行有误", "Wrong usage"),
                    400,
                    message.in(locale) + " " + mend.in(locale),
                    List.of());
        } else {
            say(null, message, mend);
        }
    }

    /** A fault of the program. */
    void internal(Exception e) {
        String what = masked(e.getClass().getSimpleName() + ": " + e.getMessage());
        Text message = new Text("程序内部错误:" + what, "Internal error: " + what);
        Text mend = new Text(
                "请把此信息和所用命令报告给维护人;设 JRP_DEBUG=1 可看到详情。", "Report this with the command used; JRP_DEBUG=1 shows more.");
        if (json) {
            problem("internal", new Text("内部错误", "Internal error"), 500, message.in(locale), List.of());
        } else {
            say(null, message, mend);
        }
        if (!surroundings.environment().getOrDefault("JRP_DEBUG", "").isEmpty()) {
            e.printStackTrace(surroundings.err());
        }
    }

    private void say(@Nullable String option, Text message, Text mend) {
        report.line(report.styled(Report.Style.RED, report.in("错误", "error")) + report.in(":", ": ")
                + (option == null ? "" : option + report.in(":", ": ")) + report.in(message) + " "
                + report.in(mend));
    }

    private void problem(
            String code, Text title, int status, String detail, List<Map<String, @Nullable Object>> errors) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("type", "urn:jrp:problem:" + code);
        body.put("title", title.in(locale));
        body.put("status", status);
        body.put("code", code);
        body.put("detail", detail);
        body.put("errors", errors);
        surroundings.out().println(PrettyJson.of(body));
    }

    private Map<String, @Nullable Object> fields(InvalidInputException.Fault fault) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        Problem problem = fault.problem();
        if (problem != null) {
            fields.put("file", problem.file());
            fields.put("line", problem.line() == 0 ? null : (Integer) problem.line());
            fields.put("column", problem.column() == 0 ? null : (Integer) problem.column());
            fields.put("value", problem.value());
        } else {
            fields.put("pointer", fault.pointer());
            fields.put("option", fault.option());
        }
        fields.put("code", fault.code());
        fields.put("message", fault.message().in(locale));
        fields.put("mend", fault.mend().in(locale));
        return fields;
    }

    private static Text message(ParameterException e) {
        if (e instanceof MissingParameterException missing) {
            String what = missing.getMissing().stream().map(Complaint::name).collect(Collectors.joining(" "));
            return new Text("缺少 " + what + "。", "Missing: " + what + ".");
        }
        if (e instanceof UnmatchedArgumentException unmatched) {
            String what = masked(String.join(" ", unmatched.getUnmatched()));
            return new Text("不认识的参数“" + what + "”。", "The argument (" + what + ") is not known.");
        }
        if (e instanceof OverwrittenOptionException overwritten) {
            String what = name(overwritten.getOverwritten());
            return new Text(what + " 只能写一次。", "Give " + what + " only once.");
        }
        ArgSpec arg = e.getArgSpec();
        if (arg != null) {
            String value = masked(String.valueOf(e.getValue()));
            return e.getValue() == null
                    ? new Text(name(arg) + " 缺少取值或取值有误。", "The value of " + name(arg) + " is missing or wrong.")
                    : new Text(
                            name(arg) + " 的取值“" + value + "”有误。",
                            "The value (" + value + ") of " + name(arg) + " is wrong.");
        }
        String raw = masked(String.valueOf(e.getMessage()));
        return new Text("命令行有误:" + raw, raw);
    }

    private static String name(ArgSpec arg) {
        return arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
    }

    /** The same text, any number in it that may be a person's masked. Not for paths, whose numbers are nobody's. */
    static String masked(String text) {
        return NUMBER.matcher(text).replaceAll(found -> SubjectIds.masked(found.group()));
    }
}
