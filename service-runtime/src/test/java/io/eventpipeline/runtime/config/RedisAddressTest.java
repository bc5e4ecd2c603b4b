package io.eventpipeline.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://localhost",
        "redis://127.0.0.1:6379/2?timeout=1s",
        "redis://[::1]:6379",
        "redis://:p%23ss@redis-1.internal:6379",
        "rediss://user:pass@10.0.0.5:6380",
        "redis-sentinel://:pass@a:26379,b:26379/0#main",
        "redis-sentinel://a,b?sentinelMasterId=main",
        "redis-socket:///run/redis.sock",
      })
  void what_names_its_hosts_is_taken(String uri) {
    assertThat(RedisAddress.parse(uri)).isNotNull();
  }

  /** Some of these the client takes, and looks for a host by the name of the password. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "MARK",
        "localhost:6379",
        "http://:MARK@h:1",
        "redis://",
        "redis://:MARK",
        "redis://h:MARK",
        "redis://u:MARK@h:99999",
        "redis://:MARK x@h:1",
        "redis://:x/MARK@h:1",
        "redis://:MARK#x@h:1",
        "redis://:MARK?x@h:1",
        "redis://%zzMARK@h:1",
        "redis://h:1/MARK",
        "redis:/:MARK@h",
        "redis-sentinel://:MARK@a:1,b:2",
        "redis-sentinel://a:1,b:MARK?sentinelMasterId=main",
      })
  void what_does_not_is_refused_by_the_name_of_its_property_and_without_its_secret(String uri) {
    assertThatThrownBy(() -> RedisAddress.parse(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("redis.uri")
        .satisfies(
            refusal -> {
              StringWriter trace = new StringWriter();
              refusal.printStackTrace(new PrintWriter(trace));
              assertThat(trace.toString()).doesNotContain("MARK");
              assertThat(StartFailure.reason(refusal)).isEqualTo(refusal.getMessage());
            });
  }
}
