package io.eventpipeline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.testbed.rig.EventsTopic;
import io.eventpipeline.testbed.rig.HttpReply;
import io.eventpipeline.testbed.rig.Names;
import io.eventpipeline.testbed.rig.Pipeline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Events in other forms than ours become the same events, over HTTP and straight in Kafka. */
class FormsIT {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final String JSON = "application/json";
  private static final String CLOUD_EVENT = "application/cloudevents+json";

  @RegisterExtension static final StartedServices STARTED = new StartedServices();

  private static Pipeline pipeline;

  @BeforeAll
  static void start() {
    pipeline = STARTED.start(Pipeline.named("forms"));
  }

  @Test
  void a_typed_event_ends_as_the_same_event_on_both_ways() {
    assertSameOnBothWays(
        JSON,
        "{'eventType':'test.ok','eventId':'ID','orderId':'17','userId':'USER','seq':SEQ,"
            + "'timestamp':'2026-01-01T00:00:00Z'}");
  }

  @Test
  void a_cloud_event_ends_as_the_same_event_on_both_ways() {
    assertSameOnBothWays(
        CLOUD_EVENT,
        "{'specversion':'1.0','id':'ID','source':'/s','type':'test.ok','partitionkey':'USER',"
            + "'sequence':'SEQ','time':'2026-01-01T00:00:00Z','data':{'a':1}}");
  }

  private static void assertSameOnBothWays(String contentType, String template) {
    String user = Names.fresh("u");
    String first = Names.fresh("http");
    String second = Names.fresh("kafka");
    String sent = event(template, first, user, 1);
    assertThat(post(contentType, sent).status()).isEqualTo(202);
    produce(user, sent);
    produce(user, event(template, second, user, 2));

    pipeline.redisView().awaitFinal(List.of(first, second), SOON);
    pipeline.topic().awaitPassed(SOON);

    assertThat(comparable(first)).isEqualTo(comparable(second)).containsEntry("userId", user);
    assertThat(pipeline.redisView().event(first)).containsEntry("seq", "1");
    assertThat(pipeline.redisView().order(user)).containsExactly("1", "2");
    assertThat(pipeline.runs().notRunOnce(List.of(first, second))).isEmpty();
  }

  private static Map<String, String> comparable(String id) {
    Map<String, String> event = new TreeMap<>(pipeline.redisView().event(id));
    assertThat(event).containsEntry("status", "processed");
    event.keySet().removeAll(List.of("seq", "processedAt"));
    return event;
  }

  private static String event(String template, String id, String user, int seq) {
    return template
        .replace('\'', '"')
        .replace("ID", id)
        .replace("USER", user)
        .replace("SEQ", Integer.toString(seq));
  }

  /** How far exactly a time may be away, SentEventsTest shows with a clock that stands still. */
  @Test
  void each_analytics_event_gets_its_own_answer_in_order() {
    String user = Names.fresh("u");
    String old = Names.fresh("old");
    String good = Names.fresh("good");
    String last = Names.fresh("last");
    assertThat(post(JSON, "[" + click(old, user, 0) + "]").results("status"))
        .containsExactly("success");
    pipeline.redisView().awaitFinal(List.of(old), SOON);

    HttpReply reply =
        post(
            JSON,
            "["
                + String.join(
                    ",",
                    click(good, user, -60),
                    click("late", user, -121),
                    click("early", user, 300),
                    "{\"event_id\":\"bad\",\"user_id\":7,\"ts\":0}",
                    "5",
                    click(good, user, 0),
                    click(old, user, 0),
                    click(last, user, 60))
                + "]");

    assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    assertThat(reply.results("status"))
        .containsExactly(
            "success", "error", "error", "error", "error", "error", "error", "success");
    assertThat(reply.results("code"))
        .containsExactly(
            null, "invalid", "invalid", "invalid", "invalid", "duplicate", "duplicate", null);
    assertThat(reply.results("event_id"))
        .containsExactly(good, "late", "early", "bad", null, good, old, last);
    assertThat(reply.results("message").get(1))
        .isEqualTo("/1/ts must be within 120 s of the server's clock");
    pipeline.redisView().awaitFinal(List.of(good, last), SOON);
    assertThat(pipeline.runs().notRunOnce(List.of(old, good, last))).isEmpty();
    assertThat(pipeline.redisView().notFinal(List.of("late", "early", "bad")))
        .containsExactly("late", "early", "bad");
  }

  private static String click(String id, String user, int seconds) {
    return "{\"event_id\":\"%s\",\"user_id\":\"%s\",\"type\":\"test.ok\",\"ts\":\"%s\"}"
        .formatted(id, user, Instant.now().plusSeconds(seconds));
  }

  private static HttpReply post(String contentType, String body) {
    return pipeline.api().post("/events", contentType, body.getBytes(StandardCharsets.UTF_8));
  }

  private static void produce(String user, String record) {
    pipeline
        .topic()
        .produceRaw(
            EventsTopic.partitionOf(user),
            user.getBytes(StandardCharsets.UTF_8),
            record.getBytes(StandardCharsets.UTF_8));
  }
}
