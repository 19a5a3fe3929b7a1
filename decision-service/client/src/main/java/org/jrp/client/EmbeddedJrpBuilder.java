package org.jrp.client;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import javax.crypto.SecretKey;
import org.jrp.release.Release;
import org.jspecify.annotations.Nullable;

/** The settings of an embedded engine (嵌入式设置). */
public final class EmbeddedJrpBuilder {

    private static final long USUAL_BYTES = 64L << 20;
    private static final long FEWEST_BYTES = 1L << 10;

    private final String department;
    private @Nullable EntrySource entries;
    private @Nullable Path records;
    private @Nullable Release release;
    private @Nullable Following following;
    private Duration pause = Duration.ofSeconds(10);
    private @Nullable PersonalFields personal;
    private String place = "341182";
    private long mostBytes = USUAL_BYTES;
    private Locale language = Locale.SIMPLIFIED_CHINESE;
    private InstantSource clock = InstantSource.system();
    private RecordStorage storage = RecordStorage.DISK;

    EmbeddedJrpBuilder(String department) {
        if (department.isBlank()) {
            throw new IllegalArgumentException("The department is blank. Give the code of the department that asks.");
        }
        this.department = department;
    }

    /** Where entries come from, such as {@link EntryFile#of}. Needed. */
    public EmbeddedJrpBuilder entries(EntrySource source) {
        this.entries = source;
        return this;
    }

    /** The folder that records are kept in; made, for its owner alone, where it is missing. Needed. */
    public EmbeddedJrpBuilder records(Path folder) {
        this.records = folder;
        return this;
    }

    /** The release to decide by, from a folder or a signed zip; the caller closes it. The shipped one unless said otherwise. */
    public EmbeddedJrpBuilder release(Release given) {
        this.release = given;
        return this;
    }

    /**
     * Follows the release that a server decides by: from the last good one on the disk, or the one given or shipped where there is none, to each
     * that becomes active there, once its signature is checked. Each release's entries are read anew. {@link EmbeddedJrp#status} tells how it goes.
     *
     * @param client of any role
     * @param key of the installation; taken from somebody you trust, as {@link ReleaseKeys#fromPem}
     * @param folder in which the last good release is kept; one for each process
     */
    public EmbeddedJrpBuilder followReleases(JrpClient client, PublicKey key, Path folder) {
        this.following = new Following(client, key, folder);
        return this;
    }

    private record Following(JrpClient client, PublicKey key, Path folder) {}

    EmbeddedJrpBuilder pause(Duration afterFailure) {
        this.pause = afterFailure;
        return this;
    }

    /**
     * Keeps whom each check was about, encrypted by that key; without one it is not kept at all.
     *
     * @param key an AES key of 256 bits
     */
    public EmbeddedJrpBuilder personalKey(SecretKey key) {
        this.personal = new PersonalFields(key);
        return this;
    }

    /** Division code of the asking department; 341182 unless said otherwise. */
    public EmbeddedJrpBuilder place(String division) {
        if (!Questions.division(division)) {
            throw new IllegalArgumentException("The division code (%s) should have six digits.".formatted(division));
        }
        this.place = division;
        return this;
    }

    /** How long a record file grows before the next is begun, in bytes; 64 MiB unless said otherwise. */
    public EmbeddedJrpBuilder recordFileBytes(long most) {
        if (most < FEWEST_BYTES) {
            throw new IllegalArgumentException(
                    "The size of a record file (%d) should be %d bytes or more.".formatted(most, FEWEST_BYTES));
        }
        this.mostBytes = most;
        return this;
    }

    /** The language of refusals; Chinese unless said otherwise. */
    public EmbeddedJrpBuilder language(Locale locale) {
        this.language = locale;
        return this;
    }

    /** What tells the time; the system unless said otherwise. */
    public EmbeddedJrpBuilder clock(InstantSource source) {
        this.clock = source;
        return this;
    }

    EmbeddedJrpBuilder storage(RecordStorage other) {
        this.storage = other;
        return this;
    }

    /**
     * The engine, its release compiled, its entries read, its record files checked and locked.
     *
     * @throws IllegalStateException when a needed setting is missing, or another engine writes to the folder
     * @throws IOException when the record files cannot be opened
     * @throws RuntimeException when the entries cannot be had
     */
    public EmbeddedJrp open() throws IOException {
        EntrySource source = entries;
        Path folder = records;
        if (source == null || folder == null) {
            throw new IllegalStateException("The engine needs entries(…) and records(…).");
        }
        RecordFiles files = RecordFiles.open(folder, mostBytes, clock, storage);
        Release own = null;
        boolean opened = false;
        try {
            Following wanted = following;
            ReleaseFollower follower = wanted == null
                    ? null
                    : new ReleaseFollower(wanted.client(), wanted.key(), wanted.folder(), clock, pause);
            own = follower == null ? null : follower.lastGood();
            Release by = own == null ? release : own;
            if (by == null) {
                own = Release.shipped();
                by = own;
            }
            EmbeddedJrp embedded = new EmbeddedJrp(
                    by, own != null, source, place, language, department, personal, files, clock, follower);
            opened = true;
            return embedded;
        } finally {
            if (!opened) {
                files.close();
                if (own != null) {
                    own.close();
                }
            }
        }
    }
}
