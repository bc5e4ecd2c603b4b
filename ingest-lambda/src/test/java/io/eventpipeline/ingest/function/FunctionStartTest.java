package io.eventpipeline.ingest.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FunctionStartTest {
  @BeforeEach
  void misconfigure() {
    System.setProperty("redis.uri", "redis://:MARK x@h:1");
  }

  @AfterEach
  void restore() {
    System.clearProperty("redis.uri");
  }

  @Test
  void a_wrong_setting_fails_the_start_without_a_secret_in_any_message() {
    assertThatThrownBy(FunctionStart::context)
        .hasMessageContaining("The ingest API cannot start: redis.uri")
        .hasNoCause()
        .satisfies(
            failure -> {
              StringWriter logged = new StringWriter();
              failure.printStackTrace(new PrintWriter(logged));
              assertThat(logged.toString()).doesNotContain("MARK");
            });
  }
}
