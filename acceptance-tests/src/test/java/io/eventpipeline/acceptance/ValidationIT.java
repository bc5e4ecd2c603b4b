package io.eventpipeline.acceptance;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.contract.testing.TestEvent;
import io.eventpipeline.testbed.rig.HttpReply;
import io.eventpipeline.testbed.rig.Pipeline;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the API refuses, how, and that nothing refused reaches Kafka. */
class ValidationIT {
  private static final String JSON = "application/json";
  private static final TestEvent EVENT = anEvent().withoutId().of("u").type("t");
  private static final String GOOD = EVENT.request();

  @RegisterExtension static final StartedServices STARTED = new StartedServices();

  private static Pipeline pipeline;

  @BeforeAll
  static void start() {
    pipeline = STARTED.start(Pipeline.named("validation").consumers(0));
  }

  private static Arguments bad(String body, String pointer) {
    return Arguments.of("/events", JSON, body, 400, pointer);
  }

  private static Arguments bad(TestEvent event, String pointer) {
    return bad(event.request(), pointer);
  }

  private static Arguments badBatch(String body, String pointer) {
    return Arguments.of("/events/batch", JSON, body, 400, pointer);
  }

  static Stream<Arguments> badRequests() {
    return Stream.of(badJson(), badUsersAndTypes(), badPayloads(), badIds(), badBatches(), others())
        .flatMap(stream -> stream);
  }

  private static Stream<Arguments> badJson() {
    return Stream.of(
            "",
            " ",
            "null",
            "[]",
            "\"text\"",
            "5",
            "{",
            "{\"userId\":",
            GOOD + "}",
            GOOD + GOOD,
            "{'userId':'u'}",
            "{\"userId\":\"u\",}",
            "\ufeff" + GOOD,
            "{\"a\":" + "[".repeat(100_000) + "}")
        .map(body -> bad(body, ""));
  }

  private static Stream<Arguments> badUsersAndTypes() {
    return Stream.of(
        bad("{}", "/userId"),
        bad(EVENT.without("userId"), "/userId"),
        bad(EVENT.without("type"), "/type"),
        bad(EVENT.without("payload"), "/payload"),
        bad(EVENT.field("userId", null), "/userId"),
        bad(EVENT.field("userId", 7), "/userId"),
        bad(EVENT.field("userId", List.of("u")), "/userId"),
        bad(EVENT.of(""), "/userId"),
        bad(EVENT.of(" \t\n"), "/userId"),
        bad(EVENT.of("\u00a0"), "/userId"),
        bad(GOOD.replace("\"u\"", "\"\\ud800\""), "/userId"),
        bad(EVENT.of("u".repeat(257)), "/userId"),
        bad(GOOD.replace("{\"userId\"", "{\"userId\":\"v\",\"userId\""), "/userId"),
        bad(EVENT.field("type", true), "/type"),
        bad(EVENT.type("  "), "/type"),
        bad(EVENT.type("t".repeat(257)), "/type"));
  }

  private static Stream<Arguments> badPayloads() {
    Stream<Arguments> payloads =
        Stream.of("null", "[]", "\"{}\"", "1", "{\"a\":" + "[".repeat(200) + "]".repeat(200) + "}")
            .map(payload -> bad(EVENT.payload(payload), "/payload"));
    Stream<Arguments> seqs =
        Stream.of(
                "1.5",
                "1.0",
                "1e3",
                "\"1\"",
                "null",
                "true",
                "{}",
                "0",
                "-1",
                "9007199254740992",
                "99999999999999999999999999",
                "1,\"seq\":2")
            .map(seq -> bad(EVENT.payload("{\"seq\":" + seq + "}"), "/payload/seq"));
    return Stream.concat(payloads, seqs);
  }

  private static Stream<Arguments> badIds() {
    return Stream.of("", null, 5, "a b", "a~b", "é", "list", "i".repeat(129))
        .map(id -> bad(EVENT.field("eventId", id), "/eventId"));
  }

  private static Stream<Arguments> badBatches() {
    String many = Stream.generate(() -> GOOD).limit(1001).collect(Collectors.joining(","));
    return Stream.of(
        badBatch("[]", ""),
        badBatch("{}", "/events"),
        badBatch("{\"events\":{}}", "/events"),
        badBatch("{\"events\":null}", "/events"),
        badBatch("{\"events\":[]}", "/events"),
        badBatch("{\"events\":[" + GOOD + "],\"events\":[]}", "/events"),
        badBatch("{\"events\":[" + many + "]}", "/events"),
        badBatch("{\"events\":[" + GOOD + ",{]}", ""));
  }

  /** Wrong media types, bodies that are too large, and a wrong path. */
  private static Stream<Arguments> others() {
    String batch = "{\"events\":[" + GOOD + "]}";
    return Stream.of(
        Arguments.of("/events", "text/plain", GOOD, 415, ""),
        Arguments.of("/events", "application/xml", GOOD, 415, ""),
        Arguments.of("/events", "application/json; charset=utf-16", GOOD, 415, ""),
        Arguments.of("/events", null, GOOD, 415, ""),
        Arguments.of("/events/batch", "text/plain", batch, 415, ""),
        Arguments.of("/events", JSON, EVENT.with("a", "x".repeat(1_100_000)).request(), 413, ""),
        Arguments.of("/events", JSON, "x".repeat(9_000_000), 413, ""),
        Arguments.of("/event", JSON, GOOD, 404, ""));
  }

  @ParameterizedTest
  @MethodSource("badRequests")
  void is_refused_and_does_not_reach_kafka(
      String path, String contentType, String body, int status, String pointer) {
    Map<Integer, Long> before = pipeline.topic().endOffsets();
    HttpReply answer =
        pipeline.api().post(path, contentType, body.getBytes(StandardCharsets.UTF_8));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
    assertThat(answer.json().path("status").asInt()).isEqualTo(status);
    assertThat(answer.json().path("title").asText()).isNotBlank();
    if (status == 400) {
      assertThat(answer.pointers()).contains(pointer);
    }
    assertThat(pipeline.topic().endOffsets()).isEqualTo(before);
  }

  @Test
  void in_a_mixed_batch_only_the_bad_are_refused() {
    String items =
        String.join(
            ",",
            EVENT.id("m1").seq(1).request(),
            EVENT.id("m2").seq(0).request(),
            "\"no event\"",
            EVENT.id("bad id").request(),
            EVENT.seq(2).request());
    HttpReply reply = pipeline.api().postJson("/events/batch", "{\"events\":[" + items + "]}");
    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.results("status"))
        .containsExactly("accepted", "invalid", "invalid", "invalid", "accepted");
    assertThat(reply.results("error").get(1)).contains("/events/1/payload/seq");
    List<String> ids = reply.results("eventId");
    assertThat(ids.get(0)).isEqualTo("m1");
    assertThat(ids.get(4))
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  }

  @Test
  void values_at_the_limits_are_accepted() {
    for (String body :
        List.of(
            EVENT.seq(9007199254740991L).request(),
            EVENT.of("😀".repeat(256)).request(),
            EVENT.id("i".repeat(128)).of("edge").field("more", List.of(Map.of())).request(),
            " \n" + EVENT.payload("{\"a\":{\"seq\":0}}").request() + " \r\n")) {
      assertThat(pipeline.api().postJson("/events", body).status()).isEqualTo(202);
    }
  }
}
