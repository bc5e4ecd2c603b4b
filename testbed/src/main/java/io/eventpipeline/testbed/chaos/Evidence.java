package io.eventpipeline.testbed.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventpipeline.testbed.rig.EventsTopic;
import io.eventpipeline.testbed.rig.Json;
import io.eventpipeline.testbed.rig.Pipeline;
import io.eventpipeline.testbed.rig.RedisView;
import io.eventpipeline.testbed.rig.RunLog;
import io.eventpipeline.testbed.rig.SqlEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What Kafka, Redis and the recording handler's file say after a round. Read once. One thread. */
final class Evidence {
  private final EventsTopic topic;
  private final RedisView redis;
  private final List<RunLog.Line> runs;
  private final Map<String, Map<String, String>> states;
  private final PushEvidence push;
  private final WindowEvidence window;
  private final SqlEvidence sql;
  private final Map<String, Logged> logged = new HashMap<>();
  private final Map<String, TreeMap<Long, Long>> seqsOfUser = new HashMap<>();
  private final Map<String, List<RunLog.Line>> starts = new HashMap<>();
  private final Map<String, List<RunLog.Line>> ends = new HashMap<>();

  /**
   * An event's records in the topic.
   *
   * @param time of the first one, unix milliseconds
   * @param values all different ones
   * @param places partition and offset of each
   */
  record Logged(long time, Set<String> values, Set<String> places) {}

  private Evidence(
      Pipeline pipeline, RedisView redis, Collection<String> ids, List<SqlEvent> typed) {
    topic = pipeline.topic();
    this.redis = redis;
    topic.readFrom(Map.of()).forEach(this::addRecord);
    runs = pipeline.runs().lines();
    runs.forEach(this::addRun);
    states = redis.events(ids);
    push = PushEvidence.read(pipeline);
    window = WindowEvidence.read(pipeline, redis);
    sql = SqlEvidence.read(pipeline, redis, typed);
  }

  /** Reads everything about the events {@code ids}, and about typed ones. */
  static Evidence read(
      Pipeline pipeline, RedisView redis, Collection<String> ids, List<SqlEvent> typed) {
    return new Evidence(pipeline, redis, ids, typed);
  }

  private void addRecord(ConsumerRecord<byte[], byte[]> read) {
    JsonNode event = Json.read(read.value());
    Logged one =
        logged.computeIfAbsent(
            event.has("id") ? event.path("id").asText() : event.path("eventId").asText(),
            id -> new Logged(read.timestamp(), new HashSet<>(), new HashSet<>()));
    one.places().add(read.partition() + ":" + read.offset());
    one.values().add(new String(read.value(), StandardCharsets.UTF_8));
    JsonNode seq = event.path("payload").path("seq");
    if (seq.isNumber()) {
      seqsOfUser
          .computeIfAbsent(event.path("userId").asText(), user -> new TreeMap<>())
          .merge(seq.asLong(), read.timestamp(), Math::min);
    }
  }

  private void addRun(RunLog.Line line) {
    if (line.isStart()) {
      starts.computeIfAbsent(line.id(), id -> new ArrayList<>()).add(line);
    } else if (line.what().equals("end")) {
      ends.computeIfAbsent(line.id(), id -> new ArrayList<>()).add(line);
    }
  }

  EventsTopic topic() {
    return topic;
  }

  RedisView redis() {
    return redis;
  }

  /** What the fake FCM got, and what is left of notifications. */
  PushEvidence push() {
    return push;
  }

  /** How often events were counted. */
  WindowEvidence window() {
    return window;
  }

  /** What became of typed events. */
  SqlEvidence sql() {
    return sql;
  }

  /** All starts and ends of runs, in the order in which they were written. */
  List<RunLog.Line> runs() {
    return runs;
  }

  /** The hashes {@code event:ID} by id; empty for an event that is not final. */
  Map<String, Map<String, String>> states() {
    return states;
  }

  Map<String, String> state(String id) {
    return states.getOrDefault(id, Map.of());
  }

  /** The records of an event; null if the topic has none. */
  @Nullable Logged logged(String id) {
    return logged.get(id);
  }

  List<RunLog.Line> starts(String id) {
    return starts.getOrDefault(id, List.of());
  }

  /** The ends of runs that succeeded. */
  List<RunLog.Line> ends(String id) {
    return ends.getOrDefault(id, List.of());
  }

  /** When each later seq of the user was logged first, unix milliseconds. */
  Collection<Long> timesOfLaterSeqs(String user, long seq) {
    return seqsOfUser.getOrDefault(user, new TreeMap<>()).tailMap(seq, false).values();
  }

  /** When each seq of the user was logged first, unix milliseconds. */
  Collection<Long> loggedTimes(String user) {
    return timesOfLaterSeqs(user, 0);
  }

  /** Whether the topic holds the event more than once. */
  boolean hasSeveralRecords(String id) {
    Logged own = logged.get(id);
    return own != null && own.places().size() > 1;
  }

  /** Whether Redis lost the event in a FLUSHALL: its record is older. */
  boolean isFlushed(String id, Incidents incidents) {
    Logged own = logged.get(id);
    return incidents.wasFlushed() && own != null && own.time() <= incidents.flushedAt();
  }
}
