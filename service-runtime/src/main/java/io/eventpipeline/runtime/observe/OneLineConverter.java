package io.eventpipeline.runtime.observe;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.pattern.CompositeConverter;

/** {@code %oneLine(…)} in a pattern: keeps its content on one line. */
public final class OneLineConverter extends CompositeConverter<ILoggingEvent> {
  @Override
  protected String transform(ILoggingEvent event, String text) {
    return OneLine.of(text);
  }
}
