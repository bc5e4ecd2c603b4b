package io.eventpipeline.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactedTest {
  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      value = {
        "redis://localhost:6379 | redis://localhost:6379",
        "rediss://10.0.0.5/3 | rediss://10.0.0.5/3",
        "redis://[::1]:6379 | redis://[::1]:6379",
        "redis://:MARK@10.0.0.5:6379 | redis://***@10.0.0.5:6379",
        "redis://user:MARK@redis_1.internal:6379/0 | redis://***@redis_1.internal:6379/0",
        "redis://:M@RK:MARK@h:1 | redis://***@h:1",
        "redis://h:1?password=MARK | redis://h:1?***",
        "redis-sentinel://:MARK@a:26379,b:26379/0#main |"
            + " redis-sentinel://***@a:26379,b:26379/0#***",
        "redis-sentinel://:MARK@a:1,:MARK@b:2 | redis-sentinel://***@b:2",
        "http://user:MARK@h:1 | http://***@h:1",
      })
  void a_uri_shows_its_hosts_and_not_who_may_enter(String uri, String shown) {
    assertThat(Redacted.uri(uri)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MARK",
        ":MARK@h:1",
        "h:MARK",
        "redis://:MARK",
        "redis://h:MARK",
        "redis://h:1:MARK",
        "redis://:MA/RK@h:1",
        "redis://:MA RK@",
        "redis://:x/MARK@h",
        "redis://:x#MARK@h",
        "redis://:x?MARK@h",
        "redis://h/0?a=x@MARK",
        "redis://h/0#x@MARK",
        "redis://h/MARK",
        "redis://h,:MARK",
        "redis:/:MARK@h",
        "redis//:MARK@h",
        "redis-socket:///run/MARK",
        "redis://:x\nMARK@h:1\nMARK",
        "",
      })
  void of_what_is_no_clear_uri_nothing_is_shown(String uri) {
    assertThat(Redacted.uri(uri)).isEqualTo("***");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      value = {
        "Illegal character in authority at index 8: redis://:MARK x@h:1 | Illegal character in"
            + " authority at index 8: redis://***@h:1",
        "at redis://h:MARK, again | at ***, again",
        "like redis://h:1, not redis://:MARK@h:1 | like redis://h:1, not redis://***@h:1",
        "Cannot connect to: [redis://a:1, redis://b:2] | Cannot connect to: [redis://a:1,"
            + " redis://b:2]",
        "Invalid url in bootstrap.servers: user:MARK@h:9092 | Invalid url in bootstrap.servers:"
            + " ***@h:9092",
        "Invalid map property: otel.exporter.otlp.headers=Authorization Bearer MARK | Invalid map"
            + " property: otel.exporter.otlp.headers=***",
        "ssl.keystore.password = MARK MARK | ssl.keystore.password = ***",
        "sasl.jaas.config: x password='MARK'; | sasl.jaas.config: ***",
        "Value not specified for key 'MA'RK' in JAAS config | Value not specified for key '***' in"
            + " JAAS config",
        "ERR unknown command 'AUTH', with args beginning with: 'user' 'MARK' | ERR unknown command"
            + " 'AUTH', with args beginning with: ***",
      })
  void a_text_shows_no_secret_that_it_quotes(String text, String shown) {
    assertThat(Redacted.text(text)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "retry.cap must not be below retry.first: PT1S",
        "http.api-keys must be SHA-256 of 64 hexadecimal digits each; number 1 is not",
        "Connection refused: localhost/127.0.0.1:6379",
        "WRONGPASS invalid username-password pair or user is disabled.",
        "the OTLP endpoint http://collector:4318/v1/traces does not answer",
        "No bean of type [io.acme.Orders@1f] exists",
      })
  void a_text_without_secrets_stays_as_it_is(String text) {
    assertThat(Redacted.text(text)).isEqualTo(text);
  }

  @Test
  void a_text_of_several_lines_keeps_those_without_a_secret() {
    assertThat(Redacted.text("one\npassword=MARK\nthree")).isEqualTo("one\npassword=***\nthree");
  }
}
