package io.eventpipeline.local.simulate;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends one request, again while the API cannot take it: the ids stay, so that it has one effect.
 * Threads: any.
 */
final class SimulationSender {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int TOO_MANY = 429;
  private static final int UNAVAILABLE = 503;
  private static final int SHOWN = 300;

  /** Stands in each item of an analytics answer that was not taken. */
  private static final Pattern CODE = Pattern.compile("\"code\"\\s*:\\s*\"(\\w+)\"");

  /** What became of one try. */
  private sealed interface Try {
    record Done(SendOutcome outcome) implements Try {}

    record Again(String why, Duration after) implements Try {}
  }

  private final HttpClient http;
  private final SimulationTarget target;
  private final SimulationCounts counts;

  SimulationSender(HttpClient http, SimulationTarget target, SimulationCounts counts) {
    this.http = http;
    this.target = target;
    this.counts = counts;
  }

  /** Sends it and waits for its end, for a little more than a minute at most. */
  SendOutcome send(PlannedSend send) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (boolean isRepeated = false; ; isRepeated = true) {
      switch (attempt(send, isRepeated)) {
        case Try.Done(SendOutcome outcome) -> {
          return outcome;
        }
        case Try.Again(String why, Duration after) -> {
          if (System.nanoTime() + after.toNanos() > end) {
            return new SendOutcome.Wrong("still after " + PATIENCE.toSeconds() + " s: " + why);
          }
          counts.repeated();
          Thread.sleep(after);
        }
      }
    }
  }

  private Try attempt(PlannedSend send, boolean isRepeated) throws InterruptedException {
    try {
      HttpResponse<String> answer =
          http.send(
              target.request(send, System.currentTimeMillis()),
              HttpResponse.BodyHandlers.ofString());
      int status = answer.statusCode();
      counts.answered(send.kind(), Integer.toString(status));
      if (status == TOO_MANY || status == UNAVAILABLE) {
        return new Try.Again("the API answers " + status, retryAfter(answer));
      }
      return send.kind() == SendKind.CLICKS && status == 200
          ? items(answer, isRepeated)
          : new Try.Done(judge(send.kind(), answer));
    } catch (IOException e) {
      counts.answered(send.kind(), SimulationCounts.NO_ANSWER);
      return new Try.Again("the API does not answer (%s)".formatted(reason(e)), PAUSE);
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private static SendOutcome judge(SendKind kind, HttpResponse<String> answer) {
    return kind.expects(answer.statusCode())
        ? new SendOutcome.Expected(answer.statusCode())
        : wrong(answer);
  }

  private static SendOutcome.Wrong wrong(HttpResponse<String> answer) {
    String body = answer.body();
    return new SendOutcome.Wrong(
        "the API answered %d: %s"
            .formatted(
                answer.statusCode(),
                body.length() > SHOWN ? body.substring(0, SHOWN) + "…" : body));
  }

  /** Each event has a result of its own. All are sent again if one was not taken. */
  private static Try items(HttpResponse<String> answer, boolean isRepeated) {
    boolean isPartial = false;
    Matcher code = CODE.matcher(answer.body());
    while (code.find()) {
      switch (code.group(1)) {
        case "rate_limited", "unavailable" -> isPartial = true;
        case "duplicate" -> {
          if (!isRepeated) {
            return new Try.Done(wrong(answer));
          }
        }
        default -> {
          return new Try.Done(wrong(answer));
        }
      }
    }
    return isPartial
        ? new Try.Again("the API does not take all clicks", PAUSE)
        : new Try.Done(new SendOutcome.Expected(answer.statusCode()));
  }

  private static Duration retryAfter(HttpResponse<String> answer) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .filter(seconds -> seconds.matches("\\d{1,4}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
        .orElse(PAUSE);
  }
}
