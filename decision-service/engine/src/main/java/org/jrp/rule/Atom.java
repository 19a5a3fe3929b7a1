package org.jrp.rule;

import java.time.LocalDate;
import java.util.List;
import org.jrp.subject.SubjectKind;

/**
 * One condition of a rule (条件), in two forms that a property test holds together: the constraint that Drools matches, and
 * the plain test that near misses and the memo are computed from.
 */
public sealed interface Atom {

    /** The sentence as written, without the dash. */
    String sentence();

    /** Line of the file, from 1. */
    int line();

    /** The constraint inside the pattern. Built from codes and numbers only, never from text a person wrote. */
    String constraint();

    /** A condition on a {@link Row}. */
    sealed interface OfRow extends Atom {

        /** Whether it holds. */
        boolean holds(Row.Facts row);

        /** What the row says where the condition asks, in Chinese, for near misses. */
        String value(Row.Facts row);
    }

    /** 主体类型为 …: the subject is of one of those kinds. */
    record KindIs(List<SubjectKind> kinds, String sentence, int line) implements OfRow {

        public KindIs {
            kinds = List.copyOf(kinds);
        }

        @Override
        public String constraint() {
            if (kinds.stream().allMatch(SubjectKind::entity) && kinds.size() == SubjectKind.values().length - 1) {
                return "entity == true";
            }
            return amongst("kind", quoted(kinds.stream().map(SubjectKind::code).toList()));
        }

