package io.eventpipeline.runtime.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisURI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    assertThat(RedisAddress.find(uri)).isNotNull();
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
  void what_does_not_is_refused(String uri) {
    assertThat(RedisAddress.find(uri)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "redis://localhost localhost:6379",
        "redis://ann:secret@10.0.0.5:7000/3?timeout=2s 10.0.0.5:7000",
        "rediss://:secret@redis.example redis.example:6379",
        "redis-socket:///run/redis.sock /run/redis.sock",
      })
  void an_address_has_no_password(String uri, String address) {
    assertThat(RedisAddress.of(RedisURI.create(uri))).isEqualTo(address);
  }

  @ParameterizedTest
  @CsvSource("redis-sentinel://secret@one:26379")
  void sentinels_are_all_named(String start) {
    assertThat(RedisAddress.of(RedisURI.create(start + ",two:26380/0#main")))
        .isEqualTo("(Sentinels) one:26379, two:26380");
  }
}
