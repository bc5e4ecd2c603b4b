package io.eventpipeline.runtime.redis;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a Redis server tells about itself.
 *
 * @param runId new after each restart and on each server; the data may differ then
 * @param version such as {@code 7.4.1}; "unknown" if the server does not tell
 * @param mode {@code standalone}, {@code cluster} or {@code sentinel}
 * @param takesWrites false for a replica
 * @param maxMemoryPolicy setting {@code maxmemory-policy}
 * @param appendOnly whether the server keeps an append-only file
 */
public record RedisServerInfo(
    String runId,
    String version,
    String mode,
    boolean takesWrites,
    String maxMemoryPolicy,
    boolean appendOnly) {
  private static final Pattern VERSION = Pattern.compile("(\\d{1,6})\\.(\\d{1,6}).*");

  /** Reads the reply to {@code INFO}. Missing fields get the usual values. */
  public static RedisServerInfo parse(String info) {
    Map<String, String> fields = new HashMap<>();
    info.lines()
        .map(line -> line.split(":", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> fields.put(pair[0], pair[1].strip()));
    boolean cluster = "1".equals(fields.get("cluster_enabled"));
    return new RedisServerInfo(
        fields.getOrDefault("run_id", "unknown"),
        fields.getOrDefault("redis_version", "unknown"),
        cluster ? "cluster" : fields.getOrDefault("redis_mode", "standalone"),
        !"slave".equals(fields.get("role")),
        fields.getOrDefault("maxmemory_policy", "unknown"),
        "1".equals(fields.get("aof_enabled")));
  }

  /** Why the pipeline can never use this server; null if it can. */
  public @Nullable String unfit() {
    if (mode.equals("cluster")) {
      return "it is a node of a Redis Cluster, which is not supported: let redis.uri name a single"
          + " primary (replicas and Sentinel are fine)";
    }
    if (mode.equals("sentinel")) {
      return "it is a Sentinel: write redis.uri as redis-sentinel://HOST:PORT#NAME-OF-THE-PRIMARY";
    }
    Matcher numbers = VERSION.matcher(version);
    if (numbers.matches()) {
      int major = Integer.parseInt(numbers.group(1));
      int minor = Integer.parseInt(numbers.group(2));
      if (major < 6 || (major == 6 && minor < 2)) {
        return "its version is " + version + ", and the pipeline needs 6.2 or newer";
      }
    }
    return null;
  }

  /** Why the pipeline cannot use the server now; null if no reason is known. */
  public @Nullable String obstacle() {
    String never = unfit();
    return never != null || takesWrites ? never : ServerRefusal.REPLICA.meaning();
  }
}
