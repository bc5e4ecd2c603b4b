package io.eventpipeline.query.reference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.eventpipeline.contract.FieldError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableJsonTest {
  private static final long TS = 1_763_631_000_000L;

  private final TableBuilder builder = new TableBuilder();
  private final AllowedValues allowed = new AllowedValues(Map.of("tier", "free, pro"));

  private long read(String body) throws IOException {
    UserMetadata users = new UserMetadata(builder, allowed, 100_000_000);
    return new TableJson(users, ts -> {}).read(new ByteArrayInputStream(body.getBytes(UTF_8)));
  }

  private FieldError refused(String body) {
    Throwable stopped = catchThrowable(() -> read(body));
    assertThat(stopped).isInstanceOf(UploadStopped.class);
    return ((UploadResult.Invalid) ((UploadStopped) stopped).result()).error();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"user_metadata\":{},\"ts\":1763631000000}",
        "{\"ts\":1763631000000,\"user_metadata\":{}}",
        "{\"ts\":\"2025-11-20T09:30:00Z\",\"user_metadata\":{}}",
        "{\"ts\":\"2025-11-20T10:30:00.000+01:00\",\"x\":[{\"ts\":5}],\"user_metadata\":{}}",
      })
  void ts_may_stand_anywhere_and_in_two_forms(String body) throws IOException {
    assertThat(read(body)).isEqualTo(TS);
  }

  @Test
  void values_become_text_and_null_is_absent() throws IOException {
    read(
        "{\"ts\":1,\"user_metadata\":{\"a\":{\"s\":\"x\",\"i\":7,\"f\":1.50,\"b\":true,\"n\":null},"
            + "\"v\u00e9 \\u0041\":{},\"a2\":{\"s\":\"\"},\"a\":{\"s\":\"y\",\"i\":-1e3}}}");
    ReferenceTable table = builder.build();
    assertThat(table.of("a")).isEqualTo(Map.of("s", "y", "i", "-1e3"));
    assertThat(table.of("v\u00e9 A")).isEmpty();
    assertThat(table.of("a2")).isEqualTo(Map.of("s", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | `` | a JSON object",
        "`` | `` | a JSON object",
        "{ | `` | well-formed",
        "{\"ts\":1,\"user_metadata\":{} | `` | well-formed JSON: line 1",
        "{\"ts\":1,\"user_metadata\":{}} x | `` | well-formed",
        "{\"ts\":1,\"user_metadata\":{}} {} | `` | end after",
        "{\"ts\":1} | /user_metadata | missing",
        "{\"user_metadata\":{}} | /ts | missing",
        "{\"ts\":\"now\",\"user_metadata\":{}} | /ts | ISO 8601",
        "{\"ts\":\"2025-11-20T09:30:00\",\"user_metadata\":{}} | /ts | ISO 8601",
        "{\"ts\":1.5,\"user_metadata\":{}} | /ts | ISO 8601",
        "{\"ts\":-1,\"user_metadata\":{}} | /ts | ISO 8601",
        "{\"ts\":99999999999999999999,\"user_metadata\":{}} | /ts | ISO 8601",
        "{\"ts\":null,\"user_metadata\":{}} | /ts | ISO 8601",
        "{\"ts\":1,\"ts\":1,\"user_metadata\":{}} | /ts | once",
        "{\"ts\":1,\"user_metadata\":{},\"user_metadata\":{}} | /user_metadata | once",
        "{\"ts\":1,\"user_metadata\":[]} | /user_metadata | object",
        "{\"ts\":1,\"user_metadata\":{\"a/~\":5}} | /user_metadata/a~1~0 | object",
        "{\"ts\":1,\"user_metadata\":{\" \":{}}} | /user_metadata/  | blank",
        "{\"ts\":1,\"user_metadata\":{\"a\":{\"x-y\":1}}} | /user_metadata/a/x-y | 1 to 64",
        "{\"ts\":1,\"user_metadata\":{\"a\":{\"\":1}}} | /user_metadata/a/ | 1 to 64",
        "{\"ts\":1,\"user_metadata\":{\"a\":{\"x\":{}}}} | /user_metadata/a/x | a string",
        "{\"ts\":1,\"user_metadata\":{\"a\":{\"x\":[1]}}} | /user_metadata/a/x | a string",
        "{\"ts\":1,\"user_metadata\":{\"a\":{\"x\":\"\\ud800\"}}} | /user_metadata/a/x | Unicode",
        "{\"ts\":1,\"user_metadata\":{\"a\":{\"Tier\":\"gold\"}}} | /user_metadata/a/Tier | one of"
            + " free, pro",
      })
  void a_wrong_body_is_refused_by_its_field(String body, String pointer, String part) {
    FieldError error = refused(body);
    assertThat(error.pointer().strip()).isEqualTo(pointer.strip());
    assertThat(error.detail()).contains(part);
  }

  @Test
  void names_and_values_have_their_longest() throws IOException {
    String long256 = "\ud83d\ude00".repeat(256);
    read("{\"ts\":1,\"user_metadata\":{\"" + long256 + "\":{\"x\":\"" + long256 + "\"}}}");
    assertThat(builder.build().of(long256)).isEqualTo(Map.of("x", long256));
    String long257 = "x".repeat(257);
    assertThat(refused("{\"ts\":1,\"user_metadata\":{\"" + long257 + "\":{}}}").detail())
        .contains("at most 256");
    assertThat(refused("{\"ts\":1,\"user_metadata\":{\"a\":{\"x\":\"" + long257 + "\"}}}").detail())
        .contains("at most 256");
    assertThat(refused("{\"ts\":1,\"user_metadata\":{\"a\":{\"" + long257 + "\":1}}}").detail())
        .contains("1 to 64");
    assertThat(
            refused("{\"ts\":1,\"user_metadata\":{\"" + "x".repeat(200_000) + "\":{}}}").detail())
        .contains("well-formed");
  }

  @Test
  void a_table_has_at_most_16_attributes() throws IOException {
    StringBuilder body = new StringBuilder("{\"ts\":1,\"user_metadata\":{\"a\":{\"x0\":1");
    for (int i = 1; i < 16; i++) {
      body.append(",\"x").append(i).append("\":1");
    }
    read(body + "}}}");
    assertThat(refused("{\"ts\":1,\"user_metadata\":{\"b\":{\"x3\":1,\"y\":2}}}").pointer())
        .isEqualTo("/user_metadata/b/y");
  }

  @Test
  void a_table_that_needs_too_much_memory_is_refused() {
    UserMetadata users = new UserMetadata(builder, allowed, 100_000);
    Throwable stopped =
        catchThrowable(
            () ->
                new TableJson(users, ts -> {})
                    .read(
                        new ByteArrayInputStream(
                            "{\"ts\":1,\"user_metadata\":{\"a\":{}}}".getBytes(UTF_8))));
    assertThat(((UploadStopped) stopped).result()).isInstanceOf(UploadResult.TooLarge.class);
  }
}
