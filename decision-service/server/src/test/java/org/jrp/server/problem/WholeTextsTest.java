package org.jrp.server.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

class WholeTextsTest {

    record Body(String text, List<String> texts, Map<String, String> named) {}

    private final JsonMapper json =
            JsonMapper.builder().addModule(new WholeTexts().wholeTextsModule()).build();

    @Test
    void half_a_character_is_refused_wherever_it_stands() {
        for (String body : List.of(
                "{\"text\": \"\\udc00x\"}",
                "{\"text\": \"x\\ud800\"}",
                "{\"text\": \"\\ud800\\ud800\\udc00\"}",
                "{\"texts\": [\"a\", \"\\udc00\"]}",
                "{\"named\": {\"a\": \"\\udc00\"}}")) {
            assertThatThrownBy(() -> json.readValue(body, Body.class)).as(body).isInstanceOf(JacksonException.class);
        }
    }

    @Test
    void whole_characters_pass() {
        Body body = json.readValue(
                "{\"text\": \"\\ud842\\udfb7字\", \"texts\": [\"a\", null], \"named\": null}", Body.class);

        assertThat(body.text()).isEqualTo("𠮷字");
        assertThat(body.texts()).containsExactly("a", null);
    }
}
