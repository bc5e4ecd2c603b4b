package io.eventpipeline.runtime.observe;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.CoreConstants;

/** {@code %thrown} in a pattern: the stack trace of the logged exception, if there is one. */
public final class ThrownConverter extends ThrowableHandlingConverter {
  @Override
  public String convert(ILoggingEvent event) {
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown == null) {
      return CoreConstants.EMPTY_STRING;
    }
    return thrown instanceof ThrowableProxy own
        ? ThrownText.trace(own.getThrowable())
        : OneLine.of(thrown.getClassName() + ": " + thrown.getMessage()) + "\n";
  }
}
