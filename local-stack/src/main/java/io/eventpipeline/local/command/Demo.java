package io.eventpipeline.local.command;

import io.eventpipeline.local.GivenRedis;
import io.eventpipeline.local.command.Story.Line;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
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
import picocli.CommandLine.Option;

/** Tells a small story to a running pipeline, and shows what became of each event. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Sends a small story to a running pipeline and shows what became of it.")
public final class Demo implements Callable<Integer> {
  private static final Duration FINAL_WITHIN = Duration.ofSeconds(60);
  private static final Pattern PLAIN = Pattern.compile("[^\"\\\\\\p{Cntrl}]+");
  private static final String ROW = "%-16s %-12s %3s  %-33s %-10s %8s  %-12s  %s%n";

  @Option(
      names = "--data",
      defaultValue = ".pipeline",
      description = "data folder of the running pipeline (${DEFAULT-VALUE})")
  private Path data = Path.of(".pipeline");

  @Option(names = "--port", description = "port of the API (that of the running pipeline)")
  private @Nullable Integer port;

  @Option(
      names = "--redis",
      paramLabel = "URI",
      defaultValue = "${env:PIPELINE_REDIS}",
      description = "its Redis (that of the running pipeline); as with up, see there")
  private @Nullable String redis;

  @Option(
      names = "--type",
      defaultValue = "demo",
      description = "type of the events, which a handler must take (${DEFAULT-VALUE})")
  private String type = "demo";

  @Override
  public Integer call() throws Exception {
    Properties where = DataFolder.whereRunning(data);
    String api = port != null ? "http://localhost:" + port : where.getProperty("api");
    String store = redis != null ? redis : where.getProperty("redis");
    requirePlain(type);
    if (api == null || store == null) {
      throw new IllegalStateException(
          "no pipeline runs on "
              + data
              + ": ./pipeline up starts one (or give --port and --redis)");
    }
    TeamHandlers.requireTaken(type, port == null ? where.getProperty("types", "") : "");
    RedisClient client = RedisClient.create(GivenRedis.parse(store));
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();
        var connection = client.connect()) {
      play(http, URI.create(api + "/events"), connection.sync());
      return 0;
    } catch (RedisException e) {
      throw new IllegalStateException(
          "the pipeline's Redis does not answer (%s)".formatted(Reason.innermost(e)));
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }

  private void play(HttpClient http, URI events, RedisCommands<String, String> store)
      throws IOException, InterruptedException {
    Story story = Story.tell(Long.toString(System.currentTimeMillis(), 36), type);
    send(http, events, story.opening());
    System.out.println("waiting until each is final: a missing seq is given up after a while");
    awaitFinal(store, story.opening());
    send(http, events, story.late());
    awaitFinal(store, story.late());
    List<Line> all = new ArrayList<>(story.opening());
    all.addAll(story.late());
    show(store, all);
    if (all.stream()
        .anyMatch(line -> "NoHandler".equals(store.hget("dlq:" + line.id(), "errorClass")))) {
      System.out.printf(
          "%nThe pipeline has handlers of its own, and none takes the type '%s'. --type TYPE sends"
              + " another.%n",
          type);
    }
  }

  /** It becomes part of JSON as it is. */
  private static void requirePlain(String type) {
    if (!PLAIN.matcher(type).matches()) {
      throw new IllegalStateException("--type is no plain word");
    }
  }

  private static void send(HttpClient http, URI events, List<Line> lines)
      throws IOException, InterruptedException {
    for (Line line : lines) {
      HttpResponse<String> answer;
      try {
        answer = http.send(Events.post(events, line.body()), HttpResponse.BodyHandlers.ofString());
      } catch (IOException e) {
        throw new IllegalStateException(
            "no API answers at %s (%s): ./pipeline up starts one"
                .formatted(events, Reason.innermost(e)));
      }
      System.out.printf(
          "POST /events  %s seq %d: %d  (%s)%n",
          line.user(), line.seq(), answer.statusCode(), line.note());
      if (answer.statusCode() != 202) {
        throw new IllegalStateException("the API refused it: " + answer.body());
      }
    }
  }

  private static void awaitFinal(RedisCommands<String, String> store, List<Line> lines)
      throws InterruptedException {
    Events.awaitFinal(store, lines.stream().map(Line::id).toList(), FINAL_WITHIN);
  }

  private static void show(RedisCommands<String, String> store, List<Line> lines) {
    System.out.println();
    System.out.printf(
        ROW, "event", "user", "seq", "what was sent", "status", "attempts", "processedAt", "order");
    for (Line line : lines) {
      Map<String, String> state = store.hgetall("event:" + line.id());
      System.out.printf(
          ROW,
          line.id(),
          line.user(),
          line.seq(),
          line.note(),
          state.get("status"),
          state.get("attempts"),
          time(state.get("processedAt")),
          String.join(" ", store.lrange("order:" + line.user(), 0, -1)));
    }
    lines.stream()
        .map(Line::id)
        .distinct()
        .filter(id -> store.exists("dlq:" + id) == 1)
        .forEach(
            id ->
                System.out.printf(
                    "%nin the dead-letter queue: %s (%s)%n", id, store.hget("dlq:" + id, "error")));
  }

  private static String time(@Nullable String millis) {
    if (millis == null) {
      return "";
    }
    return DateTimeFormatter.ofPattern("HH:mm:ss.SSS")
        .format(Instant.ofEpochMilli(Long.parseLong(millis)).atZone(ZoneId.systemDefault()));
  }
}