        @Override
        public boolean holds(Row.Facts row) {
            for (SubjectKind kind : kinds) {
                if (kind.code().equals(row.kind())) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String value(Row.Facts row) {
            for (SubjectKind kind : SubjectKind.values()) {
                if (kind.code().equals(row.kind())) {
                    return kind.chinese();
                }
            }
            return row.kind();
        }
    }

    /** 主体是被列入者的 … / 被列入者是主体的 …: the role that ties the two is one of those. */
    record RoleIs(List<String> roles, List<String> names, String sentence, int line) implements OfRow {

        public RoleIs {
            roles = List.copyOf(roles);
            names = List.copyOf(names);
        }

        @Override
        public String constraint() {
            return amongst("role", quoted(roles));
        }

        @Override
        public boolean holds(Row.Facts row) {
            return roles.contains(row.role());
        }

        @Override
        public String value(Row.Facts row) {
            return row.role();
        }
    }

    /** 认定部门已认定其个人责任. */
    record PersonallyResponsible(String sentence, int line) implements OfRow {

        @Override
        public String constraint() {
            return "personal == true";
        }

        @Override
        public boolean holds(Row.Facts row) {
            return row.personal();
        }

        @Override
        public String value(Row.Facts row) {
            return row.personal() ? "已认定个人责任" : "未认定个人责任";
        }
    }

    /** 人民法院已依法采取限制措施. */
    record CourtOrder(String sentence, int line) implements OfRow {

        @Override
        public String constraint() {
            return "courtOrder == true";
        }

        @Override
        public boolean holds(Row.Facts row) {
            return row.courtOrder();
        }

        @Override
        public String value(Row.Facts row) {
            return row.courtOrder() ? "已采取" : "未见限制措施";
        }
    }

    /** The unit of a span of time. */
    enum Unit {
        DAY("日"),
        MONTH("个月"),
        YEAR("年");

        private final String chinese;

        Unit(String chinese) {
            this.chinese = chinese;
        }

        public String chinese() {
            return chinese;
        }
    }

    /**
     * 列入未满 N / 列入已满 N: full days or months from the start of validity to the day asked about, below or not below N.
     *
     * @param atLeast true for 已满
     */
    record ListedFor(boolean atLeast, int amount, Unit unit, String sentence, int line) implements OfRow {

        private int bound() {
            return unit == Unit.YEAR ? amount * 12 : amount;
        }

        @Override
        public String constraint() {
            return (unit == Unit.DAY ? "listedDays" : "listedMonths") + (atLeast ? " >= " : " < ") + bound();
        }

        @Override
        public boolean holds(Row.Facts row) {
            int listed = unit == Unit.DAY ? row.listedDays() : row.listedMonths();
            return atLeast ? listed >= bound() : listed < bound();
        }

        @Override
        public String value(Row.Facts row) {
            return switch (unit) {
                case DAY -> row.listedDays() + " 日";
                case MONTH -> row.listedMonths() + " 个月";
                case YEAR ->
                    row.listedMonths() % 12 == 0
                            ? row.listedMonths() / 12 + " 年"
                            : row.listedMonths() / 12 + " 年 " + row.listedMonths() % 12 + " 个月";
            };
        }

        /** First day on which the answer to this condition turns, for an entry valid from that day. */
        public LocalDate turn(LocalDate validFrom) {
            return unit == Unit.DAY ? validFrom.plusDays(bound()) : RowDates.fullMonthsReached(validFrom, bound());
        }
    }

    /** 列入事由为 …: the entry's ground is one of those. */
    record GroundIs(List<Integer> grounds, List<String> words, String sentence, int line) implements OfRow {

        public GroundIs {
            grounds = List.copyOf(grounds);
            words = List.copyOf(words);
        }

        @Override
        public String constraint() {
            return amongst("ground", grounds.stream().map(String::valueOf).toList());
        }

        @Override
        public boolean holds(Row.Facts row) {
            return grounds.contains(row.ground());
        }

        @Override
        public String value(Row.Facts row) {
            return row.ground() < 0 ? "列入事由未载明或不同" : "其他列入事由";
        }
    }

    /** 失信程度为 …. */
    record SeverityIs(List<String> codes, String sentence, int line) implements OfRow {

        public SeverityIs {
            codes = List.copyOf(codes);
        }

        @Override
        public String constraint() {
            return amongst("severity", quoted(codes));
        }

        @Override
        public boolean holds(Row.Facts row) {
            return codes.contains(row.severity());
        }

        @Override
        public String value(Row.Facts row) {
            return switch (row.severity()) {
                case "minor" -> "轻微";
                case "general" -> "一般";
                case "serious" -> "严重";
                default -> "未载明";
            };
        }
    }

    /** 认定于 … 之前 / 之后: the recogniser's decision was before that day, or on it or after it. An unknown day is neither. */
    record Recognised(boolean before, LocalDate day, String sentence, int line) implements OfRow {

        @Override
        public String constraint() {
            return before
                    ? "recognisedOn > " + Integer.MIN_VALUE + ", recognisedOn < " + day.toEpochDay()
                    : "recognisedOn >= " + day.toEpochDay();
        }

        @Override
        public boolean holds(Row.Facts row) {
            return row.recognisedOn() != Integer.MIN_VALUE && (row.recognisedOn() < day.toEpochDay()) == before;
        }

        @Override
        public String value(Row.Facts row) {
            return row.recognisedOn() == Integer.MIN_VALUE
                    ? "认定日期未载明"
                    : LocalDate.ofEpochDay(row.recognisedOn()).toString();
        }
    }

    /** 所在地为 …: the place asked from lies in one of those divisions. */
    record PlaceIn(List<String> places, String sentence, int line) implements OfRow {

        public PlaceIn {
            places = List.copyOf(places);
        }

        @Override
        public String constraint() {
            return "place matches \"(" + String.join("|", places) + ")[0-9]*\"";
        }

        @Override
        public boolean holds(Row.Facts row) {
            return places.stream().anyMatch(place -> row.place().startsWith(place));
        }

        @Override
        public String value(Row.Facts row) {
            return row.place();
        }
    }

    /** 事项为 …: no matter was given, or one of those. */
    record MatterIs(List<String> matters, List<String> names, String sentence, int line) implements OfRow {

        public MatterIs {
            matters = List.copyOf(matters);
            names = List.copyOf(names);
        }

        @Override
        public String constraint() {
            return "matter in (\"\", " + String.join(", ", quoted(matters)) + ")";
        }

        @Override
        public boolean holds(Row.Facts row) {
            return row.matter().isEmpty() || matters.contains(row.matter());
        }

        @Override
        public String value(Row.Facts row) {
            return row.matter();
        }
    }

    /** 条目处于重点关注状态. */
    record UnderKeyAttention(String sentence, int line) implements OfRow {

        @Override
        public String constraint() {
            return "keyAttention == true";
        }

        @Override
        public boolean holds(Row.Facts row) {
            return row.keyAttention();
        }

        @Override
        public String value(Row.Facts row) {
            return row.keyAttention() ? "重点关注" : "未处于重点关注";
        }
    }

    /**
     * A condition on a {@link Proposal}: one of the fixed questions that principles may ask.
     *
     * @param constraint comes from the vocabulary, never from the file
     */
    record OfProposal(String constraint, String sentence, int line) implements Atom {}

    /** An equality where there is but one value: Drools finds the rules behind equalities by hashing. */
    private static String amongst(String field, List<String> values) {
        return values.size() == 1 ? field + " == " + values.get(0) : field + " in (" + String.join(", ", values) + ")";
    }

    private static List<String> quoted(List<String> codes) {
        return codes.stream().map(code -> '"' + code + '"').toList();
    }
}
