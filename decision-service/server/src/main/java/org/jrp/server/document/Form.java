package org.jrp.server.document;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import org.jrp.catalogue.Text;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MimeTypeUtils;

/** The form in which something is handed out (输出格式). */
public enum Form {
    HTML("text/html;charset=UTF-8", ".html"),
    PDF("application/pdf", ".pdf"),
    JSON("application/json", ".json"),
    CSV("text/csv;charset=UTF-8", ".csv");

    private final MediaType type;
    private final String ending;

    Form(String type, String ending) {
        this.type = MediaType.parseMediaType(type);
        this.ending = ending;
    }

    /**
     * The form asked for: by the parameter, else by {@code Accept}, else the first offered.
     *
     * @throws ProblemException when it is none of those offered
     */
    public static Form of(@Nullable String parameter, HttpServletRequest request, Form... offered) {
        if (parameter != null) {
            for (Form form : offered) {
                if (form.name().toLowerCase(Locale.ROOT).equals(parameter)) {
                    return form;
                }
            }
            throw ProblemException.field(
                    400,
                    "invalid-parameter",
                    "format",
                    "unknown-format",
                    new Text("不认识的格式。", "The format is not known."));
        }
        String accept = request.getHeader("Accept");
        if (accept == null || accept.isBlank()) {
            return offered[0];
        }
        for (MediaType wanted : wanted(accept)) {
            for (Form form : offered) {
                if (wanted.getQualityValue() > 0 && wanted.isCompatibleWith(form.type)) {
                    return form;
                }
            }
        }
        throw ProblemException.of(406, "not-acceptable", "不提供所要的格式。", "The form asked for is not available.");
    }

    private static List<MediaType> wanted(String accept) {
        try {
            List<MediaType> wanted = new java.util.ArrayList<>(MediaType.parseMediaTypes(accept));
            MimeTypeUtils.sortBySpecificity(wanted);
            wanted.sort(java.util.Comparator.comparingDouble(MediaType::getQualityValue)
                    .reversed());
            return wanted;
        } catch (InvalidMediaTypeException e) {
            return List.of(MediaType.ALL);
        }
    }

    /** The ending of a file's name, with its dot. */
    public String ending() {
        return ending;
    }

    /** An answer of this form that is kept nowhere, and runs and loads nothing. */
    public ResponseEntity.BodyBuilder response() {
        ResponseEntity.BodyBuilder response = ResponseEntity.ok()
                .contentType(type)
                .cacheControl(CacheControl.noStore())
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer");
        return this == HTML
                ? response.header(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src " + Style.hash()
                                + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
                : response;
    }
}
