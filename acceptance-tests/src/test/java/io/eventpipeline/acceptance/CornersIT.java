package io.eventpipeline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.testbed.rig.Draft;
import io.eventpipeline.testbed.rig.EventsTopic;
import io.eventpipeline.testbed.rig.Names;
import io.eventpipeline.testbed.rig.Pipeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Input that nobody should send, and that somebody does. */
class CornersIT {
  private static final Duration SOON = Duration.ofMinutes(3);
  private static Pipeline pipeline;

  @BeforeAll
  static void start() {
    pipeline = Pipeline.start("corners", 2, Map.of("ORDER_GAP_TIMEOUT", "10s"));
  }

  @AfterAll
  static void stop() {
    pipeline.close();
  }

  private static List<String> ids(List<Draft> events) {
    return events.stream().map(Draft::id).toList();
  }

  private static List<String> oneTo(long n) {
    return LongStream.rangeClosed(1, n).mapToObj(Long::toString).toList();
  }

  @Test
  void a_users_records_in_two_partitions_keep_their_order() {
    List<List<Draft>> streams = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      streams.add(Draft.sequence(Names.fresh("u"), 1, 50));
    }
    Random random = new Random(1);
    for (int i = 0; i < 50; i++) {
      for (List<Draft> stream : streams) {
        Draft event = stream.get(i);
        byte[] key = event.user().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        int own = EventsTopic.partitionOf(event.user());
        pipeline
            .topic()
            .produceRaw(random.nextBoolean() ? own : (own + 3) % 8, key, event.record(1));
      }
    }
    for (List<Draft> stream : streams) {
      pipeline.store().awaitFinal(ids(stream), SOON);
      assertThat(pipeline.store().order(stream.getFirst().user())).isEqualTo(oneTo(50));
      assertThat(pipeline.runs().notRunOnce(ids(stream))).isEmpty();
    }
    assertThat(pipeline.store().keys("inflight:*")).isEmpty();
  }

  @Test
  void one_id_of_two_users_has_one_effect_whoever_comes_first() {
    List<String> ids = new ArrayList<>();
    List<Draft> events = new ArrayList<>();
    String ann = Names.fresh("ann");
    String bob = Names.fresh("bob");
    for (int seq = 1; seq <= 100; seq++) {
      Draft event = Draft.of(ann).seq(seq);
      events.add(event);
      events.add(event.user(bob));
      ids.add(event.id());
    }
    pipeline.topic().produce(events);
    pipeline.store().awaitFinal(ids, SOON);
    pipeline.topic().awaitPassed(SOON);
    assertThat(pipeline.runs().notRunOnce(ids)).isEmpty();
    List<String> all = new ArrayList<>(pipeline.store().order(ann));
    assertThat(all).isSortedAccordingTo((a, b) -> Integer.compare(toInt(a), toInt(b)));
    List<String> bobs = pipeline.store().order(bob);
    assertThat(bobs).isSortedAccordingTo((a, b) -> Integer.compare(toInt(a), toInt(b)));
    all.addAll(bobs);
    assertThat(all).hasSize(100).doesNotHaveDuplicates();
    Draft next = Draft.of(bob).seq(101);
    pipeline.topic().produce(next);
    pipeline.store().awaitFinal(List.of(next.id()), SOON);
    assertThat(pipeline.store().event(next.id())).containsEntry("status", "processed");
  }

  private static int toInt(String seq) {
    return Integer.parseInt(seq);
  }

  @Test
  void the_same_id_twice_in_one_batch_runs_once() {
    Draft event = Draft.of(Names.fresh("u")).seq(1);
    var answer = pipeline.api().sendBatch(List.of(event, event));
    assertThat(answer.results("status")).containsExactly("accepted", "accepted");
    pipeline.topic().awaitPassed(SOON);
    assertThat(pipeline.runs().starts(event.id())).isEqualTo(1);
    assertThat(pipeline.store().order(event.user())).containsExactly("1");
  }

  @Test
  void the_largest_seq_is_exact_and_nothing_comes_after_it() {
    long largest = (1L << 53) - 1;
    Draft last = Draft.of(Names.fresh("u")).seq(largest);
    pipeline.topic().produce(last);
    pipeline.store().awaitFinal(List.of(last.id()), SOON);
    assertThat(pipeline.store().event(last.id()))
        .containsEntry("status", "processed")
        .containsEntry("seq", "9007199254740991");
    assertThat(pipeline.store().nextSeq(last.user())).isEqualTo("9007199254740992");
    Draft again = Draft.of(last.user()).seq(largest);
    Draft free = Draft.of(last.user());
    pipeline.topic().produce(List.of(again, free));
    pipeline.store().awaitFinal(List.of(again.id(), free.id()), SOON);
    assertThat(pipeline.store().event(again.id())).containsEntry("status", "skipped");
    assertThat(pipeline.store().event(free.id())).containsEntry("status", "processed");
  }
}
