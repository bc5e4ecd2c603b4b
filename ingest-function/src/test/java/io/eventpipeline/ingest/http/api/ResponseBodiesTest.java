package io.eventpipeline.ingest.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.ingest.http.api.ProblemBody.FieldErrorBody;
import io.eventpipeline.ingest.http.api.ResultsBody.ResultBody;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The members of a response. */
class ResponseBodiesTest {
  private static final JsonMapper JSON = JsonMapper.createDefault();

  @Test
  void a_problem_names_only_what_applies() throws IOException {
    assertJson(
        new ProblemBody("about:blank", "Not StatusLookup", 404, "nothing", null, null, null, null),
        "{'type':'about:blank','title':'Not StatusLookup','status':404,'detail':'nothing'}");
    assertJson(
        new ProblemBody("t", "T", 429, "d", null, List.of("user"), null, null),
        "{'type':'t','title':'T','status':429,'detail':'d','violated-policies':['user']}");
  }

  @Test
  void an_error_of_the_whole_body_has_an_empty_pointer() throws IOException {
    assertJson(
        new ProblemBody(
            "t", "T", 400, "d", List.of(new FieldErrorBody("no", "")), null, null, null),
        "{'type':'t','title':'T','status':400,'detail':'d',"
            + "'errors':[{'detail':'no','pointer':''}]}");
  }

  @Test
  void a_result_without_an_id_or_an_error_leaves_it_out() throws IOException {
    assertJson(
        new ResultsBody(
            List.of(
                new ResultBody("a", "accepted", null),
                new ResultBody(null, "invalid", "\"é\"\u0001"))),
        "{'results':[{'eventId':'a','status':'accepted'},"
            + "{'status':'invalid','error':'\\\"é\\\"\\u0001'}]}");
  }

  @Test
  void a_status_keeps_zeros_and_an_empty_error() throws IOException {
    assertJson(
        new StatusBody("a", "failed", 0, 0, null, null, null, ""),
        "{'eventId':'a','status':'failed','processedAt':0,'attempts':0,'error':''}");
  }

  private static void assertJson(Object body, String expected) throws IOException {
    assertThat(JSON.writeValueAsString(body)).isEqualTo(expected.replace('\'', '"'));
  }
}
