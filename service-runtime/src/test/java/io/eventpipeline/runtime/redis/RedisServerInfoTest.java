package io.eventpipeline.runtime.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisServerInfoTest {
  private static RedisServerInfo info(String... lines) {
    return RedisServerInfo.parse("# Server\r\n" + String.join("\r\n", lines) + "\r\n");
  }

  @Test
  void a_primary_of_its_own_is_fit() {
    RedisServerInfo info =
        info(
            "redis_version:7.4.1",
            "redis_mode:standalone",
            "run_id:abc",
            "role:master",
            "maxmemory_policy:noeviction",
            "aof_enabled:1",
            "cluster_enabled:0");
    assertThat(info)
        .isEqualTo(new RedisServerInfo("abc", "7.4.1", "standalone", true, "noeviction", true));
    assertThat(info.obstacle()).isNull();
  }

  @Test
  void a_replica_may_become_fit() {
    RedisServerInfo info = info("redis_version:6.2.6", "role:slave");
    assertThat(info.unfit()).isNull();
    assertThat(info.obstacle()).contains("replica");
  }

  @Test
  void clusters_and_sentinels_never_become_fit() {
    assertThat(info("redis_version:7.0.0", "redis_mode:cluster").unfit()).contains("Cluster");
    assertThat(info("redis_version:7.0.0", "cluster_enabled:1").unfit()).contains("Cluster");
    assertThat(info("redis_version:7.0.0", "redis_mode:sentinel").unfit())
        .contains("redis-sentinel://");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.8.24", "5.0.14", "6.0.20", "6.1.240"})
  void an_old_server_is_not_fit(String version) {
    assertThat(info("redis_version:" + version).obstacle()).contains(version).contains("6.2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.2.0", "6.2.11", "7.0.15", "8.0", "10.1.0", "255.255.255", "unstable"})
  void a_newer_one_is_and_so_is_one_that_does_not_tell(String version) {
    assertThat(info("redis_version:" + version).obstacle()).isNull();
  }
}
