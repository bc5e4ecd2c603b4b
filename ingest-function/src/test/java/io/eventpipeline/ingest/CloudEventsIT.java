package io.eventpipeline.ingest;

import static io.eventpipeline.ingest.Rig.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.runtime.server.EmbeddedServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudEventsIT {
  private static final String STRUCTURED = "application/cloudevents+json";
  private static final String BATCH = "application/cloudevents-batch+json";

  @TempDir static Path dir;
  static Rig rig;
  static EmbeddedServer api;

  @BeforeAll
  static void start() {
    rig = new Rig(dir);
    api = rig.api(Map.of());
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  private static HttpResponse<String> binary(String body, String... headers) {
    List<String> all =
        new ArrayList<>(List.of("ce-specversion", "1.0", "ce-source", "/shop", "ce-type", "t"));
    all.addAll(Arrays.asList(headers));
    return post(api, "/events", body, all.toArray(String[]::new));
  }

  private static HttpResponse<String> structured(String members) {
    return post(
        api,
        "/events",
        "{\"specversion\":\"1.0\",\"source\":\"/shop\",\"type\":\"t\"" + members + "}",
        "Content-Type",
        STRUCTURED);
  }

  private static String record(String id) {
    return rig.records().stream()
        .map(r -> r.value())
        .filter(v -> v.startsWith("{\"id\":\"" + id + "\","))
        .findFirst()
        .orElseThrow()
        .replaceFirst(",\"timestamp\":\\d+(.*)}$", "$1");
  }

  @Test
  void binary_mode_has_its_attributes_in_headers_and_its_data_in_the_body() {
    HttpResponse<String> answer =
        binary(
            "{ \"a\" : [1, 2] }",
            "ce-id",
            "b1",
            "ce-partitionkey",
            "%C3%A4nn%20%25",
            "ce-subject",
            "not me",
            "ce-sequence",
            "0007",
            "ce-time",
            "2026-11-21T00:00:00Z",
            "Content-Type",
            "application/vnd.shop+json; charset=UTF-8");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    assertThat(answer.body()).isEqualTo("{\"eventId\":\"b1\",\"status\":\"accepted\"}");
    assertThat(record("b1"))
        .isEqualTo(
            "{\"id\":\"b1\",\"userId\":\"änn %\",\"type\":\"t\","
                + "\"payload\":{\"seq\":7,\"a\" : [1, 2] },\"ts\":1795219200000");
  }

  @Test
  void structured_mode_has_all_in_the_body() {
    HttpResponse<String> answer =
        structured(
            ",\"id\":\"s1\",\"subject\":\"ann\",\"sequence\":\"3\",\"traceparent\":{\"no\":1},"
                + "\"data\":{\"seq\":3,\"a\":\"ü\"},\"partitionkey\":null");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    assertThat(record("s1"))
        .isEqualTo(
            "{\"id\":\"s1\",\"userId\":\"ann\",\"type\":\"t\",\"payload\":{\"seq\":3,\"a\":\"ü\"}");
    assertThat(structured(",\"id\":\"s2\",\"subject\":\"ann\",\"sequence\":4").statusCode())
        .as("no data")
        .isEqualTo(202);
    assertThat(record("s2")).endsWith("\"payload\":{\"seq\":4}");
    assertThat(
            structured(
                    ",\"id\":\"s3\",\"subject\":\"ann\",\"data_base64\":\"eyJiIjoxfQ==\","
                        + "\"datacontenttype\":\"application/json\"")
                .statusCode())
        .as("JSON in Base64")
        .isEqualTo(202);
    assertThat(record("s3")).endsWith("\"payload\":{\"b\":1}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "'id':'x','subject':'u','data':5 | /data",
        "'id':'x','subject':'u','data':[{}] | /data",
        "'id':'x','subject':'u','data':{'seq':0} | /data/seq",
        "'id':'x','subject':'u','data':{'seq':1},'sequence':'2' | /sequence",
        "'id':'x','subject':'u','sequence':'1a' | /sequence",
        "'id':'x','subject':'u','sequence':'9007199254740992' | /sequence",
        "'id':'x','subject':'u','sequence':'000' | /sequence",
        "'id':'x y','subject':'u' | /id",
        "'id':'','subject':'u' | /id",
        "'id':7.5,'subject':'u' | /id",
        "'subject':'u' | /id",
        "'id':'x' | /partitionkey",
        "'id':'x','subject':' ' | /subject",
        "'id':7,'subject':'u' | /id",
        "'id':'x','subject':7 | /subject",
        "'id':'x','subject':'u','time':7 | /time",
        "'id':'..','subject':'u' | /id",
        "'id':'x','id':'y','subject':'u' | /id",
        "'id':'x','subject':'u','data':{},'data_base64':'e30=' | /data_base64",
        "'id':'x','subject':'u','data_base64':'?' | /data_base64",
        "'id':'x','subject':'u','data':{},'userId':'v'},{'a':1 | \"\"",
      })
  void what_is_wrong_is_named_by_its_attribute(String members, String pointer) {
    HttpResponse<String> answer = structured("," + members.replace('\'', '"'));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    String quoted = pointer.equals("\"\"") ? pointer : "\"" + pointer + "\"";
    assertThat(answer.body()).contains("\"pointer\":" + quoted);
  }

  @Test
  void the_version_and_the_source_are_required() {
    HttpResponse<String> answer =
        post(
            api,
            "/events",
            "{\"specversion\":\"0.3\",\"id\":\"x\",\"subject\":\"u\",\"type\":\"t\"}",
            "Content-Type",
            STRUCTURED);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("/specversion", "/source");
  }

  @Test
  void headers_that_are_no_text_and_data_that_is_more_than_one_object_are_refused() {
    assertThat(binary("{}", "ce-id", "x", "ce-subject", "%ff").body())
        .contains("\"pointer\":\"/subject\"");
    for (String data : new String[] {"{},\"userId\":\"v\"", "{}}", "{} {}", "5", "{\"a\":"}) {
      HttpResponse<String> answer = binary(data, "ce-id", "x", "ce-subject", "u");
      assertThat(answer.statusCode()).as(data).isEqualTo(400);
      assertThat(answer.body()).contains("\"pointer\":\"/data\"");
    }
    assertThat(binary("{}", "ce-id", "x", "ce-subject", "\"u").body())
        .contains("\"pointer\":\"/subject\"");
  }

  @Test
  void a_quoted_user_is_the_same_user() {
    assertThat(binary("{}", "ce-id", "q1", "ce-partitionkey", "\"zo\\\"e\"").statusCode())
        .isEqualTo(202);
    assertThat(binary("{}", "ce-id", "q2", "ce-partitionkey", "zo%22e").statusCode())
        .isEqualTo(202);
    assertThat(rig.idsOf("zo\"e")).containsExactly("q1", "q2");
  }

  @Test
  void an_event_without_data_has_no_type_that_could_be_wrong() {
    String[] headers = {"ce-id", "", "ce-subject", "nod", "Content-Type", ""};
    String[] types = {"application/json", "text/plain", "application/xml", "image/png"};
    for (int i = 0; i < types.length; i++) {
      headers[1] = "nod" + i;
      headers[5] = types[i];
      HttpResponse<String> answer = binary("", headers);
      assertThat(answer.statusCode()).as(types[i] + " " + answer.body()).isEqualTo(202);
      assertThat(record("nod" + i)).endsWith("\"payload\":{}");
    }
    HttpResponse<String> answer =
        structured(",\"id\":\"nod\",\"subject\":\"nod\",\"datacontenttype\":\"text/xml\"");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    headers[5] = "application/cloudevents+avro";
    assertThat(binary("", headers).statusCode()).isEqualTo(415);
  }

  @Test
  void in_a_batch_an_item_that_is_out_of_the_ordinary_costs_at_most_itself() {
    String item = "{\"specversion\":\"1.0\",\"source\":\"/s\",\"type\":\"t\",\"subject\":\"dea\"";
    String deep = "[".repeat(2000) + "]".repeat(2000);
    HttpResponse<String> answer =
        post(
            api,
            "/events/batch",
            "["
                + item
                + ",\"id\":\"d1\",\"data\":{\"n\":"
                + "7".repeat(1001)
                + "}},"
                + item
                + ",\"id\":\"d2\",\"data\":{\"n\":"
                + deep
                + "}},"
                + item
                + ",\"id\":\"d3\",\"datacontenttype\":\"text/xml\"}]",
            "Content-Type",
            BATCH);
    assertThat(answer.body())
        .isEqualTo(
            "{\"results\":[{\"eventId\":\"d1\",\"status\":\"accepted\"},{\"eventId\":\"d2\","
                + "\"status\":\"invalid\",\"error\":\"/1/data must not make the event deeper than"
                + " 100 levels\"},{\"eventId\":\"d3\",\"status\":\"accepted\"}]}");
  }

  @Test
  void other_media_types_are_a_415_that_names_those_that_are_taken() {
    String[] id = {"ce-id", "x", "ce-subject", "u", "Content-Type", ""};
    for (String type :
        new String[] {
          "text/plain", "application/cloudevents+avro", BATCH, "application/json;charset=utf-16"
        }) {
      id[5] = type;
      HttpResponse<String> answer = binary("{}", id);
      assertThat(answer.statusCode()).as(type).isEqualTo(415);
      assertThat(answer.headers().firstValue("Accept"))
          .hasValue("application/json, application/cloudevents+json");
    }
    assertThat(structured(",\"id\":\"x\",\"subject\":\"u\",\"data_base64\":\"AAE=\"").statusCode())
        .isEqualTo(415);
    assertThat(
            structured(
                    ",\"id\":\"x\",\"subject\":\"u\",\"datacontenttype\":\"text/xml\",\"data\":{}")
                .statusCode())
        .isEqualTo(415);
    assertThat(post(api, "/events", "{}", "Content-Type", BATCH).statusCode()).isEqualTo(415);
    assertThat(post(api, "/events/batch", "{}", "Content-Type", STRUCTURED).statusCode())
        .isEqualTo(415);
  }

  @Test
  void a_batch_of_cloud_events_answers_each_for_itself() {
    String item = "{\"specversion\":\"1.0\",\"source\":\"/s\",\"type\":\"t\",\"subject\":\"bea\"";
    HttpResponse<String> answer =
        post(
            api,
            "/events/batch",
            "["
                + item
                + ",\"id\":\"c1\",\"sequence\":\"1\",\"data\":{}},"
                + item
                + ",\"id\":\"c2\",\"datacontenttype\":\"text/plain\",\"data\":{}},7,"
                + item
                + ",\"id\":\"c4\"}]",
            "Content-Type",
            BATCH);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    assertThat(answer.body())
        .isEqualTo(
            "{\"results\":[{\"eventId\":\"c1\",\"status\":\"accepted\"},{\"eventId\":\"c2\",\"status\":\"invalid\",\"error\":\"/1/datacontenttype"
                + " must be JSON\"},{\"status\":\"invalid\",\"error\":\"/2 must be an object\"},"
                + "{\"eventId\":\"c4\",\"status\":\"accepted\"}]}");
    assertThat(record("c1")).endsWith("\"payload\":{\"seq\":1}");
    assertThat(post(api, "/events/batch", "[]", "Content-Type", BATCH).statusCode()).isEqualTo(400);
    assertThat(
            post(api, "/events/batch", "[" + "0,".repeat(1000) + "0]", "Content-Type", BATCH)
                .body())
        .contains("at most 1000");
  }

  @Test
  void an_idempotency_key_works_as_with_our_own_form() {
    String key = "Idempotency-Key";
    String[] headers = {"ce-id", "k1", "ce-subject", "cid", key, "k"};
    assertThat(binary("{}", headers).body()).contains("accepted");
    assertThat(binary("{}", headers).body())
        .isEqualTo("{\"eventId\":\"k1\",\"status\":\"duplicate\"}");
    assertThat(binary("{\"a\":1}", headers).statusCode()).isEqualTo(422);
  }
}
