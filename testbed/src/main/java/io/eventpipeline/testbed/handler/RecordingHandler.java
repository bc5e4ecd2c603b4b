package io.eventpipeline.testbed.handler;

import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.EventHandler;
import io.eventpipeline.contract.NonRetryable;
import io.eventpipeline.contract.Unavailable;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Records every run, and does what the event's type says.
 *
 * <ul>
 *   <li>{@code test.ok} and {@code test.notify} succeed
 *   <li>{@code test.fail} throws when {@code payload.fail} is true
 *   <li>{@code test.slow} takes {@code payload.ms}
 *   <li>{@code test.final} fails for good
 *   <li>{@code test.unavailable} throws {@link Unavailable} {@code payload.times} times
 *   <li>{@code test.error} throws an {@link Error}
 *   <li>{@code test.stubborn} takes {@code payload.ms} and ignores interrupts
 *   <li>{@code test.mend} fails for good until the file exists that the system property {@code
 *       testbed.mended} names; then it takes {@code payload.ms}, and still fails when {@code
 *       payload.fail} is true
 *   <li>{@code test.halt} and {@code test.exit} end the process
 * </ul>
 *
 * <p>The system property {@code testbed.types} names further types, separated by commas, which
 * succeed.
 */
@Singleton
final class RecordingHandler implements EventHandler {
  private static final Set<String> TYPES =
      Set.of(
          "test.ok",
          "test.notify",
          "test.fail",
          "test.slow",
          "test.final",
          "test.unavailable",
          "test.error",
          "test.stubborn",
          "test.mend",
          "test.halt",
          "test.exit");
  private static final Pattern FAIL = Pattern.compile("\"fail\"\\s*:\\s*true");
  private static final Pattern MS = Pattern.compile("\"ms\"\\s*:\\s*(\\d+)");
  private static final Pattern TIMES = Pattern.compile("\"times\"\\s*:\\s*(\\d+)");

  private final @Nullable String mended = System.getProperty("testbed.mended");
  private final RunFile runs = RunFile.named(System.getProperty("testbed.runs"));
  private final Map<String, Integer> timesAway = new ConcurrentHashMap<>();

  @Override
  public Set<String> types() {
    Set<String> types = new HashSet<>(TYPES);
    Arrays.stream(System.getProperty("testbed.types", "").split(",", -1))
        .filter(type -> !type.isEmpty())
        .forEach(types::add);
    return types;
  }

  @Override
  public void handle(Event event) throws Exception {
    runs.append("start", event);
    Crash.at("start");
    String how = "cut";
    try {
      record(event);
      how = "end";
    } catch (RuntimeException | AssertionError failed) {
      how = "throw";
      throw failed;
    } finally {
      runs.append(how, event);
      Crash.at("end");
    }
  }

  private void record(Event event) throws InterruptedException {
    switch (event.type()) {
      case "test.fail" -> {
        if (FAIL.matcher(event.payload().toString()).find()) {
          throw new IllegalStateException("payload.fail of " + event.id());
        }
      }
      case "test.mend" -> {
        if (mended == null || !Files.exists(Path.of(mended))) {
          throw new NonRetryable("nobody has mended what " + event.id() + " needs");
        }
        Thread.sleep(number(MS, event));
        if (FAIL.matcher(event.payload().toString()).find()) {
          throw new NonRetryable("nothing can mend " + event.id());
        }
      }
      case "test.slow" -> Thread.sleep(number(MS, event));
      case "test.final" -> throw new NonRetryable("no attempt can save " + event.id());
      case "test.unavailable" -> {
        if (timesAway.merge(event.id(), 1, Integer::sum) <= number(TIMES, event)) {
          throw new Unavailable("away for " + event.id());
        }
      }
      case "test.error" -> throw new AssertionError("an error in " + event.id());
      case "test.stubborn" -> stubborn(number(MS, event));
      case "test.halt" -> Runtime.getRuntime().halt(99);
      case "test.exit" -> System.exit(98);
      default -> {}
    }
  }

  private static void stubborn(long ms) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      boolean ignored = Thread.interrupted();
    }
  }

  private static int number(Pattern field, Event event) {
    Matcher found = field.matcher(event.payload().toString());
    if (!found.find()) {
      throw new NonRetryable("the payload lacks " + field);
    }
    return Integer.parseInt(found.group(1));
  }
}
