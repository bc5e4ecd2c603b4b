package io.eventpipeline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.testbed.rig.Answer;
import io.eventpipeline.testbed.rig.Pipeline;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is refused, how, and that nothing of it reaches Kafka. */
class ValidationIT {
  private static final String JSON = "application/json";
  private static Pipeline pipeline;

  @BeforeAll
  static void start() {
    pipeline = Pipeline.start("validation", 0, Map.of());
  }

  @AfterAll
  static void stop() {
    pipeline.close();
  }

  private static String event(String fields) {
    return "{" + fields + "}";
  }

  private static String withPayload(String payload) {
    return "{\"userId\":\"u\",\"type\":\"t\",\"payload\":" + payload + "}";
  }

  private static Arguments bad(String body, String pointer) {
    return Arguments.of("/events", JSON, body, 400, pointer);
  }

  private static Arguments badBatch(String body, String pointer) {
    return Arguments.of("/events/batch", JSON, body, 400, pointer);
  }

  static Stream<Arguments> badRequests() {
    String good = withPayload("{}");
    String many = IntStream.range(0, 1001).mapToObj(i -> good).collect(Collectors.joining(","));
    return Stream.of(
        bad("", ""),
        bad(" ", ""),
        bad("null", ""),
        bad("[]", ""),
        bad("\"text\"", ""),
        bad("5", ""),
        bad("{", ""),
        bad("{\"userId\":", ""),
        bad(good + "}", ""),
        bad(good + good, ""),
        bad("{'userId':'u'}", ""),
        bad("{\"userId\":\"u\",}", ""),
        bad("\ufeff" + good, ""),
        bad(event("\"a\":" + "[".repeat(100_000)), ""),
        bad(withPayload("{\"a\":" + "[".repeat(200) + "]".repeat(200) + "}"), "/payload"),
        bad("{}", "/userId"),
        bad(event("\"type\":\"t\",\"payload\":{}"), "/userId"),
        bad(event("\"userId\":\"u\",\"payload\":{}"), "/type"),
        bad(event("\"userId\":\"u\",\"type\":\"t\""), "/payload"),
        bad(event("\"userId\":null,\"type\":\"t\",\"payload\":{}"), "/userId"),
        bad(event("\"userId\":7,\"type\":\"t\",\"payload\":{}"), "/userId"),
        bad(event("\"userId\":[\"u\"],\"type\":\"t\",\"payload\":{}"), "/userId"),
        bad(event("\"userId\":\"\",\"type\":\"t\",\"payload\":{}"), "/userId"),
        bad(event("\"userId\":\" \\t\\n\",\"type\":\"t\",\"payload\":{}"), "/userId"),
        bad(event("\"userId\":\"\\u00a0\",\"type\":\"t\",\"payload\":{}"), "/userId"),
        bad(event("\"userId\":\"\\ud800\",\"type\":\"t\",\"payload\":{}"), "/userId"),
        bad(
            event("\"userId\":\"" + "u".repeat(257) + "\",\"type\":\"t\",\"payload\":{}"),
            "/userId"),
        bad(event("\"userId\":\"u\",\"userId\":\"v\",\"type\":\"t\",\"payload\":{}"), "/userId"),
        bad(event("\"userId\":\"u\",\"type\":true,\"payload\":{}"), "/type"),
        bad(event("\"userId\":\"u\",\"type\":\"  \",\"payload\":{}"), "/type"),
        bad(event("\"userId\":\"u\",\"type\":\"" + "t".repeat(257) + "\",\"payload\":{}"), "/type"),
        bad(withPayload("null"), "/payload"),
        bad(withPayload("[]"), "/payload"),
        bad(withPayload("\"{}\""), "/payload"),
        bad(withPayload("1"), "/payload"),
        bad(withPayload("{\"seq\":1.5}"), "/payload/seq"),
        bad(withPayload("{\"seq\":1.0}"), "/payload/seq"),
        bad(withPayload("{\"seq\":1e3}"), "/payload/seq"),
        bad(withPayload("{\"seq\":\"1\"}"), "/payload/seq"),
        bad(withPayload("{\"seq\":null}"), "/payload/seq"),
        bad(withPayload("{\"seq\":true}"), "/payload/seq"),
        bad(withPayload("{\"seq\":{}}"), "/payload/seq"),
        bad(withPayload("{\"seq\":0}"), "/payload/seq"),
        bad(withPayload("{\"seq\":-1}"), "/payload/seq"),
        bad(withPayload("{\"seq\":9007199254740992}"), "/payload/seq"),
        bad(withPayload("{\"seq\":99999999999999999999999999}"), "/payload/seq"),
        bad(withPayload("{\"seq\":1,\"seq\":2}"), "/payload/seq"),
        bad(event("\"eventId\":\"\",\"userId\":\"u\",\"type\":\"t\",\"payload\":{}"), "/eventId"),
        bad(event("\"eventId\":null,\"userId\":\"u\",\"type\":\"t\",\"payload\":{}"), "/eventId"),
        bad(event("\"eventId\":5,\"userId\":\"u\",\"type\":\"t\",\"payload\":{}"), "/eventId"),
        bad(
            event("\"eventId\":\"a b\",\"userId\":\"u\",\"type\":\"t\",\"payload\":{}"),
            "/eventId"),
        bad(
            event("\"eventId\":\"a~b\",\"userId\":\"u\",\"type\":\"t\",\"payload\":{}"),
            "/eventId"),
        bad(event("\"eventId\":\"é\",\"userId\":\"u\",\"type\":\"t\",\"payload\":{}"), "/eventId"),
        bad(
            event("\"eventId\":\"list\",\"userId\":\"u\",\"type\":\"t\",\"payload\":{}"),
            "/eventId"),
        bad(
            event(
                "\"eventId\":\""
                    + "i".repeat(129)
                    + "\",\"userId\":\"u\",\"type\":\"t\",\"payload\":{}"),
            "/eventId"),
        badBatch("[]", ""),
        badBatch("{}", "/events"),
        badBatch("{\"events\":{}}", "/events"),
        badBatch("{\"events\":null}", "/events"),
        badBatch("{\"events\":[]}", "/events"),
        badBatch("{\"events\":[" + good + "],\"events\":[]}", "/events"),
        badBatch("{\"events\":[" + many + "]}", "/events"),
        badBatch("{\"events\":[" + good + ",{]}", ""),
        Arguments.of("/events", "text/plain", good, 415, ""),
        Arguments.of("/events", "application/xml", good, 415, ""),
        Arguments.of("/events", "application/json; charset=utf-16", good, 415, ""),
        Arguments.of("/events", null, good, 415, ""),
        Arguments.of("/events/batch", "text/plain", "{\"events\":[" + good + "]}", 415, ""),
        Arguments.of(
            "/events", JSON, withPayload("{\"a\":\"" + "x".repeat(1_100_000) + "\"}"), 413, ""),
        Arguments.of("/events", JSON, "x".repeat(9_000_000), 413, ""),
        Arguments.of("/event", JSON, good, 404, ""));
  }

