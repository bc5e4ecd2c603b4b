package io.eventpipeline.acceptance;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;
import static io.eventpipeline.contract.testing.TestEvent.ids;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.contract.testing.TestEvent;
import io.eventpipeline.testbed.rig.EventsTopic;
import io.eventpipeline.testbed.rig.Names;
import io.eventpipeline.testbed.rig.Pipeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Unusual input that somebody will send. */
class CornersIT {
  private static final Duration SOON = Duration.ofMinutes(3);
  @RegisterExtension static final StartedServices STARTED = new StartedServices();

  private static Pipeline pipeline;

  @BeforeAll
  static void start() {
    pipeline =
        STARTED.start(Pipeline.named("corners").consumers(2).consumer("ORDER_GAP_TIMEOUT", "10s"));
  }

  private static List<String> oneTo(long n) {
    return LongStream.rangeClosed(1, n).mapToObj(Long::toString).toList();
  }

  @Test
  void a_users_records_in_two_partitions_keep_their_order() {
    List<List<TestEvent>> streams = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      streams.add(TestEvent.sequence(Names.fresh("u"), 1, 50));
    }
    Random random = new Random(1);
    for (int i = 0; i < 50; i++) {
      for (List<TestEvent> stream : streams) {
        TestEvent event = stream.get(i);
        byte[] key = event.user().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        int own = EventsTopic.partitionOf(event.user());
        pipeline
            .topic()
            .produceRaw(
                random.nextBoolean() ? own : (own + 3) % 8, key, event.timestamp(1).recordBytes());
      }
    }
    for (List<TestEvent> stream : streams) {
      pipeline.redisView().awaitFinal(ids(stream), SOON);
      assertThat(pipeline.redisView().order(stream.getFirst().user())).isEqualTo(oneTo(50));
      assertThat(pipeline.runs().notRunOnce(ids(stream))).isEmpty();
    }
    assertThat(pipeline.redisView().keys("inflight:*")).isEmpty();
  }

  @Test
  void one_id_of_two_users_has_one_effect_whoever_comes_first() {
    List<String> ids = new ArrayList<>();
    List<TestEvent> events = new ArrayList<>();
    String ann = Names.fresh("ann");
    String bob = Names.fresh("bob");
    for (int seq = 1; seq <= 100; seq++) {
      TestEvent event = anEvent().of(ann).seq(seq);
      events.add(event);
      events.add(event.of(bob));
      ids.add(event.id());
    }
    pipeline.topic().produce(events);
    pipeline.redisView().awaitFinal(ids, SOON);
    pipeline.topic().awaitPassed(SOON);
    assertThat(pipeline.runs().notRunOnce(ids)).isEmpty();
    List<String> all = new ArrayList<>(pipeline.redisView().order(ann));
    assertThat(all).isSortedAccordingTo((a, b) -> Integer.compare(toInt(a), toInt(b)));
    List<String> bobs = pipeline.redisView().order(bob);
    assertThat(bobs).isSortedAccordingTo((a, b) -> Integer.compare(toInt(a), toInt(b)));
    all.addAll(bobs);
    assertThat(all).hasSize(100).doesNotHaveDuplicates();
    TestEvent next = anEvent().of(bob).seq(101);
    pipeline.topic().produce(next);
    pipeline.redisView().awaitFinal(List.of(next.id()), SOON);
    assertThat(pipeline.redisView().event(next.id())).containsEntry("status", "processed");
  }

  private static int toInt(String seq) {
    return Integer.parseInt(seq);
  }

  @Test
  void the_same_id_twice_in_one_batch_runs_once() {
    TestEvent event = anEvent().of(Names.fresh("u")).seq(1);
    var answer = pipeline.api().sendBatch(List.of(event, event));
    assertThat(answer.results("status")).containsExactly("accepted", "accepted");
    pipeline.topic().awaitPassed(SOON);
    assertThat(pipeline.runs().starts(event.id())).isEqualTo(1);
    assertThat(pipeline.redisView().order(event.user())).containsExactly("1");
  }

  @Test
  void the_largest_seq_is_exact_and_nothing_comes_after_it() {
    long largest = (1L << 53) - 1;
    TestEvent last = anEvent().of(Names.fresh("u")).seq(largest);
    pipeline.topic().produce(last);
    pipeline.redisView().awaitFinal(List.of(last.id()), SOON);
    assertThat(pipeline.redisView().event(last.id()))
        .containsEntry("status", "processed")
        .containsEntry("seq", "9007199254740991");
    assertThat(pipeline.redisView().nextSeq(last.user())).isEqualTo("9007199254740992");
    TestEvent again = anEvent().of(last.user()).seq(largest);
    TestEvent free = anEvent().of(last.user());
    pipeline.topic().produce(List.of(again, free));
    pipeline.redisView().awaitFinal(List.of(again.id(), free.id()), SOON);
    assertThat(pipeline.redisView().event(again.id())).containsEntry("status", "skipped");
    assertThat(pipeline.redisView().event(free.id())).containsEntry("status", "processed");
  }
}
