package io.eventpipeline.ingest.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayBodyTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "a", "ab", "abc", "abcd", "ä€😀"})
  void a_body_is_the_same_bytes_as_text_and_in_base64(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String base64 = Base64.getEncoder().encodeToString(bytes);
    GatewayBody expected = new GatewayBody(base64, bytes.length);
    assertThat(GatewayBody.of(text, false)).isEqualTo(expected);
    assertThat(GatewayBody.of(base64, true)).isEqualTo(expected);
  }
}
