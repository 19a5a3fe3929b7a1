package org.jrp.server.access;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** A request that did not say how long it is, read no further than it may be (正文限长). */
final class CappedRequest extends HttpServletRequestWrapper {

    private final long most;
    private @Nullable ServletInputStream capped;

    CappedRequest(HttpServletRequest request, long most) {
        super(request);
        this.most = most;
    }

    static ProblemException tooLarge() {
        return ProblemException.of(413, "too-large", "请求正文过大。", "The body is too large.");
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        ServletInputStream stream = capped;
        if (stream == null) {
            stream = new Capped(super.getInputStream(), most);
            capped = stream;
        }
        return stream;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }

    private static final class Capped extends ServletInputStream {

        private final ServletInputStream in;
        private long left;

        Capped(ServletInputStream in, long most) {
            this.in = in;
            this.left = most;
        }

        @Override
        public int read() throws IOException {
            int one = in.read();
            if (one >= 0) {
                count(1);
            }
            return one;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(bytes, offset, length);
            if (read > 0) {
                count(read);
            }
            return read;
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(listener);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }

        private void count(int read) {
            left -= read;
            if (left < 0) {
                throw tooLarge();
            }
        }
    }
}
