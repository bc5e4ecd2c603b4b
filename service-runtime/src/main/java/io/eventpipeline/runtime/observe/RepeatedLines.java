package io.eventpipeline.runtime.observe;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Limits the warnings of a library to one line a minute for each kind. A Kafka client that cannot
 * connect logs several lines a second, and hides our own line with the remedy. Lines that differ
 * only in numbers are of one kind. Threads: any.
 */
public final class RepeatedLines extends TurboFilter {
  private static final long AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** Kinds to remember. */
  private static final int MOST_KINDS = 1000;

  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  private final Map<String, Long> lastSaid = new ConcurrentHashMap<>();
  private String library = "";

  /** The prefix of the logger names to limit. Set by logback. */
  public void setLibrary(String name) {
    library = name;
  }

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] params,
      @Nullable Throwable thrown) {
    if (format == null
        || !level.isGreaterOrEqual(Level.WARN)
        || !logger.getName().startsWith(library)) {
      return FilterReply.NEUTRAL;
    }
    return isDue(format, System.nanoTime()) ? FilterReply.NEUTRAL : FilterReply.DENY;
  }

  boolean isDue(String line, long nanos) {
    String kind = NUMBER.matcher(line).replaceAll("0");
    if (lastSaid.size() >= MOST_KINDS) {
      lastSaid.clear();
    }
    Long last = lastSaid.get(kind);
    if (last != null && nanos - last < AGAIN_NANOS) {
      return false;
    }
    return last == null
        ? lastSaid.putIfAbsent(kind, nanos) == null
        : lastSaid.replace(kind, last, nanos);
  }
}
