package io.eventpipeline.local.command;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Plays the steps of a story and prints what was sent, what was asked, and what was seen. All waits
 * together have one bound. One thread.
 */
final class StoryTeller {
  private static final int DUPLICATE = 200;
  private static final Duration IN_ALL = Duration.ofSeconds(95);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

  /** Needs no quotes in a shell. */
  private static final Pattern PLAIN = Pattern.compile("[\\w./:=-]+");

  private final HttpClient http;

  /** Base URL of the dashboard; empty without one. */
  private final String dashboard;

  private final long begun = System.nanoTime();
  private int step;
  private String title = "";

  /**
   * Prints nothing yet.
   *
   * @param dashboard its base URL; empty without one: then there are no links
   */
  StoryTeller(HttpClient http, String dashboard) {
    this.http = http;
    this.dashboard = dashboard;
  }

  /** Begins the next step. */
  void begin(String what) {
    title = what;
    System.out.printf("%n%d. %s%n", ++step, what);
  }

  /**
   * Sends a request, again while the service cannot take it.
   *
   * @param note what it carries
   * @throws IllegalStateException naming the step, if the answer has another status
   */
  void send(HttpRequest request, String note, int expected) throws InterruptedException {
    for (int tries = 1; ; tries++) {
      HttpResponse<String> answer = ask(request);
      int status = answer.statusCode();
      System.out.printf(
          "   %s %s  %s: %d%n", request.method(), request.uri().getPath(), note, status);
      if (status == expected || status == DUPLICATE && tries > 1) {
        return; // Kafka may acknowledge just after a 503
      }
      if (answer.headers().firstValue("Retry-After").isEmpty() || isOver()) {
        throw failed(
            "%s answered %d instead of %d: %s"
                .formatted(request.uri(), status, expected, answer.body()));
      }
      Thread.sleep(RETRY);
    }
  }

  /**
   * Asks until it sees what it expects, and prints that.
   *
   * @param lookAt where a person finds out more
   * @throws IllegalStateException naming the step, what was seen last and {@code lookAt}
   */
  void awaitAnswer(URI at, Predicate<String> expected, String lookAt) throws InterruptedException {
    System.out.printf("   GET %s%n", at);
    HttpRequest request = HttpRequest.newBuilder(at).timeout(ANSWER_WITHIN).build();
    while (true) {
      HttpResponse<String> answer = ask(request);
      if (answer.statusCode() == 200 && expected.test(answer.body())) {
        System.out.printf("   %s%n", answer.body());
        return;
      }
      if (isOver()) {
        throw failed(
            "GET %s answers %d: %s; look at %s"
                .formatted(at, answer.statusCode(), answer.body(), lookAt));
      }
      Thread.sleep(PAUSE);
    }
  }

  /**
   * Looks until something is there, and prints it.
   *
   * @param what is looked for
   * @param look gives null while it is not there
   * @throws IllegalStateException naming the step, {@code what} and {@code lookAt}
   */
  void awaitValue(String what, Supplier<@Nullable String> look, String lookAt)
      throws InterruptedException {
    @Nullable String found = look.get();
    while (found == null) {
      if (isOver()) {
        throw failed("there is no %s; look at %s".formatted(what, lookAt));
      }
      Thread.sleep(PAUSE);
      found = look.get();
    }
    System.out.printf("   %s: %s%n", what, found);
  }

  /** Prints where the dashboard shows an event. */
  void linkToEvent(String eventId) {
    link("/admin/events/" + eventId);
  }

  /** Prints the address of a page of the dashboard. */
  void link(String path) {
    if (!dashboard.isEmpty()) {
      System.out.printf("   see %s%s%n", dashboard, path);
    }
  }

  /**
   * Prints a command, runs it to its end, and prints what it says.
   *
   * @param env variables of its environment besides those of this process; not printed
   * @throws IllegalStateException naming the step, if its status is not 0
   */
  void run(List<String> command, Map<String, String> env) throws InterruptedException {
    System.out.printf("   $ %s%n", shown(command));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(env);
    try {
      Process process = builder.start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      said.lines().forEach(line -> System.out.printf("   %s%n", line));
      int status = process.waitFor();
      if (status != 0) {
        throw failed("that command ended with status %d".formatted(status));
      }
    } catch (IOException e) {
      throw failed("%s cannot be run: %s".formatted(command.getFirst(), Reason.of(e)));
    }
  }

  /** As a shell takes it: arguments hold no single quotes. */
  private static String shown(List<String> words) {
    return words.stream()
        .map(word -> PLAIN.matcher(word).matches() ? word : "'" + word + "'")
        .collect(Collectors.joining(" "));
  }

  void end() {
    System.out.printf("%nEvery step was seen, in %.1f s.%n", (System.nanoTime() - begun) / 1e9);
  }

  private HttpResponse<String> ask(HttpRequest request) throws InterruptedException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw failed(
          "nothing answers at %s: look whether the pipeline still runs".formatted(request.uri()));
    }
  }

  private boolean isOver() {
    return System.nanoTime() - begun > IN_ALL.toNanos();
  }

  private IllegalStateException failed(String why) {
    return new IllegalStateException("step %d (%s) failed: %s".formatted(step, title, why));
  }
}
