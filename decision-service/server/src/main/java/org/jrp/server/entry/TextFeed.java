package org.jrp.server.entry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.ListType;
import org.jrp.listing.EntriesReader;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** A text file as it arrives over the wire (文本上传): CSV, NDJSON or YAML; read once, never held whole. */
final class TextFeed implements ImportFeed {

    private final String name;
    private final EntriesReader.Format format;
    private final Measured in;

    /**
     * @param length its length as announced; -1 where it was not
     * @param most bytes it may have
     */
    TextFeed(String name, EntriesReader.Format format, InputStream in, long length, long most) {
        this.name = name;
        this.format = format;
        this.in = new Measured(in, length, most);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long length() {
        return in.length;
    }

    @Override
    public long read(Catalogue catalogue, @Nullable ListType list, EntriesReader.Sink sink) throws IOException {
        long rows = EntriesReader.stream(name, in, format, catalogue, list, sink);
        in.finish();
        return rows;
    }

    @Override
    public byte[] digest() {
        return in.sha.digest();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    static ProblemException tooLarge(long most) {
        return ProblemException.of(
                413,
                "too-large",
                "文件超过 " + (most >> 20) + " MB,未写入任何内容;请分成几个文件。",
                "The file has more than " + (most >> 20) + " MB. Nothing of it landed; split it.");
    }

    /** Counts and hashes what passes. */
    static final class Measured extends FilterInputStream {

        private final long length;
        private final long most;
        private final MessageDigest sha = sha256();
        private long count;

        Measured(InputStream in, long length, long most) {
            super(in);
            this.length = length;
            this.most = most;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            int got = read(one, 0, 1);
            return got < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int wanted) throws IOException {
            int got = super.read(bytes, offset, wanted);
            if (got > 0) {
                count += got;
                if (count > most) {
                    throw tooLarge(most);
                }
                sha.update(bytes, offset, got);
            }
            return got;
        }

        @Override
        public long skip(long wanted) throws IOException {
            return readNBytes((int) Math.min(wanted, 1 << 13)).length;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        byte[] sha() {
            return sha.digest();
        }

        /** Reads what is left, and refuses a file that ends early. */
        void finish() throws IOException {
            byte[] rest = new byte[1 << 13];
            while (read(rest, 0, rest.length) >= 0) {
                // only to count and hash it
            }
            if (length >= 0 && count != length) {
                throw new IOException("The upload ended early.");
            }
        }
    }
}