  @ParameterizedTest
  @MethodSource("badRequests")
  void is_refused_and_does_not_reach_kafka(
      String path, String contentType, String body, int status, String pointer) {
    Map<Integer, Long> before = pipeline.topic().endOffsets();
    Answer answer = pipeline.api().post(path, contentType, body.getBytes(StandardCharsets.UTF_8));
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
    Answer answer =
        pipeline
            .api()
            .sendItems(
                List.of(
                    Map.of(
                        "eventId", "m1", "userId", "u", "type", "t", "payload", Map.of("seq", 1)),
                    Map.of(
                        "eventId", "m2", "userId", "u", "type", "t", "payload", Map.of("seq", 0)),
                    "no event",
                    Map.of("eventId", "bad id", "userId", "u", "type", "t", "payload", Map.of()),
                    Map.of("userId", "u", "type", "t", "payload", Map.of("seq", 2))));
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.results("status"))
        .containsExactly("accepted", "invalid", "invalid", "invalid", "accepted");
    assertThat(answer.results("error").get(1)).contains("/events/1/payload/seq");
    List<String> ids = answer.results("eventId");
    assertThat(ids.get(0)).isEqualTo("m1");
    assertThat(ids.get(4))
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  }

  @Test
  void what_stands_on_the_edge_is_accepted() {
    for (String body :
        List.of(
            withPayload("{\"seq\":9007199254740991}"),
            event("\"userId\":\"" + "😀".repeat(256) + "\",\"type\":\"t\",\"payload\":{}"),
            event(
                "\"eventId\":\""
                    + "i".repeat(128)
                    + "\",\"userId\":\"edge\",\"type\":\"t\",\"payload\":{},\"more\":[{}]"),
            " \n" + withPayload("{\"a\":{\"seq\":0}}") + " \r\n")) {
      assertThat(pipeline.api().postJson("/events", body).status()).isEqualTo(202);
    }
  }
}
