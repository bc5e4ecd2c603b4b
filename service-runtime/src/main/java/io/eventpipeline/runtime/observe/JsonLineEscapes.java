package io.eventpipeline.runtime.observe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import net.logstash.logback.decorate.JsonFactoryDecorator;
import org.jspecify.annotations.Nullable;

/**
 * Escapes characters in JSON lines that JSON allows, but that end a line for some readers or
 * control a terminal.
 */
public final class JsonLineEscapes implements JsonFactoryDecorator {
  @Override
  public JsonFactory decorate(JsonFactory factory) {
    return factory.setCharacterEscapes(new Escapes());
  }

  private static final class Escapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] codes = standardAsciiEscapesForJSON();
      codes[0x7F] = ESCAPE_STANDARD;
      return codes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int c) {
      return c > 0x7F && OneLine.isControl(c) ? new SerializedString(OneLine.escape(c)) : null;
    }
  }
}
