package io.eventpipeline.consumer.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.consumer.order.ClaimCode;
import io.eventpipeline.consumer.order.Failure;
import io.eventpipeline.consumer.order.PendingEvent;
import io.eventpipeline.consumer.order.SettleCode;
import io.eventpipeline.consumer.order.Verdict;
import io.eventpipeline.contract.Emission;
import io.eventpipeline.local.Folders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/**
 * Random histories of four dead letters in two partitions, on a real Redis: lost answers, crashes
 * with records read again, states that expire, marks set twice, copies in the other partition,
 * forged tokens, purges and leases that run out.
 */
class ReplayHistoriesIT {
  private static final int EVENTS = 4;
  private static Path dir;
  private static LedgerRig rig;

  @BeforeContainer
  static void start() throws Exception {
    dir = Files.createTempDirectory("replay-histories");
    rig = LedgerRig.start(dir);
  }

  @AfterContainer
  static void stop() throws Exception {
    rig.close();
    Folders.delete(dir);
  }

  private record LogRecord(String id, @Nullable String token) {}

  private static String user(String id) {
    return id.equals("e0") || id.equals("e2") ? "ub" : "ua";
  }

  /** One partition and its owner, who works on one record at a time. */
  private static final class Reader {
    final int number;
    final List<LogRecord> log = new ArrayList<>();
    final Map<Integer, Verdict> memory = new HashMap<>();
    Ownership owner;
    int position;
    @Nullable PendingEvent busy;

    Reader(int number) throws Exception {
      this.number = number;
      this.owner = rig.take(number);
    }

    /** The owner dies, and the next one reads some records again. */
    void crash(int back, boolean sameProcess) throws Exception {
      busy = null;
      owner = rig.take(number);
      position = Math.max(0, position - back);
      if (!sameProcess) {
        memory.clear();
      }
    }
  }

  private static final class History {
    final Random random;
    final Operator operator = new Operator(rig.store);
    final List<Reader> readers;
    final List<LogRecord> marked = new ArrayList<>();
    final Map<String, Integer> processed = new HashMap<>();
    final Map<String, Map<String, String>> finals = new HashMap<>();

    History(Random random) throws Exception {
      this.random = random;
      rig.store.flushall();
      readers = List.of(new Reader(0), new Reader(1));
      for (int i = 0; i < EVENTS; i++) {
        readers.getFirst().log.add(new LogRecord("e" + i, null));
      }
    }

    void play() throws Exception {
      int steps = 20 + random.nextInt(40);
      for (int i = 0; i < steps; i++) {
        step();
        check();
      }
      List<String> sent = rig.outbox();
      for (int i = 0; i < EVENTS; i++) {
        String text = "0|e" + i + "#1|{}";
        assertThat(sent.stream().filter(text::equals).count())
            .as("emissions of e%s", i)
            .isEqualTo(processed.getOrDefault("e" + i, 0).longValue());
      }
      assertThat(rig.store.exists("order:ua", "order:ub", "seq:ua", "seq:ub")).isZero();
    }

    private void step() throws Exception {
      Reader reader = readers.get(random.nextInt(3) / 2);
      String id = "e" + random.nextInt(EVENTS);
      LogRecord again = marked.isEmpty() ? null : marked.get(random.nextInt(marked.size()));
      switch (random.nextInt(22)) {
        case 0 -> reader.crash(random.nextInt(4), random.nextBoolean());
        case 1, 2, 3 -> mark(id, Operator.STALE);
        case 4 -> mark(id, Duration.ZERO);
        case 5 -> readers.getFirst().log.add(new LogRecord(id, null));
        case 6 -> {
          if (again != null) {
            reader.log.add(again);
          }
        }
        case 7 -> {
          rig.store.del("event:" + id, "dedup:" + id);
          finals.remove(id);
        }
        case 8 -> operator.purge(Operator.STALE, id);
        case 9 -> {
          if (again != null) {
            boolean ignored = operator.unmark(again.id(), again.token());
          }
        }
        case 10 -> reader.log.add(new LogRecord(id, "j.forged"));
        case 11 -> {
          if (random.nextInt(3) == 0) {
            rig.store.del("inflight:" + id);
          }
        }
        default -> work(reader);
      }
    }

