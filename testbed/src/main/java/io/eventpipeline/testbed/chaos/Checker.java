package io.eventpipeline.testbed.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventpipeline.testbed.chaos.Load.Planned;
import io.eventpipeline.testbed.rig.EventsTopic;
import io.eventpipeline.testbed.rig.Json;
import io.eventpipeline.testbed.rig.RunLog;
import io.eventpipeline.testbed.rig.Store;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Judges every event of a round by what stands in Kafka, in Redis and in the file that the handler
 * wrote. Use one for one judgement.
 */
final class Checker {
  private final Load load;
  private final Incidents incidents;
  private final Duration gapTimeout;
  private final Map<String, Logged> logged = new HashMap<>();
  private final Map<String, TreeMap<Long, Long>> seqsOfUser = new HashMap<>();
  private final Map<String, List<RunLog.Line>> starts = new HashMap<>();
  private final Map<String, List<RunLog.Line>> ends = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private int lost;
  private int twice;
  private int outOfOrder;
  private int skipped;
  private int extraRuns;

  /** Where an event stands in the topic: the time of its first record, all values and places. */
  private record Logged(long time, Set<String> values, Set<String> places) {}

  Checker(Load load, Incidents incidents, Duration gapTimeout) {
    this.load = load;
    this.incidents = incidents;
    this.gapTimeout = gapTimeout;
  }

  Judgement judge(String fault, long seed, double recovery, Sources sources) {
    problems.addAll(load.problems());
    readTopic(sources.topic());
    readRuns(sources.runs());
    Map<String, Map<String, String>> states = sources.store().events(load.planned().keySet());
    load.planned()
        .values()
        .forEach(one -> judgeState(one, states.getOrDefault(one.event().id(), Map.of())));
    Set<String> keys = sources.store().keys("event:*");
    keys.removeIf(key -> logged.containsKey(key.substring("event:".length())));
    keys.forEach(key -> problem("%s is of no event", key));
    sources.store().withoutDedup(load.planned().keySet()).stream()
        .filter(id -> !isFlushed(id))
        .forEach(id -> problem("%s has no dedup key", id));
    List<String> changed = incidents.finals().changed(states);
    twice += changed.size();
    problems.addAll(changed);
    judgeOrders(states, sources.store());
    judgeDeadLetters(states, sources.store());
    judgeRunOrder(states, sources.runs());
    for (String key : sources.store().keys("inflight:*")) {
      problem("%s is left", key);
    }
    sources
        .topic()
        .endOffsets()
        .forEach(
            (partition, end) -> {
              long committed = sources.topic().committed().getOrDefault(partition, 0L);
              if (committed != end) {
                problem("partition %d has %d committed of %d", partition, committed, end);
              }
            });
    return new Judgement(
        fault,
        seed,
        load.planned().size(),
        lost,
        twice,
        outOfOrder,
        skipped,
        extraRuns,
        recovery,
        List.copyOf(problems));
  }

  /** Where the truth stands. */
  record Sources(EventsTopic topic, Store store, RunLog runs) {}

  private void problem(String text, Object... values) {
    problems.add(text.formatted(values));
  }

  private void readTopic(EventsTopic topic) {
    for (ConsumerRecord<byte[], byte[]> read : topic.readFrom(Map.of())) {
      JsonNode event = Json.read(read.value());
      String id = event.path("id").asText();
      Logged one =
          logged.computeIfAbsent(
              id, key -> new Logged(read.timestamp(), new HashSet<>(), new HashSet<>()));
      one.places().add(read.partition() + ":" + read.offset());
      one.values().add(new String(read.value(), StandardCharsets.UTF_8));
      JsonNode seq = event.path("payload").path("seq");
      if (seq.isNumber()) {
        seqsOfUser
            .computeIfAbsent(event.path("userId").asText(), user -> new TreeMap<>())
            .merge(seq.asLong(), read.timestamp(), Math::min);
      }
    }
    for (String id : load.planned().keySet()) {
      if (!logged.containsKey(id)) {
        lost++;
        problem("%s was acknowledged and is not in the topic", id);
      }
    }
  }

  private void readRuns(RunLog runs) {
    for (RunLog.Line line : runs.lines()) {
      if (line.isStart()) {
        starts.computeIfAbsent(line.id(), id -> new ArrayList<>()).add(line);
      } else if (line.what().equals("end")) {
        ends.computeIfAbsent(line.id(), id -> new ArrayList<>()).add(line);
      }
    }
  }

