package org.jrp.catalogue;

import java.util.Map;
import java.util.SortedMap;

/** Holds published editions against their recorded digests (摘要核对): an edition once published never changes. */
final class DigestChecks {

    private final Map<String, byte[]> files;
    private final Catalogue catalogue;
    private final CatalogueReader reader;

    DigestChecks(Map<String, byte[]> files, Catalogue catalogue, CatalogueReader reader) {
        this.files = files;
        this.catalogue = catalogue;
        this.reader = reader;
    }

    void run(SortedMap<String, String> digests) {
        for (Edition edition : catalogue.editions()) {
            YamlMap recorded = reader.digests().get(edition.id());
            String digest = digests.get(edition.id());
            if (digest == null) {
                continue;
            }
            if (recorded == null) {
                reader.written(edition)
                        .warning(
                                "edition-not-recorded",
                                "status",
                                edition.status(),
                                new Text(
                                        "已公布的版次 " + edition.id() + " 没有记录摘要。",
                                        "The published edition (" + edition.id() + ") has no recorded digest."),
                                new Text(
                                        "请在 digests.yaml 中写入 " + edition.id() + ": " + digest + "。",
                                        "Add " + edition.id() + ": " + digest + " to digests.yaml."));
            } else if (!recorded.text(edition.id()).equals(digest)) {
                reader.written(edition)
                        .error(
                                "published-edition-changed",
                                "id",
                                edition.id(),
                                new Text(
                                        "已公布的版次 " + edition.id() + " 与 digests.yaml 记录的摘要不符。",
                                        "The published edition (" + edition.id()
                                                + ") differs from its digest in digests.yaml."),
                                new Text(
                                        "已公布的版次不得修改:请恢复原文,另写一个新的修订版(revision)。",
                                        "Published editions never change: restore it, and make a new revision."));
            }
        }
        reader.digests().forEach((id, recorded) -> {
            if (!digests.containsKey(id)) {
                reportMissing(id, recorded);
            }
        });
    }

    private void reportMissing(String id, YamlMap recorded) {
        if (files.containsKey("editions/" + id + ".yaml")
                && catalogue.findEdition(id).isEmpty()) {
            return;
        }
        boolean draft = catalogue.findEdition(id).isPresent();
        recorded.error(
                draft ? "published-edition-withdrawn" : "published-edition-removed",
                id,
                null,
                draft
                        ? new Text(
                                "已公布的版次 " + id + " 改成了草案。",
                                "The published edition (" + id + ") was turned into a draft.")
                        : new Text("已公布的版次 " + id + " 没有文件。", "The published edition (" + id + ") has no file."),
                new Text("已公布的版次应保留:请恢复原文件。", "Published editions stay: restore its file."));
    }
}