    private void mark(String id, Duration stale) {
      LogRecord record = new LogRecord(id, "j." + marked.size());
      if (operator.mark(id, record.token(), stale, false).equals("M")) {
        marked.add(record);
        if (random.nextInt(5) != 0) {
          readers.getFirst().log.add(record);
        }
      }
    }

    private void work(Reader reader) throws Exception {
      if (reader.busy != null) {
        settle(reader, reader.busy);
      } else if (reader.position < reader.log.size()) {
        claim(reader);
      }
    }

    private void claim(Reader reader) throws Exception {
      LogRecord record = reader.log.get(reader.position);
      PendingEvent entry = read(reader, record.token());
      ClaimCode code = claim(reader, entry);
      if (code == ClaimCode.NO_RIGHT) {
        entry = read(reader, null);
        code = claim(reader, entry);
      }
      switch (code) {
        case LEASED, CRASH_LOOP -> {
          reader.busy = entry;
          if (entry.verdict() == null) {
            entry.decide(verdict());
          }
        }
        case FINAL, FINAL_ELSEWHERE -> reader.position++;
        case SUSPECT -> rig.store.del("inflight:" + entry.id());
        default -> assertThat(code).isEqualTo(ClaimCode.BUSY);
      }
    }

    private PendingEvent read(Reader reader, @Nullable String token) {
      String id = reader.log.get(reader.position).id();
      PendingEvent entry = LedgerRig.entry(reader.position, id, user(id), 0, token);
      Verdict known = reader.memory.get(reader.position);
      if (known != null) {
        entry.decide(known);
      }
      return entry;
    }

    private Verdict verdict() {
      int attempts = 1 + random.nextInt(3);
      return random.nextBoolean()
          ? new Verdict.Processed(attempts, List.of(new Emission("push", "{}")))
          : new Verdict.Failed(attempts, new Failure("X", "boom", ""), true);
    }

    private ClaimCode claim(Reader reader, PendingEvent entry) throws Exception {
      return entry.isReplay()
          ? rig.given(rig.ledger.claimReplay(reader.owner, entry, false)).codes().getFirst()
          : rig.given(rig.ledger.claim(reader.owner, List.of(List.of(entry)), false))
              .getFirst()
              .codes()
              .getFirst();
    }

    private SettleCode settleOnce(Reader reader, PendingEvent entry) throws Exception {
      return entry.isReplay()
          ? rig.given(rig.ledger.settleReplay(reader.owner, entry)).codes().getFirst()
          : rig.given(rig.ledger.settle(reader.owner, List.of(List.of(entry))))
              .getFirst()
              .codes()
              .getFirst();
    }

    private void settle(Reader reader, PendingEvent entry) throws Exception {
      SettleCode code = settleOnce(reader, entry);
      if (code == SettleCode.BUSY) {
        return;
      }
      assertThat(code).isIn(SettleCode.SETTLED, SettleCode.FINAL);
      if (code == SettleCode.SETTLED && entry.verdict() instanceof Verdict.Processed) {
        processed.merge(entry.id(), 1, Integer::sum);
      }
      if (random.nextInt(3) == 0) {
        Map<String, Object> before = rig.dump();
        assertThat(settleOnce(reader, entry)).as("the answer was lost").isEqualTo(SettleCode.FINAL);
        assertThat(rig.dump()).isEqualTo(before);
      }
      reader.memory.put(reader.position, entry.verdict());
      reader.busy = null;
      reader.position++;
    }

    /** What holds after every script. */
    private void check() {
      List<String> listed = rig.store.lrange("dlq:list", 0, -1);
      Set<String> entries = new HashSet<>();
      for (int i = 0; i < EVENTS; i++) {
        String id = "e" + i;
        if (rig.store.exists("dlq:" + id) == 1) {
          entries.add(id);
        }
        Map<String, String> state = new TreeMap<>(rig.store.hgetall("event:" + id));
        if (finals.containsKey(id)) {
          assertThat(state).as("%s was processed", id).isEqualTo(finals.get(id));
        } else if ("processed".equals(state.get("status"))) {
          finals.put(id, state);
        }
      }
      assertThat(listed).containsExactlyInAnyOrderElementsOf(entries);
    }
  }

  @Property(tries = 300)
  void each_event_is_processed_once_or_listed_once(@ForAll Random random) throws Exception {
    new History(random).play();
  }
}
