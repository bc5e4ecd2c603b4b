package io.eventpipeline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventpipeline.testbed.rig.Answer;
import io.eventpipeline.testbed.rig.Draft;
import io.eventpipeline.testbed.rig.Json;
import io.eventpipeline.testbed.rig.Names;
import io.eventpipeline.testbed.rig.Pipeline;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/**
 * Random and mutated records and bodies. The system property {@code fuzz.count} says how many;
 * {@code fuzz.seed} repeats a run.
 */
class FuzzIT {
  private static final int COUNT = Integer.getInteger("fuzz.count", 20_000);
  private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());
  private static final Duration LONG = Duration.ofSeconds(COUNT / 200 + 60);
  private static final String[] SPICE = {
    "null",
    "true",
    "\"\"",
    "1e400",
    "-1",
    "1.5",
    "{}",
    "[]",
    "\"\\ud800\"",
    "9007199254740993",
    "}",
    "\\u0000"
  };

  private final Random random = new Random(SEED);

  @Test
  void every_junk_record_is_kept_as_it_was_and_every_good_one_is_final() {
    System.out.printf("fuzz: %,d records, seed %d%n", COUNT, SEED);
    try (Pipeline pipeline = Pipeline.start("fuzz", 1, Map.of("RETRY_FIRST", "10ms"))) {
      List<Draft> good = new ArrayList<>();
      List<byte[]> bodies = new ArrayList<>();
      String user = Names.fresh("u");
      for (int i = 0; i < COUNT; i++) {
        if (i % 50 == 0) {
          user = Names.fresh("u");
        }
        if (i % 10 == 0) {
          Draft event = Draft.of(user);
          good.add(event);
          bodies.add(event.record(1));
        } else {
          bodies.add(junk(user));
        }
      }
      pipeline.topic().produceAll(bodies);
      pipeline.topic().awaitPassed(LONG);
      assertThat(pipeline.store().notFinal(good.stream().map(Draft::id).toList())).isEmpty();
      Map<String, ConsumerRecord<byte[], byte[]>> records = new HashMap<>();
      Map<String, String> ids = new HashMap<>();
      for (var record : pipeline.topic().readFrom(Map.of())) {
        String poison = "poison~events~" + record.partition() + "~" + record.offset();
        records.put(poison, record);
        ids.put(poison, idOf(record.value()));
      }
      Map<String, Map<String, String>> poisoned = pipeline.store().events(records.keySet());
      Map<String, Map<String, String>> letters = pipeline.store().deadLetters(records.keySet());
      Set<String> events = pipeline.store().keys("event:*");
      int junk = 0;
      for (var one : records.entrySet()) {
        boolean isPoison = !poisoned.get(one.getKey()).isEmpty();
        boolean isEvent = events.contains("event:" + ids.get(one.getKey()));
        assertThat(isPoison || isEvent).as("fate of %s", one).isTrue();
        if (isPoison) {
          junk++;
          assertThat(poisoned.get(one.getKey()))
              .containsEntry("status", "failed")
              .containsEntry("attempts", "0");
          assertThat(bytes(letters.get(one.getKey())))
              .as("bytes of %s", one)
              .isEqualTo(one.getValue().value() == null ? new byte[0] : one.getValue().value());
        }
      }
      System.out.printf("fuzz: %,d of %,d records are poison%n", junk, records.size());
      assertThat(pipeline.consumer(0).process().isAlive()).isTrue();
      assertThat(pipeline.store().keys("inflight:*")).isEmpty();
    }
  }

  @Test
  void no_body_is_answered_with_a_server_error() {
    int count = COUNT / 4;
    System.out.printf("fuzz: %,d bodies, seed %d%n", count, SEED);
    try (Pipeline pipeline = Pipeline.start("fuzz-api", 0, Map.of())) {
      Map<Integer, Integer> statuses = new TreeMap<>();
      List<String> accepted = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        boolean batch = random.nextBoolean();
        byte[] item = mutated(Json.write(Draft.of(Names.fresh("u")).body()));
        byte[] body = batch ? batch(item) : item;
        Answer answer;
        try {
          answer =
              pipeline.api().post(batch ? "/events/batch" : "/events", "application/json", body);
        } catch (UncheckedIOException e) {
          throw new AssertionError("no answer to " + text(body), e);
        }
        statuses.merge(answer.status(), 1, Integer::sum);
        assertThat(answer.status()).as("%s to %s", answer, text(body)).isIn(202, 400, 413);
        assertThat(text(answer.response().body())).doesNotContain("\tat ", "Exception");
        if (answer.status() == 202 && !batch) {
          accepted.add(answer.json().path("eventId").asText());
        }
      }
      System.out.println("fuzz: answers " + statuses);
      Set<String> logged = new java.util.HashSet<>();
      pipeline.topic().readFrom(Map.of()).forEach(record -> logged.add(idOf(record.value())));
      assertThat(logged).containsAll(accepted);
    }
  }

  private static byte[] batch(byte[] item) {
    String both = "{\"events\":[" + text(item) + "," + Json.write(Draft.of("u").body()) + "]}";
    return both.getBytes(StandardCharsets.UTF_8);
  }

  private byte[] junk(String user) {
    return switch (random.nextInt(6)) {
      case 0 -> null;
      case 1 -> {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        yield bytes;
      }
      default -> mutated(text(Draft.of(user).with("n", random.nextInt()).record(1)));
    };
  }

  /** Some bytes replaced, cut out, put in or spiced. */
  private byte[] mutated(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(bytes.length);
      int to = Math.min(bytes.length, at + random.nextInt(12));
      byte[] put =
          switch (random.nextInt(4)) {
            case 0 -> new byte[] {(byte) random.nextInt(256)};
            case 1 -> new byte[0];
            case 2 -> SPICE[random.nextInt(SPICE.length)].getBytes(StandardCharsets.UTF_8);
            default -> java.util.Arrays.copyOfRange(bytes, at, to);
          };
      byte[] next = new byte[at + put.length + bytes.length - to];
      System.arraycopy(bytes, 0, next, 0, at);
      System.arraycopy(put, 0, next, at, put.length);
      System.arraycopy(bytes, to, next, at + put.length, bytes.length - to);
      bytes = next.length == 0 ? new byte[] {'{'} : next;
    }
    return bytes;
  }

  private static String idOf(byte[] value) {
    try {
      JsonNode id = value == null ? null : Json.read(value).path("id");
      JsonNode own = id == null || !id.isMissingNode() ? id : Json.read(value).path("eventId");
      return own == null ? "" : own.asText();
    } catch (UncheckedIOException noJson) {
      return "";
    }
  }

  private static byte[] bytes(Map<String, String> letter) {
    String payload = letter.getOrDefault("payload", "");
    return "base64".equals(letter.get("encoding"))
        ? Base64.getDecoder().decode(payload)
        : payload.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
