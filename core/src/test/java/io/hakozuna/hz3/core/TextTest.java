package io.hakozuna.hz3.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;

/** The console finds a text by its position in the class. */
class TextTest {
    @Test
    void aTextsNumberIsItsPosition() throws IllegalAccessException {
        Field[] texts = Text.class.getFields();
        for (int i = 0; i < texts.length; i++) {
            assertEquals(i, texts[i].getInt(null), texts[i].getName());
        }
    }
}
