package io.eventpipeline.consumer.ledger;

import java.util.HashMap;
import java.util.Map;

/**
 * What a Redis says of itself.
 *
 * @param runId differs after every restart and on every server: the memory behind it may differ
 * @param takesWrites false for a replica
 * @param maxMemoryPolicy what it does when its memory is full
 * @param appendOnly whether it keeps an append-only file
 */
public record RedisServerInfo(
    String runId, boolean takesWrites, String maxMemoryPolicy, boolean appendOnly) {
  /** Reads the answer to {@code INFO}. */
  static RedisServerInfo parse(String info) {
    Map<String, String> fields = new HashMap<>();
    info.lines()
        .map(line -> line.split(":", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> fields.put(pair[0], pair[1].strip()));
    return new RedisServerInfo(
        fields.getOrDefault("run_id", "unknown"),
        !"slave".equals(fields.get("role")),
        fields.getOrDefault("maxmemory_policy", "unknown"),
        "1".equals(fields.get("aof_enabled")));
  }
}
