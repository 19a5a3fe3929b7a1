package org.jrp.server.document;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;

/** Cells of a workbook as texts (单元格). */
public final class XlsxCells {

    /** From here on a spreadsheet no longer keeps every digit. */
    private static final BigDecimal INEXACT = new BigDecimal("1e15");

    private XlsxCells() {}

    /** Whether it is a formula or an error, which nobody takes for content. */
    public static boolean refused(Cell cell) {
        return cell.getType() == CellType.FORMULA || cell.getType() == CellType.ERROR || cell.getFormula() != null;
    }

    /** The cell as text: a number that shows as a day as that day. */
    public static String text(Cell cell) {
        return switch (cell.getType()) {
            case STRING -> cell.asString();
            case BOOLEAN -> cell.asBoolean() ? "true" : "false";
            case NUMBER -> number(cell);
            default -> "";
        };
    }

    private static String number(Cell cell) {
        if (date(cell)) {
            return cell.asDate().toLocalDate().toString();
        }
        BigDecimal value = cell.asNumber();
        if (value.abs().compareTo(INEXACT) >= 0) {
            return String.format(Locale.ROOT, "%.14E", value.round(new MathContext(15)))
                    .replaceFirst("0+E", "E")
                    .replace(".E", "E");
        }
        return value.stripTrailingZeros().toPlainString();
    }

    /** Whether the cell shows its number as a day. */
    private static boolean date(Cell cell) {
        String format = cell.getDataFormatString();
        if (format != null) {
            String bare = format.replaceAll("\"[^\"]*\"|\\[[^]]*]|\\\\.", "").toLowerCase(Locale.ROOT);
            return bare.indexOf('y') >= 0 || bare.indexOf('d') >= 0;
        }
        Integer id = cell.getDataFormatId();
        return id != null && ((id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58));
    }
}
