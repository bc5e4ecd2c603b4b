package io.eventpipeline.acceptance;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;
import static io.eventpipeline.contract.testing.TestEvent.ids;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.contract.testing.TestEvent;
import io.eventpipeline.testbed.rig.EventsTopic;
import io.eventpipeline.testbed.rig.Names;
import io.eventpipeline.testbed.rig.Pipeline;
import io.eventpipeline.testbed.rig.Waiting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The topic is deleted and recreated: its offsets start at 0 again and mean other records. */
class NewTopicIT {
  @RegisterExtension static final StartedServices STARTED = new StartedServices();

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final byte[] JUNK = "no event".getBytes(StandardCharsets.UTF_8);

  /** Events without seq, of {@code count} users. */
  private static List<TestEvent> events(int count) {
    return EventsTopic.usersIn(0, count).stream().map(user -> anEvent().of(user)).toList();
  }

  /** Produces junk, which has no id, and then events. */
  private static List<TestEvent> junkAndEvents(Pipeline pipeline, int count) {
    assertThat(pipeline.topic().produceRaw(0, null, JUNK).offset()).as("in the new log").isZero();
    List<TestEvent> events = events(count);
    pipeline.topic().produce(events);
    return events;
  }

  private static void awaitAllOfNewTopic(
      Pipeline pipeline, int number, int count, String consumerMeanwhile) {
    pipeline.consumer(0).signal(consumerMeanwhile);
    pipeline.topic().recreate();
    List<TestEvent> events = junkAndEvents(pipeline, count);
    pipeline.consumer(0).signal("CONT");
    pipeline.redisView().awaitFinal(ids(events), SOON);
    awaitJunk(pipeline, number);
  }

  /** Sends through the API, again and again until it takes the event. */
  private static TestEvent accepted(Pipeline pipeline) {
    TestEvent event = anEvent().of(Names.fresh("u"));
    pipeline.api().sendUntilTaken(event);
    return event;
  }

  private static Set<String> junkOfPartition0(Pipeline pipeline) {
    return pipeline.redisView().keys("event:poison~events~0~0*").stream()
        .map(key -> key.substring("event:".length()))
        .collect(Collectors.toSet());
  }

  private static void awaitJunk(Pipeline pipeline, int count) {
    Waiting.until("junk record " + count, SOON, () -> junkOfPartition0(pipeline).size() == count);
    assertThat(pipeline.redisView().deadLetters())
        .containsAll(junkOfPartition0(pipeline))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void what_is_in_the_new_topic_becomes_final(String protocol) {
    Pipeline pipeline =
        STARTED.start(
            Pipeline.named("new-topic-" + protocol)
                .consumer("KAFKA_GROUP_PROTOCOL", protocol)
                .consumer("ORDER_GAP_TIMEOUT", "60s"));
    pipeline.topic().produceRaw(0, null, JUNK);
    // This event waits for seq 1: it is read and not final, at an offset that later topics have
    // too.
    pipeline.topic().produce(anEvent().of(EventsTopic.usersIn(0, 1).getFirst()).seq(2));
    List<TestEvent> old = events(20);
    pipeline.topic().produce(old);
    pipeline.redisView().awaitFinal(ids(old), SOON);
    awaitJunk(pipeline, 1);
    assertThat(junkOfPartition0(pipeline)).containsExactly("poison~events~0~0");

    // A stopped consumer never sees the moment without a topic, so it keeps its partitions.
    awaitAllOfNewTopic(pipeline, 2, 10, "STOP"); // shorter than what was read
    awaitAllOfNewTopic(pipeline, 3, 500, "STOP"); // longer
    awaitAllOfNewTopic(pipeline, 4, 30, "CONT"); // it sees everything
    TestEvent sent = accepted(pipeline);
    pipeline.redisView().awaitFinal(List.of(sent.id()), SOON);
    pipeline.topic().awaitNoLag(SOON);
  }

  @Test
  void so_it_does_if_the_topic_was_recreated_while_no_consumer_ran() {
    Pipeline pipeline = STARTED.start(Pipeline.named("new-topic-down"));
    pipeline.redisView().awaitFinal(ids(junkAndEvents(pipeline, 20)), SOON);
    pipeline.topic().awaitNoLag(SOON);
    pipeline.consumer(0).terminate();
    pipeline.topic().recreate();
    List<TestEvent> events = junkAndEvents(pipeline, 50);
    pipeline.startConsumer();
    pipeline.redisView().awaitFinal(ids(events), SOON);
    awaitJunk(pipeline, 2);
  }

  @Test
  void so_it_does_if_the_new_topic_has_more_partitions() {
    Pipeline pipeline = STARTED.start(Pipeline.named("new-topic-wider").consumers(2));
    pipeline.redisView().awaitFinal(ids(junkAndEvents(pipeline, 20)), SOON);
    pipeline.topic().recreate(2 * EventsTopic.PARTITIONS);
    List<TestEvent> events = new ArrayList<>();
    Names.fresh("u", 100).forEach(user -> events.addAll(TestEvent.sequence(user, 1, 3)));
    pipeline.topic().produce(events);
    pipeline.topic().produceRaw(0, null, JUNK);
    pipeline.redisView().awaitFinal(ids(events), SOON);
    TestEvent sent = accepted(pipeline);
    pipeline.redisView().awaitFinal(List.of(sent.id()), SOON);
  }
}
