package io.eventpipeline.runtime.observe;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Records what a logger and those below it write, for a test, until it is closed. */
public final class LogRecorder implements AutoCloseable {
  private final Logger logger;
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  private LogRecorder(String name) {
    logger = (Logger) LoggerFactory.getLogger(name);
    lines.start();
    logger.addAppender(lines);
  }

  /** Records the logger of one class. */
  public static LogRecorder of(Class<?> type) {
    return new LogRecorder(type.getName());
  }

  /** Records all loggers. */
  public static LogRecorder ofAll() {
    return new LogRecorder(Logger.ROOT_LOGGER_NAME);
  }

  /** All lines so far. */
  public List<ILoggingEvent> lines() {
    synchronized (lines) { // as the appender does, for other threads still log
      return List.copyOf(lines.list);
    }
  }

  /** The messages of all lines so far. */
  public List<String> messages() {
    return lines().stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  /** The messages of all warnings and errors so far. */
  public List<String> warnings() {
    return lines().stream()
        .filter(line -> line.getLevel().isGreaterOrEqual(Level.WARN))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Override
  public void close() {
    logger.detachAppender(lines);
  }
}
