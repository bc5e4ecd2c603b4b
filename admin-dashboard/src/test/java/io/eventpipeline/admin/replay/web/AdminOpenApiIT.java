package io.eventpipeline.admin.replay.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.eventpipeline.admin.WebRig;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares the OpenAPI document with the API that serves it. */
class AdminOpenApiIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
  private static final String LIST = "/admin/api/dead-letters";
  private static final String REPLAY = LIST + "/e-1/replay";

  @TempDir static Path dir;
  private static WebRig rig;
  private static JsonNode document;

  @BeforeAll
  static void start() throws Exception {
    rig = new WebRig(dir);
    document = JSON.readTree(rig.send(rig.request("/swagger/openapi.json").GET()).body());
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  void each_answer_is_documented_and_nothing_else_but_what_takes_long() throws Exception {
    rig.core.fail("e-1", "ann", "a", "Boom");
    Map<String, HttpResponse<String>> answers = new LinkedHashMap<>();
    answers.put("get 200", rig.api("eye-token", LIST));
    answers.put("get 400", rig.api("eye-token", LIST + "?limit=x"));
    answers.put("get 401", rig.api("wrong", LIST));
    answers.put("post 400", rig.api("bot-token", REPLAY, "[]"));
    answers.put("post 401", rig.api("wrong", REPLAY, ""));
    answers.put("post 403", rig.api("eye-token", REPLAY, ""));
    answers.put("post 404", rig.api("bot-token", REPLAY.replace("e-1", "x"), ""));
    rig.core.commands().set("inflight:e-1", "events:0 1 1 1");
    answers.put("post 409", rig.api("bot-token", REPLAY, ""));
    rig.core.commands().del("inflight:e-1");
    answers.put("post 200", rig.api("bot-token", REPLAY, "{\"payload\":{\"n\":2}}"));
    rig.core.server.kill();
    answers.put("get 503", rig.api("eye-token", LIST));
    answers.put("post 503", rig.api("bot-token", REPLAY, ""));
    List<String> documented = new ArrayList<>();
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        one ->
                            one.getValue()
                                .get("responses")
                                .fieldNames()
                                .forEachRemaining(
                                    status -> documented.add(one.getKey() + " " + status))));
    documented.remove("post 202"); // after 30 s
    assertThat(documented).containsExactlyInAnyOrderElementsOf(answers.keySet());
    for (Map.Entry<String, HttpResponse<String>> answer : answers.entrySet()) {
      assertIsAsDocumented(answer.getKey(), answer.getValue());
    }
  }

  private static void assertIsAsDocumented(String name, HttpResponse<String> answer)
      throws Exception {
    assertThat(name).as(answer.body()).endsWith(" " + answer.statusCode());
    String path = name.startsWith("get") ? LIST : LIST + "/{id}/replay";
    JsonNode response =
        document.get("paths").get(path).get(name.substring(0, name.indexOf(' '))).get("responses")
            .get("" + answer.statusCode());
    String type = answer.headers().firstValue("Content-Type").orElse("none");
    assertThat(response.get("content").has(type)).as(name + " of type " + type).isTrue();
    ObjectNode schema = response.get("content").get(type).get("schema").deepCopy();
    schema.set("components", document.get("components"));
    assertThat(SCHEMAS.getSchema(schema).validate(JSON.readTree(answer.body())))
        .as(name + ": " + answer.body())
        .isEmpty();
  }

  @Test
  void only_the_api_is_documented_and_the_page_to_try_it_is_there() {
    List<String> paths = new ArrayList<>();
    document.get("paths").fieldNames().forEachRemaining(paths::add);
    assertThat(paths).containsExactlyInAnyOrder(LIST, LIST + "/{id}/replay");
    assertThat(rig.send(rig.request("/swagger-ui").GET()).body()).contains("'/swagger/openapi.json'");
  }
}
