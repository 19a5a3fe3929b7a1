package org.jrp.listing;

import java.util.List;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Text;
import org.jrp.catalogue.YamlMap;
import org.jspecify.annotations.Nullable;

/**
 * A record that is a mapping of a YAML file.
 *
 * @param problems the list that the mapping itself reports to
 */
record YamlRow(YamlMap map, List<Problem> problems) implements Row {

    @Override
    public String file() {
        return map.file();
    }

    @Override
    public int line() {
        return map.line();
    }

    @Override
    public String label(String key) {
        return key;
    }

    @Override
    public boolean has(String key) {
        return map.has(key);
    }

    @Override
    public @Nullable String text(String key) {
        String text = map.textOrNull(key);
        return text == null || text.isBlank() ? null : text.strip();
    }

    @Override
    public List<Row> rows(String key) {
        return map.maps(key).stream()
                .<Row>map(one -> new YamlRow(one, problems))
                .toList();
    }

    @Override
    public @Nullable Row row(String key) {
        YamlMap inner = map.map(key);
        return inner == null ? null : new YamlRow(inner, problems);
    }

    @Override
    public void error(String code, String key, @Nullable String value, Text message, Text mend) {
        map.error(code, key, value, message, mend);
    }

    @Override
    public void warning(String code, String key, @Nullable String value, Text message, Text mend) {
        problems.add(Problem.warning(code, file(), line(), 0, value, message, mend));
    }

    @Override
    public void finish() {
        map.finish();
    }
}