  private void judgeState(Planned planned, Map<String, String> state) {
    String id = planned.event().id();
    if (state.isEmpty() && isFlushed(id)) {
      return;
    }
    if (state.isEmpty()) {
      lost++;
      problem("%s of %s is not final", id, planned.event().user());
      return;
    }
    boolean wasSkipped = "skipped".equals(state.get("status"));
    String status = wasSkipped ? "skipped" : planned.kind().status();
    String attempts = wasSkipped ? "0" : "" + planned.kind().attempts();
    Object seq = planned.event().payload().get("seq");
    boolean right =
        status.equals(state.get("status"))
            && (planned.kind() == Kind.EXIT || attempts.equals(state.get("attempts")))
            && planned.event().user().equals(state.get("userId"))
            && planned.event().type().equals(state.get("type"))
            && (seq == null ? "" : seq.toString()).equals(state.getOrDefault("seq", ""))
            && state.getOrDefault("processedAt", "").matches("\\d{13}")
            && state.containsKey("error") == status.equals("failed");
    if (!right) {
      problem("%s, %s, became %s", id, planned.kind(), state);
    }
    if (wasSkipped) {
      judgeSkip(planned);
    } else {
      judgeRuns(planned, state);
    }
  }

  private boolean wasFlushed() {
    return incidents.flushedAt() != Long.MAX_VALUE;
  }

  /** It stood in the topic, and may have been final, before Redis was emptied. */
  private boolean isFlushed(String id) {
    Logged own = logged.get(id);
    return wasFlushed() && own != null && own.time() <= incidents.flushedAt();
  }

  /** A gap may end when a later seq has stood in the log for so long. */
  private void judgeSkip(Planned planned) {
    skipped++;
    String id = planned.event().id();
    Logged own = logged.get(id);
    Object seq = planned.event().payload().get("seq");
    if (starts.containsKey(id) && !wasFlushed()) {
      problem("%s was run and is skipped", id);
    }
    if (own == null || seq == null) {
      problem("%s has no seq and is skipped", id);
      return;
    }
    long place = Long.parseLong(seq.toString());
    boolean overdue =
        seqsOfUser
            .getOrDefault(planned.event().user(), new TreeMap<>())
            .tailMap(place, false)
            .values()
            .stream()
            .anyMatch(time -> time <= own.time() - gapTimeout.toMillis());
    if (!overdue && !incidents.isMemoryBoundReached(planned.event().user()) && !wasFlushed()) {
      problem("%s, seq %s of %s, is skipped and was not late", id, seq, planned.event().user());
    }
  }

  private void judgeRuns(Planned planned, Map<String, String> state) {
    String id = planned.event().id();
    List<RunLog.Line> runs = starts.getOrDefault(id, List.of());
    if (runs.isEmpty() || (planned.kind().status().equals("processed") && !ends.containsKey(id))) {
      problem("%s is %s and was never run to its end", id, planned.kind().status());
    }
    if (planned.kind().status().equals("processed") && wasMadeFinalByZombie(id, state)) {
      problem("%s was made final by a consumer that had lost its partition", id);
    }
    // Each process that tries it anew is told once that what the handler needs is away.
    long pids = runs.stream().mapToLong(RunLog.Line::pid).distinct().count();
    int extra =
        runs.size() - (planned.kind() == Kind.AWAY ? (int) pids + 1 : planned.kind().runs());
    if (planned.kind() != Kind.EXIT && extra > 0) {
      extraRuns += extra;
      if (!isExcused(id, runs, state)) {
        problem(
            "%s, %s, was run %d times by %s",
            id, planned.kind(), runs.size(), runs.stream().map(RunLog.Line::pid).toList());
      }
    }
  }

  /** All runs that had ended by then are of consumers that others had replaced. */
  private boolean wasMadeFinalByZombie(String id, Map<String, String> state) {
    long finalAt = Long.parseLong(state.getOrDefault("processedAt", "0"));
    List<RunLog.Line> before =
        ends.getOrDefault(id, List.of()).stream().filter(line -> line.at() <= finalAt).toList();
    return !before.isEmpty()
        && before.stream().allMatch(line -> incidents.isZombie(line.pid(), line.at()));
  }

  /** Somebody who ran it was cut off before it was final, or what was final has been forgotten. */
  private boolean isExcused(String id, List<RunLog.Line> runs, Map<String, String> state) {
    long finalAt = Long.parseLong(state.getOrDefault("processedAt", "0"));
    Set<Long> pids = new LinkedHashSet<>();
    runs.forEach(run -> pids.add(run.pid()));
    boolean bySeveral = pids.size() > 1;
    return pids.stream().anyMatch(pid -> incidents.uncleanSince(pid) <= finalAt)
        || pids.stream().anyMatch(incidents::hasLostPartitions)
        || (incidents.hasRedisForgotten() && standsTwice(id))
        || (bySeveral && (incidents.hasRedisForgotten() || incidents.wasRedisDisturbed()))
        || wasFlushed();
  }

