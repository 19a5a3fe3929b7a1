package org.jrp.server.publication;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jrp.release.ReleaseFiles;
import org.jspecify.annotations.Nullable;

/**
 * The files of a draft (工作副本): those of its base, with what was changed.
 *
 * @param base files and scenarios of the base, by path
 * @param changes what stands there instead; empty bytes may stand there, and no value where the file was taken out
 */
record WorkingCopy(SortedMap<String, byte[]> base, Map<String, Optional<byte[]>> changes) {

    /** The same with another text, not saved. */
    WorkingCopy with(String path, byte[] text) {
        Map<String, Optional<byte[]>> changed = new TreeMap<>(changes);
        changed.put(path, Optional.of(text));
        return new WorkingCopy(base, changed);
    }

    byte @Nullable [] find(String path) {
        Optional<byte[]> changed = changes.get(path);
        return changed == null ? base.get(path) : changed.orElse(null);
    }

    /** How that file stands to the base; what is in neither is unchanged. */
    String state(String path) {
        byte[] before = base.get(path);
        byte[] now = find(path);
        if (now == null) {
            return before == null ? "unchanged" : "removed";
        }
        return before == null ? "added" : Arrays.equals(before, now) ? "unchanged" : "changed";
    }

    /** The paths that differ from the base, sorted. */
    List<String> changed() {
        return changes.keySet().stream()
                .filter(path -> !state(path).equals("unchanged"))
                .sorted()
                .toList();
    }

    /** Every path, also those that were taken out, sorted. */
    List<String> paths() {
        List<String> paths = new ArrayList<>(base.keySet());
        changes.keySet().stream().filter(path -> !base.containsKey(path)).forEach(paths::add);
        return paths.stream()
                .filter(path -> base.containsKey(path) || find(path) != null)
                .sorted()
                .toList();
    }

    /** Those that a release holds. */
    ReleaseFiles files() {
        return ReleaseFiles.of(present(false));
    }

    /** The scenarios. */
    SortedMap<String, byte[]> scenarios() {
        return present(true);
    }

    private SortedMap<String, byte[]> present(boolean scenarios) {
        SortedMap<String, byte[]> present = new TreeMap<>();
        for (String path : paths()) {
            byte[] bytes = find(path);
            if (bytes != null && UploadedFiles.scenario(path) == scenarios) {
                present.put(path, bytes);
            }
        }
        return present;
    }
}
