package io.eventpipeline.local.command;

import io.eventpipeline.local.GivenRedis;
import io.eventpipeline.local.command.DemoScript.DemoEvent;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends the {@link DemoScript} to a running pipeline and shows what happened to each event. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Sends a few events to a running pipeline and shows what happened to each.")
public final class Demo implements Callable<Integer> {
  private static final Duration FINAL_WITHIN = Duration.ofSeconds(60);
  private static final Pattern PLAIN = Pattern.compile("[^\"\\\\\\p{Cntrl}]+");
  private static final String ROW = "%-16s %-12s %3s  %-33s %-10s %8s  %-12s  %s%n";

  @Mixin private RunningPipeline running = new RunningPipeline();

  @Option(names = "--port", description = "port of the API (default: that of the running pipeline)")
  private @Nullable Integer port;

  @Option(
      names = "--redis",
      paramLabel = "URI",
      defaultValue = "${env:PIPELINE_REDIS}",
      description = "Redis of the pipeline (default: that of the running pipeline); see up --help")
  private @Nullable String redis;

  @Option(
      names = "--type",
      defaultValue = "demo",
      description = "type of the events, which a handler must take (${DEFAULT-VALUE})")
  private String type = "demo";

  @Mixin private StoryOptions story = new StoryOptions();

  @Override
  public Integer call() throws Exception {
    Properties where = running.where();
    String api = port != null ? "http://localhost:" + port : where.getProperty("api");
    String uri = redis != null ? redis : where.getProperty("redis");
    requirePlain(type);
    if (api == null || uri == null) {
      throw new IllegalStateException(
          "no pipeline runs on "
              + running
              + ": ./pipeline up starts one (or give --port and --redis)");
    }
    Properties known = port == null ? where : new Properties();
    if (story.isTold()) {
      story.check(known);
    } else {
      TeamHandlers.requireTaken(type, known.getProperty("types", ""));
    }
    meet(URI.create(api), uri, known);
    return 0;
  }

  private void meet(URI api, String uri, Properties known)
      throws IOException, InterruptedException {
    RedisClient client = RedisClient.create(GivenRedis.parse(uri));
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();
        var connection = client.connect()) {
      String run = Long.toString(System.currentTimeMillis(), 36);
      if (story.isTold()) {
        story.tell(http, api, run, known, uri, connection.sync());
      } else {
        play(http, api.resolve("/events"), run, connection.sync());
        WebhookDemo.play(http, api, run, known, connection.sync());
      }
    } catch (RedisException e) {
      throw new IllegalStateException(
          "the pipeline's Redis does not answer (%s)".formatted(Reason.innermost(e)));
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }

  private void play(HttpClient http, URI events, String run, RedisCommands<String, String> redis)
      throws IOException, InterruptedException {
    DemoScript script = DemoScript.write(run, type);
    send(http, events, script.opening());
    System.out.println(
        "waiting until every event is final; a missing seq is given up after the gap timeout");
    awaitFinal(redis, script.opening());
    send(http, events, script.late());
    awaitFinal(redis, script.late());
    List<DemoEvent> all = new ArrayList<>(script.opening());
    all.addAll(script.late());
    show(redis, all);
    if (all.stream()
        .anyMatch(line -> "NoHandler".equals(redis.hget("dlq:" + line.id(), "errorClass")))) {
      System.out.printf(
          "%nThe pipeline has handlers of its own, and none takes the type '%s'. Choose another"
              + " with --type.%n",
          type);
    }
  }

  /** The type goes into JSON unescaped. */
  private static void requirePlain(String type) {
    if (!PLAIN.matcher(type).matches()) {
      throw new IllegalStateException(
          "--type must not contain quotes, backslashes or control characters");
    }
  }

  private static void send(HttpClient http, URI events, List<DemoEvent> lines)
      throws IOException, InterruptedException {
    for (DemoEvent line : lines) {
      HttpResponse<String> answer;
      try {
        answer =
            http.send(
                CommandEvents.post(events, line.body()), HttpResponse.BodyHandlers.ofString());
      } catch (IOException e) {
        throw new IllegalStateException(
            "no API answers at %s (%s): start the pipeline with ./pipeline up"
                .formatted(events, Reason.innermost(e)));
      }
      System.out.printf(
          "POST /events  %s seq %d: %d  (%s)%n",
          line.user(), line.seq(), answer.statusCode(), line.note());
      if (answer.statusCode() != 202) {
        throw new IllegalStateException("the API refused the event: " + answer.body());
      }
    }
  }

  private static void awaitFinal(RedisCommands<String, String> redis, List<DemoEvent> lines)
      throws InterruptedException {
    CommandEvents.awaitFinal(redis, lines.stream().map(DemoEvent::id).toList(), FINAL_WITHIN);
  }

  private static void show(RedisCommands<String, String> redis, List<DemoEvent> lines) {
    System.out.println();
    System.out.printf(
        ROW, "event", "user", "seq", "what was sent", "status", "attempts", "processedAt", "order");
    for (DemoEvent line : lines) {
      Map<String, String> state = redis.hgetall("event:" + line.id());
      System.out.printf(
          ROW,
          line.id(),
          line.user(),
          line.seq(),
          line.note(),
          state.get("status"),
          state.get("attempts"),
          time(state.get("processedAt")),
          String.join(" ", redis.lrange("order:" + line.user(), 0, -1)));
    }
    lines.stream()
        .map(DemoEvent::id)
        .distinct()
        .filter(id -> redis.exists("dlq:" + id) == 1)
        .forEach(
            id ->
                System.out.printf(
                    "%nin the dead-letter queue: %s (%s)%n", id, redis.hget("dlq:" + id, "error")));
  }

  private static String time(@Nullable String millis) {
    if (millis == null) {
      return "";
    }
    return DateTimeFormatter.ofPattern("HH:mm:ss.SSS")
        .format(Instant.ofEpochMilli(Long.parseLong(millis)).atZone(ZoneId.systemDefault()));
  }
}
