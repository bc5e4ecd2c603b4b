package io.eventpipeline.ingest.http;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** Writes the small documents we answer with; every text from outside is escaped. One thread. */
final class Json {
  private final StringBuilder text = new StringBuilder(128);

  Json raw(String json) {
    text.append(json);
    return this;
  }

  Json string(String value) {
    text.append('"');
    JsonStringEncoder.getInstance().quoteAsString(value, text);
    text.append('"');
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