  /** What a handler made of a record is remembered for that record, not for a later one. */
  private boolean standsTwice(String id) {
    Logged own = logged.get(id);
    return own != null && own.places().size() > 1;
  }

  private void judgeOrders(Map<String, Map<String, String>> states, Store store) {
    Map<String, Set<Long>> processed = new HashMap<>();
    states.forEach(
        (id, state) -> {
          if ("processed".equals(state.get("status")) && state.containsKey("seq")) {
            processed
                .computeIfAbsent(state.get("userId"), user -> new HashSet<>())
                .add(Long.valueOf(state.get("seq")));
          }
        });
    store
        .orders(load.users())
        .forEach(
            (user, order) -> {
              List<Long> seqs = order.stream().map(Long::valueOf).toList();
              Set<Long> distinct = new HashSet<>(seqs);
              if (distinct.size() < seqs.size()) {
                twice += seqs.size() - distinct.size();
                problem("order of %s has a seq twice: %s", user, seqs);
              }
              if (!seqs.stream().sorted().toList().equals(seqs)) {
                outOfOrder++;
                problem("order of %s is not in sequence: %s", user, seqs);
              }
              if (!distinct.equals(processed.getOrDefault(user, Set.of()))) {
                problem("order of %s and its processed events differ", user);
              }
            });
  }

  private void judgeDeadLetters(Map<String, Map<String, String>> states, Store store) {
    List<String> ids = store.deadLetters();
    Set<String> distinct = new HashSet<>(ids);
    if (distinct.size() < ids.size()) {
      twice += ids.size() - distinct.size();
      problem("%d ids stand twice in the dead-letter list", ids.size() - distinct.size());
    }
    Set<String> failed = new HashSet<>();
    states.forEach(
        (id, state) -> {
          if ("failed".equals(state.get("status"))) {
            failed.add(id);
          }
        });
    if (!failed.equals(distinct)) {
      problem(
          "failed are %d, in the dead-letter list %d; only one of both: %s",
          failed.size(), distinct.size(), difference(failed, distinct));
    }
    Map<String, Map<String, String>> letters = store.deadLetters(failed);
    letters.forEach(
        (id, letter) -> {
          Logged own = logged.get(id);
          if (own == null
              || !id.equals(letter.get("eventId"))
              || !own.values().contains(letter.get("payload"))
              || !letter
                  .keySet()
                  .containsAll(Set.of("error", "errorClass", "queuedAt", "offset"))) {
            problem("the dead letter of %s is %s", id, letter);
          }
        });
  }

  private static List<String> difference(Set<String> one, Set<String> other) {
    Set<String> either = new HashSet<>(one);
    either.addAll(other);
    return either.stream().filter(id -> !one.contains(id) || !other.contains(id)).limit(5).toList();
  }

  /** First runs of a user's seqs go up, and no two runs of a user are under way at once. */
  private void judgeRunOrder(Map<String, Map<String, String>> states, RunLog runs) {
    Map<String, Long> highest = new HashMap<>();
    Set<String> begun = new HashSet<>();
    Map<String, RunLog.Line> running = new HashMap<>();
    Set<String> wrong = new HashSet<>();
    for (RunLog.Line line : runs.lines()) {
      if (incidents.uncleanSince(line.pid()) <= line.at()) {
        continue; // a zombie: what it does counts for nothing
      }
      if (!line.isStart()) {
        running.computeIfPresent(line.user(), (user, run) -> run.pid() == line.pid() ? null : run);
        continue;
      }
      RunLog.Line other = running.put(line.user(), line);
      if (other != null
          && incidents.uncleanSince(other.pid()) > line.at()
          && !isEndingTheProcess(other.id())) {
        problem("%s was started while %s was under way", line, other);
      }
      long seq = Long.parseLong(line.seq());
      if (seq > 0 && begun.add(line.id()) && isProcessed(states, line.id())) {
        Long before = highest.merge(line.user(), seq, Math::max);
        if (before != seq && wrong.add(line.user()) && !incidents.hasRedisForgotten()) {
          outOfOrder++;
          problem("%s was first run after seq %d", line, before);
        }
      }
    }
  }

  private boolean isEndingTheProcess(String id) {
    Planned planned = load.planned().get(id);
    return planned != null && planned.kind() == Kind.EXIT;
  }

  private static boolean isProcessed(Map<String, Map<String, String>> states, String id) {
    return "processed".equals(states.getOrDefault(id, Map.of()).get("status"));
  }
}
