package org.jrp.server.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.problem.Problems;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The one filter that every call passes (访问过滤器): sets the headers, finds the line of the table the call falls under, signs the
 * caller in, refuses what the table does not allow or what is too long. It stands alone in the security chain: there is no session, no
 * anonymous user, no form, no remembered request to look for.
 */
final class AccessFilter extends OncePerRequestFilter {

    static final String CALLER = Caller.class.getName();

    private static final String BEARER = "Bearer ";
    private static final String HSTS = "max-age=31536000";
    private static final ProblemException UNAUTHENTICATED = ProblemException.of(
            401,
            "unauthenticated",
            "请先登录:在 Authorization 标头中给出 Bearer 密钥或令牌。",
            "Sign in first: give a key or token as Bearer in the Authorization header.");
    private static final ProblemException INVALID_CREDENTIAL = ProblemException.of(
            401,
            "invalid-credential",
            "密钥或令牌无效、已过期或已吊销。",
            "The key or token is not valid, has expired or was revoked.");
    private static final ProblemException FORBIDDEN =
            ProblemException.of(403, "forbidden", "您的角色无权进行此操作。", "Your role may not do this.");
    private static final ProblemException NOT_FOUND =
            ProblemException.of(404, "not-found", "没有这个地址。", "There is no such address.");
    private static final ProblemException METHOD =
            ProblemException.of(405, "method-not-allowed", "该地址不支持此方法。", "The address does not take that method.");

    private final Permissions permissions;
    private final AccessCache keys;
    private final @Nullable Tokens tokens;

    AccessFilter(Permissions permissions, AccessCache keys, @Nullable Tokens tokens) {
        this.permissions = permissions;
        this.keys = keys;
        this.tokens = tokens;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI();
        Optional<Permission> found = permissions.find(request.getMethod(), path);
        headers(request, response, found.map(Permission::page).orElse(Permission.Page.DATA));
        HttpServletRequest passed;
        try {
            if (found.isEmpty()) {
                // Only who is signed in learns what there is.
                signIn(request);
                throw unknown(path, response);
            }
            Permission permission = found.get();
            if (!permission.open()) {
                Caller caller = signIn(request);
                if (!permission.allows(caller)) {
                    throw FORBIDDEN;
                }
                request.setAttribute(CALLER, caller);
                SecurityContextHolder.setContext(new SecurityContextImpl(new SignedIn(caller)));
            }
            passed = capped(request, permission.mostBytes());
        } catch (ProblemException e) {
            SecurityContextHolder.clearContext();
            if (e.status() == HttpServletResponse.SC_UNAUTHORIZED) {
                response.setHeader("WWW-Authenticate", "Bearer");
            }
            Problems.write(request, response, e);
            return;
        }
        try {
            chain.doFilter(passed, response);
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    static void headers(HttpServletRequest request, HttpServletResponse response, Permission.Page page) {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Content-Security-Policy", page.policy());
        if (page != Permission.Page.DOCUMENTATION) {
            response.setHeader("Cache-Control", "no-store");
        }
        if (request.isSecure()) {
            response.setHeader("Strict-Transport-Security", HSTS);
        }
    }

    private Caller signIn(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw UNAUTHENTICATED;
        }
        String credential = header.substring(BEARER.length()).strip();
        Optional<Caller> caller = Optional.empty();
        if (credential.startsWith(ApiKey.START)) {
            caller = keys.signIn(credential);
        } else if (tokens != null) {
            caller = tokens.signIn(credential);
        }
        return caller.orElseThrow(() -> INVALID_CREDENTIAL);
    }

    private ProblemException unknown(String path, HttpServletResponse response) {
        Set<String> methods = permissions.methods(path);
        if (methods.isEmpty()) {
            return NOT_FOUND;
        }
        response.setHeader("Allow", String.join(", ", methods));
        return METHOD;
    }

    private static HttpServletRequest capped(HttpServletRequest request, long most) {
        if (most == 0) {
            return request;
        }
        long length = request.getContentLengthLong();
        if (length > most) {
            throw CappedRequest.tooLarge();
        }
        return length < 0 && request.getHeader("Transfer-Encoding") != null
                ? new CappedRequest(request, most)
                : request;
    }
}
