package org.jrp.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Holds files against their JSON Schema, and the schemas against the reader. */
class SchemaTest {

    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));
    private static final Map<String, Schema> SCHEMAS = new HashMap<>();

    static Collection<String> files() {
        return ShippedFiles.FILES.keySet();
    }

    @ParameterizedTest
    @MethodSource("files")
    void every_shipped_file_holds_against_its_schema(String file) {
        assertThat(faults(file, ShippedFiles.FILES.get(file))).isEmpty();
    }

    @Test
    void every_small_file_holds_against_its_schema() {
        new SmallFiles()
                .files()
                .forEach((file, bytes) ->
                        assertThat(faults(file, bytes)).as(file).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "instruments/2016-141-defaulter.yaml | encoded: true | encodet: true",
                "instruments/2016-141-defaulter.yaml | level: memorandum | level: memo",
                "instruments/2016-141-defaulter.yaml | issued: 2016-01-20 | issued: 二〇一六年",
                "instruments/2016-141-defaulter.yaml | validFrom: 2016-01-20 | validFrom: 2016-02-30",
                "instruments/2016-141-defaulter.yaml | validFrom: 2016-01-20 | validFrom: null",
                "instruments/2016-141-defaulter.yaml | authorises: unknown | authorises: perhaps",
                "instruments/2016-141-defaulter.yaml | qualifiers: [lawfully] | qualifiers: [lawfuly]",
                "instruments/2016-141-defaulter.yaml | targets: both | targets: everybody",
                "instruments/2016-141-defaulter.yaml | notEncodedBecause: 另行编码 | note: 另行编码",
                "instruments/2016-141-defaulter.yaml | roles: [legal-representative] | roles: []",
                "instruments/2016-141-defaulter.yaml | {ref: old-1, link: memory, authorises: unknown} | {ref: old-1, authorises: unknown}",
                "instruments/2016-1467-tax.yaml | text: 政府采购优先 | words: 政府采购优先",
                "editions/2018-city.yaml | layer: city | layer: town",
                "editions/2018-city.yaml | effectiveFrom: 2018-07-01 | effectiveForm: 2018-07-01",
                "editions/2018-city.yaml | status: reconstructed | status: guessed",
                "editions/2018-city.yaml | feedbackWithin: 10wd | feedbackWithin: ten days",
                "editions/2018-city.yaml | revision: 1 | revision: first",
                "editions/2021-national.yaml | name: 限制申请财政性资金项目, class: 2 | name: 限制申请财政性资金项目",
                "measures.yaml | code: priority-procurement | code: Priority Procurement",
                "measures.yaml | name: 限制参与招标投标, kind: sanction, category: N01, class: 1 | name: 限制参与招标投标, kind: sanction, category: N01, class: 4",
                "measures.yaml | measures: | measure:",
                "lists.yaml | event: exited | event: forgiven",
                "lists.yaml | within: 3wd | within: 3 days",
                "lists.yaml | recogniser: 人民法院 | recognizer: 人民法院",
                "statutes.yaml | provenance: memory | provenance: hearsay",
                "departments.yaml | assumed: false | assumed: maybe",
                "departments.yaml | reason: 本市没有对应部门 | because: 本市没有对应部门",
                "contexts.yaml | name: 融资授信, offered: false | offered: false",
                "matters.yaml | name: 工程招标 | title: 工程招标",
                "roles.yaml | name: 法定代表人 | name: [法定代表人]",
                "calendar.yaml | status: assumed | status: unsure",
                "calendar.yaml | from: 2018-10-01 | from: 10月1日",
            })
    void schema_and_reader_refuse_the_same_faults(String file, String words, String others) {
        SmallFiles small = new SmallFiles();
        small.put(file, small.text(file).replaceFirst(java.util.regex.Pattern.quote(words), others));

        assertThat(faults(file, small.files().get(file)))
                .as("faults by the schema")
                .isNotEmpty();
        assertThat(small.check().errors())
                .as("errors by the reader")
                .anyMatch(problem -> problem.file().equals(file));
    }

    @Test
    void the_words_of_the_schemas_are_those_of_the_program() {
        assertThat(words("instrument", "level")).isEqualTo(codes(BasisLevel.class));
        assertThat(words("instrument", "provenance")).isEqualTo(codes(Provenance.class));
        assertThat(words("instrument", "confidence")).isEqualTo(codes(Confidence.class));
        assertThat(words("instrument", "effect")).isEqualTo(codes(Effect.class));
        assertThat(words("instrument", "link")).isEqualTo(codes(LinkSource.class));
        assertThat(words("instrument", "via")).isEqualTo(codes(Via.class));
        assertThat(words("instrument", "targets")).isEqualTo(codes(Targets.class));
        assertThat(words("instrument", "qualifier")).isEqualTo(new TreeSet<>(CatalogueReader.QUALIFIERS));
    }

    private static <E extends Enum<E> & Coded> Set<String> codes(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(Coded::code).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> words(String schema, String definition) {
        Map<?, ?> root = (Map<?, ?>) tree(ShippedFiles.resource("schemas/" + schema + ".schema.json"));
        Map<?, ?> node = (Map<?, ?>) ((Map<?, ?>) root.get("$defs")).get(definition);
        return ((List<?>) node.get("enum"))
                .stream().map(String::valueOf).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> faults(String file, byte[] bytes) {
        String kind = file.startsWith("instruments/")
                ? "instrument"
                : file.startsWith("editions/") ? "edition" : file.replace(".yaml", "");
        Schema schema = SCHEMAS.computeIfAbsent(
                kind,
                name -> REGISTRY.getSchema(
                        new String(ShippedFiles.resource("schemas/" + name + ".schema.json"), StandardCharsets.UTF_8),
                        InputFormat.JSON));
        return schema.validate(json(tree(bytes)), InputFormat.JSON).stream()
                .map(Error::toString)
                .toList();
    }

    private static Object tree(byte[] bytes) {
        return new Load(LoadSettings.builder().build()).loadFromString(new String(bytes, StandardCharsets.UTF_8));
    }

    private static String json(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> quoted(String.valueOf(entry.getKey())) + ":" + json(entry.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof Collection<?> list) {
            return Stream.of(list.toArray()).map(SchemaTest::json).collect(Collectors.joining(",", "[", "]"));
        }
        return value == null || value instanceof Number || value instanceof Boolean
                ? String.valueOf(value)
                : quoted(value.toString());
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            out.append(c < 0x20 || c == '"' || c == '\\' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
        }
        return out.append('"').toString();
    }
}
