package io.eventpipeline.admin.log;

import io.eventpipeline.admin.redis.AdminRedis;
import io.eventpipeline.runtime.redis.KeySpace;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an event before the log is read.
 *
 * @param places where its record should be; the best first
 * @param userId empty if unknown
 * @param finalAt when it became final, unix milliseconds; 0 if it is not, or nobody knows
 * @param isOpen whether it is not final, as far as Redis tells
 * @param madeAt when its id was made, unix milliseconds; 0 if the id does not tell
 */
record IdClues(List<Place> places, String userId, long finalAt, boolean isOpen, long madeAt) {
  private static final Pattern LEASE = Pattern.compile("(\\S+):(\\d{1,9}) \\d+ (\\d{1,18}) \\d+");
  private static final Pattern POISON =
      Pattern.compile("poison~([^~]+)~(\\d{1,9})~(\\d{1,18})(~.*)?");
  private static final String NUMBER = "\\d{1,18}";
  private static final int VERSION_WITH_TIME = 7;

  /** A place in the log. */
  record Place(String topic, int partition, long offset) {}

  /** Asks Redis. While it does not answer, only the id itself tells something. */
  static IdClues of(String id, AdminRedis redis, KeySpace space) {
    List<Place> places = new ArrayList<>();
    add(places, POISON.matcher(id));
    try {
      RedisFuture<String> lease = redis.commands().get(space.inflight(id));
      RedisFuture<List<KeyValue<String, String>>> dead =
          redis.commands().hmget(space.dlq(id), "topic", "partition", "offset");
      RedisFuture<List<KeyValue<String, String>>> done =
          redis.commands().hmget(space.event(id), "status", "userId", "processedAt");
      @Nullable String held = redis.await(lease);
      if (held != null) {
        add(places, LEASE.matcher(held));
      }
      List<String> entry = values(redis.await(dead));
      if (entry.get(1).matches(NUMBER) && entry.get(2).matches(NUMBER)) {
        places.add(
            new Place(entry.get(0), Integer.parseInt(entry.get(1)), Long.parseLong(entry.get(2))));
      }
      List<String> event = values(redis.await(done));
      long finalAt = event.get(2).matches(NUMBER) ? Long.parseLong(event.get(2)) : 0;
      return new IdClues(places, event.get(1), finalAt, event.get(0).isEmpty(), madeAt(id));
    } catch (RedisException away) {
      return new IdClues(places, "", 0, true, madeAt(id));
    }
  }

  private static void add(List<Place> places, Matcher text) {
    if (text.matches()) {
      places.add(
          new Place(text.group(1), Integer.parseInt(text.group(2)), Long.parseLong(text.group(3))));
    }
  }

  private static List<String> values(List<KeyValue<String, String>> fields) {
    return fields.stream().map(one -> one.getValueOrElse("")).toList();
  }

  private static long madeAt(String id) {
    try {
      UUID uuid = UUID.fromString(id);
      return uuid.version() == VERSION_WITH_TIME ? uuid.getMostSignificantBits() >>> 16 : 0;
    } catch (IllegalArgumentException noUuid) {
      return 0;
    }
  }
}
