package io.eventpipeline.acceptance;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventpipeline.contract.testing.TestEvent;
import io.eventpipeline.testbed.rig.HttpReply;
import io.eventpipeline.testbed.rig.Json;
import io.eventpipeline.testbed.rig.Names;
import io.eventpipeline.testbed.rig.Pipeline;
import io.eventpipeline.testbed.rig.RedisView;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Random and mutated records and bodies. The system property {@code fuzz.count} says how many;
 * {@code fuzz.seed} repeats a run.
 */
class FuzzIT {
  @RegisterExtension static final StartedServices STARTED = new StartedServices();

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
    Pipeline pipeline = STARTED.start(Pipeline.named("fuzz").consumer("RETRY_FIRST", "10ms"));
    List<TestEvent> good = new ArrayList<>();
    pipeline.topic().produceAll(goodAndJunk(good));
    pipeline.topic().awaitPassed(LONG);
    assertThat(pipeline.redisView().notFinal(TestEvent.ids(good))).isEmpty();
    Map<String, ConsumerRecord<byte[], byte[]>> records = new HashMap<>();
    for (var record : pipeline.topic().readFrom(Map.of())) {
      records.put("poison~events~" + record.partition() + "~" + record.offset(), record);
    }
    assertEachIsPoisonOrEvent(pipeline.redisView(), records);
    assertThat(pipeline.consumer(0).process().isAlive()).isTrue();
    assertThat(pipeline.redisView().keys("inflight:*")).isEmpty();
  }

  /** Every tenth record is an event, which is added to {@code good}. */
  private List<byte[]> goodAndJunk(List<TestEvent> good) {
    List<byte[]> bodies = new ArrayList<>();
    String user = Names.fresh("u");
    for (int i = 0; i < COUNT; i++) {
      if (i % 50 == 0) {
        user = Names.fresh("u");
      }
      if (i % 10 == 0) {
        TestEvent event = anEvent().of(user).timestamp(1);
        good.add(event);
        bodies.add(event.recordBytes());
      } else {
        bodies.add(junk(user));
      }
    }
    return bodies;
  }

  /**
   * @param records by the id that each has if it is poison
   */
  private static void assertEachIsPoisonOrEvent(
      RedisView redis, Map<String, ConsumerRecord<byte[], byte[]>> records) {
    Map<String, Map<String, String>> states = redis.events(records.keySet());
    Map<String, Map<String, String>> letters = redis.deadLetters(records.keySet());
    Set<String> events = redis.keys("event:*");
    int junk = 0;
    for (var one : records.entrySet()) {
      byte[] value = one.getValue().value();
      boolean isPoison = !states.get(one.getKey()).isEmpty();
      boolean isEvent = events.contains("event:" + idOf(value));
      assertThat(isPoison || isEvent).as("fate of %s", one).isTrue();
      if (isPoison) {
        junk++;
        assertThat(states.get(one.getKey()))
            .containsEntry("status", "failed")
            .containsEntry("attempts", "0");
        assertThat(bytes(letters.get(one.getKey())))
            .as("bytes of %s", one)
            .isEqualTo(value == null ? new byte[0] : value);
      }
    }
    System.out.printf("fuzz: %,d of %,d records are poison%n", junk, records.size());
  }

  @Test
  void no_body_is_answered_with_a_server_error() {
    int count = COUNT / 4;
    System.out.printf("fuzz: %,d bodies, seed %d%n", count, SEED);
    Pipeline pipeline = STARTED.start(Pipeline.named("fuzz-api").consumers(0));
    Map<Integer, Integer> statuses = new TreeMap<>();
    List<String> accepted = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean batch = random.nextBoolean();
      byte[] item = mutated(anEvent().of(Names.fresh("u")).request());
      byte[] body = batch ? batch(item) : item;
      HttpReply reply = post(pipeline, batch ? "/events/batch" : "/events", body);
      statuses.merge(reply.status(), 1, Integer::sum);
      if (reply.status() == 202 && !batch) {
        accepted.add(reply.json().path("eventId").asText());
      }
    }
    System.out.println("fuzz: answers " + statuses);
    Set<String> logged = new HashSet<>();
    pipeline.topic().readFrom(Map.of()).forEach(record -> logged.add(idOf(record.value())));
    assertThat(logged).containsAll(accepted);
  }

  private static HttpReply post(Pipeline pipeline, String path, byte[] body) {
    HttpReply reply;
    try {
      reply = pipeline.api().post(path, "application/json", body);
    } catch (UncheckedIOException e) {
      throw new AssertionError("no answer to " + text(body), e);
    }
    assertThat(reply.status()).as("%s to %s", reply, text(body)).isIn(202, 400, 413);
    assertThat(text(reply.response().body())).doesNotContain("\tat ", "Exception");
    return reply;
  }

  private static byte[] batch(byte[] item) {
    String both = "{\"events\":[" + text(item) + "," + anEvent().request() + "]}";
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
      default ->
          mutated(text(anEvent().of(user).with("n", random.nextInt()).timestamp(1).recordBytes()));
    };
  }

  /** Replaces, cuts, repeats or inserts some bytes. */
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
