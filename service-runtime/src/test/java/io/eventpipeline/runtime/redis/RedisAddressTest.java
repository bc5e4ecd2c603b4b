package io.eventpipeline.runtime.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisURI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisAddressTest {
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
