package io.eventpipeline.admin.user;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.eventpipeline.admin.redis.AdminRedis;
import io.eventpipeline.runtime.kafka.EventTopic;
import io.eventpipeline.runtime.redis.KeySpace;
import io.lettuce.core.RedisFuture;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads which users wait. The owner of each partition shows those that have waited for longer than
 * a second, the longest ones first, 200 at most. Threads: any; callers wait.
 */
@Singleton
public final class WaitingUsers {
  private static final JsonFactory JSON = new JsonFactory();

  private final AdminRedis redis;
  private final KeySpace space;

  public WaitingUsers(AdminRedis redis, KeySpace space) {
    this.redis = redis;
    this.space = space;
  }

  /**
   * What all partitions show.
   *
   * @param users those that have waited longest at the beginning
   * @param more users that wait and are not shown
   */
  public record All(List<WaitingUser> users, long more) {}

  /**
   * All users that wait.
   *
   * @param partitions of the topic
   */
  public All all(String topic, int partitions) {
    List<RedisFuture<Map<String, String>>> asked = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      asked.add(redis.commands().hgetall(space.lanes(topic, partition)));
    }
    List<WaitingUser> users = new ArrayList<>();
    long more = 0;
    for (int partition = 0; partition < partitions; partition++) {
      for (Map.Entry<String, String> one : redis.await(asked.get(partition)).entrySet()) {
        if (one.getKey().equals(KeySpace.MORE_USERS)) {
          more += Long.parseLong(one.getValue());
        } else {
          users.add(new WaitingUser(one.getKey(), partition, fields(one.getValue())));
        }
      }
    }
    users.sort(Comparator.comparingLong(WaitingUser::since));
    return new All(users, more);
  }

  /**
   * One user; null if it does not wait, or is not among those that are shown.
   *
   * @param partitions of the topic
   */
  public @Nullable WaitingUser find(String userId, String topic, int partitions) {
    int partition = EventTopic.partitionOf(userId, partitions);
    @Nullable String text =
        redis.await(redis.commands().hget(space.lanes(topic, partition), userId));
    return text == null ? null : new WaitingUser(userId, partition, fields(text));
  }

  /** The members of a flat JSON object as texts. What cannot be read is left out. */
  private static Map<String, String> fields(String json) {
    Map<String, String> fields = new LinkedHashMap<>();
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        if (parser.nextToken().isScalarValue()) {
          fields.put(name, parser.getText());
        } else {
          parser.skipChildren();
        }
      }
    } catch (IOException notReadable) {
      fields.put("why", "unknown");
    }
    return fields;
  }
}
