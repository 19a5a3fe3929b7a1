package org.jrp.server.catalogue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jrp.catalogue.Text;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** Cuts lists into pages (分页). A cursor is the code of the last item shown, so that it outlives a change of release. */
final class Paging {

    private static final int MOST = 200;

    private Paging() {}

    /**
     * The page after the cursor, each item of it turned into what is shown.
     *
     * @param code what tells the items apart
     * @throws ProblemException for a limit out of range, or a cursor that this list did not give out
     */
    static <S, T> Page<T> page(
            List<S> all,
            Function<S, String> code,
            @Nullable Integer limit,
            @Nullable String cursor,
            Function<S, T> view) {
        int most = limit == null ? MOST : limit;
        if (most < 1 || most > MOST) {
            throw ProblemException.field(
                    400,
                    "invalid-parameter",
                    "limit",
                    "out-of-range",
                    new Text("limit 须为 1 至 " + MOST + "。", "The limit must be from 1 to " + MOST + "."));
        }
        int from = cursor == null ? 0 : after(all.stream().map(code).toList(), cursor);
        int to = Math.min(all.size(), from + most);
        List<S> shown = all.subList(from, to);
        return new Page<>(
                shown.stream().map(view).toList(), to == all.size() ? null : encoded(code.apply(all.get(to - 1))));
    }

    private static String encoded(String code) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(code.getBytes(StandardCharsets.UTF_8));
    }

    private static int after(List<String> codes, String cursor) {
        int index;
        try {
            index = codes.indexOf(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            index = -1;
        }
        if (index < 0) {
            throw ProblemException.field(
                    400,
                    "invalid-parameter",
                    "cursor",
                    "invalid-cursor",
                    new Text(
                            "cursor 不是本列表给出的;请从第一页重新读取。",
                            "This list did not give out that cursor; begin at the first page."));
        }
        return index + 1;
    }
}
