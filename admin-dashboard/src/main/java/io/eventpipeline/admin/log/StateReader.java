package io.eventpipeline.admin.log;

import io.eventpipeline.admin.log.EventState.Push;
import io.eventpipeline.admin.log.EventState.Status;
import io.eventpipeline.admin.redis.AdminRedis;
import io.eventpipeline.runtime.redis.KeySpace;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the states of events in Redis, in one round trip, and in a second one what became of their
 * notifications. Threads: any; they wait.
 */
@Singleton
public final class StateReader {
  /** Notifications of one event that are looked at. */
  private static final int MOST_NOTES = 8;

  /** Partition and offset of a record that nobody found. */
  private static final int NOWHERE = -1;

  private final AdminRedis redis;
  private final KeySpace space;

  public StateReader(AdminRedis redis, KeySpace space) {
    this.redis = redis;
    this.space = space;
  }

  private record Asked(
      LogRow row, RedisFuture<String> lease, RedisFuture<Map<String, String>> event) {}

  /**
   * The states by id. All are {@link EventState#UNKNOWN} while Redis does not answer.
   *
   * @param committed the first offset that is not final, by partition; read before this call
   */
  public Map<String, EventState> states(List<LogRow> rows, Map<Integer, Long> committed) {
    Map<String, EventState> states = new HashMap<>();
    try {
      List<Asked> all = new ArrayList<>();
      for (LogRow row : rows) {
        // The lease first: settling drops it and writes the event in one step. The other way round,
        // an event that becomes final in between would look as if nobody had read it.
        RedisFuture<String> lease = redis.commands().get(space.inflight(row.id()));
        all.add(new Asked(row, lease, redis.commands().hgetall(space.event(row.id()))));
      }
      for (Asked one : all) {
        @Nullable String lease = redis.await(one.lease());
        Map<String, String> fields = redis.await(one.event());
        Status status = status(one.row(), lease, fields, committed);
        states.put(
            one.row().id(), new EventState(status, Push.NONE, fields, lease == null ? "" : lease));
      }
      addPush(states);
    } catch (RedisException away) {
      rows.forEach(row -> states.putIfAbsent(row.id(), EventState.UNKNOWN));
    }
    return states;
  }

  /** The state of an event whose record nobody found. */
  public EventState state(String id) {
    LogRow nowhere = new LogRow(id, "", "", 0, 0, NOWHERE, NOWHERE, false);
    return states(List.of(nowhere), Map.of(NOWHERE, 0L)).getOrDefault(id, EventState.UNKNOWN);
  }

  private static Status status(
      LogRow row,
      @Nullable String lease,
      Map<String, String> fields,
      Map<Integer, Long> committed) {
    String status = fields.getOrDefault("status", "");
    return switch (status) {
      case "processed" -> Status.PROCESSED;
      case "skipped" -> Status.SKIPPED;
      // A failed event has a lease while it is replayed.
      case "failed" -> lease == null ? Status.FAILED : Status.PROCESSING;
      default -> {
        if (lease != null) {
          yield Status.PROCESSING;
        }
        Long done = committed.get(row.partition());
        yield done != null && row.offset() < done ? Status.FORGOTTEN : Status.QUEUED;
      }
    };
  }

  private void addPush(Map<String, EventState> states) {
    Map<String, List<RedisFuture<String>>> asked = new HashMap<>();
    states.forEach(
        (id, state) -> {
          int notes = notes(state);
          if (notes > 0) {
            List<RedisFuture<String>> marks = new ArrayList<>();
            for (int n = 1; n <= notes; n++) {
              marks.add(redis.commands().get(space.pushSent(id + "#" + n)));
            }
            asked.put(id, marks);
          }
        });
    asked.forEach(
        (id, marks) -> {
          List<@Nullable String> values = new ArrayList<>();
          for (RedisFuture<String> mark : marks) {
            values.add(redis.await(mark));
          }
          states.computeIfPresent(
              id,
              (same, state) ->
                  new EventState(state.status(), push(values), state.fields(), state.lease()));
        });
  }

  private static int notes(EventState state) {
    String emitted = state.field("emitted");
    return emitted.matches("\\d{1,6}") ? Math.min(Integer.parseInt(emitted), MOST_NOTES) : 0;
  }

  /** The worst of all. */
  private static Push push(List<@Nullable String> marks) {
    if (marks.contains("failed")) {
      return Push.FAILED;
    }
    if (marks.contains(null)) {
      return Push.QUEUED;
    }
    return marks.contains("sent") ? Push.SENT : Push.NOT_SENT;
  }
}
