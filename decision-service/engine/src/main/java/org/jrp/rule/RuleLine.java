package org.jrp.rule;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jrp.catalogue.Text;
import org.jspecify.annotations.Nullable;

/**
 * One line of a rule file (规则文件行), without the blanks around it and without what no eye can see or tell apart; where
 * such a character stood, the line is spoilt and its rule cannot be used.
 *
 * @param number from 1
 * @param text what can be read of it; empty for a blank line and for one that is too long
 * @param spoilt whether a character of it was refused
 */
record RuleLine(int number, String text, boolean spoilt) {

    private static final int MOST_BYTES = 2 << 20;
    private static final int LONGEST_LINE = 2_000;

    private static final Set<Character.UnicodeBlock> LOOKALIKES = Set.of(
            Character.UnicodeBlock.KANGXI_RADICALS,
            Character.UnicodeBlock.CJK_RADICALS_SUPPLEMENT,
            Character.UnicodeBlock.CJK_COMPATIBILITY_IDEOGRAPHS,
            Character.UnicodeBlock.CJK_COMPATIBILITY_IDEOGRAPHS_SUPPLEMENT);

    /** The lines of a file; none when it cannot be read as text. */
    static List<RuleLine> of(byte[] bytes, FileProblems problems) {
        if (bytes.length > MOST_BYTES) {
            problems.error(
                    "too-large",
                    0,
                    null,
                    new Text("文件超过 " + MOST_BYTES + " 字节。", "The file has more than " + MOST_BYTES + " bytes."),
                    new Text("请拆分为多个文件。", "Split it."));
            return List.of();
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            problems.error(
                    "not-utf-8",
                    0,
                    null,
                    new Text("文件不是 UTF-8 编码。", "The file is not UTF-8."),
                    new Text("请另存为 UTF-8。", "Save it as UTF-8."));
            return List.of();
        }
        String[] raw = (text.startsWith("\uFEFF") ? text.substring(1) : text).split("\\r?\\n", -1);
        List<RuleLine> lines = new ArrayList<>(raw.length);
        for (int i = 0; i < raw.length && !problems.full(); i++) {
            lines.add(line(i + 1, raw[i], problems));
        }
        return lines;
    }

    private static RuleLine line(int number, String raw, FileProblems problems) {
        if (raw.length() > LONGEST_LINE) {
            problems.error(
                    "line-too-long",
                    number,
                    raw,
                    new Text(
                            "本行有 " + raw.length() + " 个字符,超过 " + LONGEST_LINE + "。",
                            "The line has " + raw.length() + " characters, more than " + LONGEST_LINE + "."),
                    new Text("请拆分为多行。", "Split it."));
            problems.close(number);
            return new RuleLine(number, "", true);
        }
        boolean comment = raw.stripLeading().startsWith("//");
        StringBuilder clean = new StringBuilder(raw.length());
        boolean spoilt = false;
        for (int i = 0; i < raw.length(); ) {
            int point = raw.codePointAt(i);
            Refused refused = refused(point, comment);
            if (refused == null) {
                clean.appendCodePoint(point);
            } else {
                if (!spoilt) {
                    report(number, raw.codePointCount(0, i) + 1, point, refused, problems);
                }
                spoilt = true;
                clean.append(refused.instead(point));
            }
            i += Character.charCount(point);
        }
        if (spoilt) {
            problems.close(number);
        }
        return new RuleLine(number, clean.toString().strip(), spoilt);
    }

    /** Why a character may not stand in a rule file. */
    private enum Refused {
        CONTROL("control-character", "控制字符", "a control character"),
        INVISIBLE("invisible-character", "不可见字符", "an invisible character"),
        BLANK("unusual-blank", "特殊空格", "an unusual blank"),
        FULL_WIDTH("full-width-character", "全角字母或数字", "a full-width letter or digit"),
        LOOKALIKE("lookalike-character", "形近的兼容字符", "a look-alike of the usual character"),
        FOREIGN("foreign-character", "其他文字的字符", "a character of another script");

        final String code;
        final String zh;
        final String en;

        Refused(String code, String zh, String en) {
            this.code = code;
            this.zh = zh;
            this.en = en;
        }

        String instead(int point) {
            return switch (this) {
                case CONTROL, INVISIBLE -> "";
                case BLANK -> " ";
                case FULL_WIDTH, LOOKALIKE -> Normalizer.normalize(Character.toString(point), Normalizer.Form.NFKC);
                case FOREIGN -> Character.toString(point);
            };
        }
    }

    private static @Nullable Refused refused(int point, boolean comment) {
        if (point == '\t' || (point >= ' ' && point < 0x7F)) {
            return null;
        }
        int type = Character.getType(point);
        if (Character.isISOControl(point)) {
            return Refused.CONTROL;
        }
        if (type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE
                || type == Character.PRIVATE_USE
                || type == Character.UNASSIGNED) {
            return Refused.INVISIBLE;
        }
        if (type == Character.SPACE_SEPARATOR) {
            return point == 0x3000 ? null : Refused.BLANK;
        }
        if (comment) {
            return null;
        }
        if (type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK) {
            return Refused.INVISIBLE;
        }
        boolean letterOrDigit = Character.isLetterOrDigit(point);
        if (letterOrDigit
                && Character.UnicodeBlock.HALFWIDTH_AND_FULLWIDTH_FORMS.equals(Character.UnicodeBlock.of(point))) {
            return Refused.FULL_WIDTH;
        }
        if (LOOKALIKES.contains(Character.UnicodeBlock.of(point))) {
            return Refused.LOOKALIKE;
        }
        return letterOrDigit && Character.UnicodeScript.of(point) != Character.UnicodeScript.HAN
                ? Refused.FOREIGN
                : null;
    }

    private static void report(int number, int column, int point, Refused refused, FileProblems problems) {
        String name = "U+%04X".formatted(point);
        String instead = refused.instead(point).strip();
        problems.error(
                refused.code,
                number,
                column,
                name,
                new Text(
                        "本行第 " + column + " 个字符是" + refused.zh + "(" + name + ")。",
                        "Character " + column + " of the line is " + refused.en + " (" + name + ")."),
                instead.isEmpty() || refused == Refused.FOREIGN
                        ? new Text("请删除后用键盘重新输入。", "Delete it and type it anew.")
                        : new Text("请改为“" + instead + "”。", "Write " + instead + "."));
    }
}
