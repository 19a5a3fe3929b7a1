package org.jrp.server.problem;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.deser.jdk.StringDeserializer;
import tools.jackson.databind.module.SimpleModule;

/** Refuses texts that are no Unicode (残缺字符): half of a pair of surrogates can be escaped in JSON, but be kept nowhere. */
@Configuration(proxyBeanMethods = false)
class WholeTexts {

    @Bean
    JacksonModule wholeTextsModule() {
        return new SimpleModule("whole-texts").addDeserializer(String.class, new Whole());
    }

    private static final class Whole extends StringDeserializer {

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) {
            String text = super.deserialize(parser, context);
            return text == null || whole(text)
                    ? text
                    : (String) context.handleWeirdStringValue(String.class, "", "The text is no Unicode.");
        }
    }

    static boolean whole(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isLowSurrogate(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }
}
