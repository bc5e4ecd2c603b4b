package io.eventpipeline.admin.skipped;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.admin.AdminRig;
import io.eventpipeline.admin.replay.Finals;
import io.eventpipeline.admin.replay.Outgoing;
import io.eventpipeline.admin.replay.ReplayPublisher;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.contract.forms.EventReader;
import io.eventpipeline.local.LocalKafka;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real Kafka, because the record comes from there. */
class SkippedEventsIT {
  private static final String TOPIC = "events";
  private static final String RECORD =
      "{\"id\":\"%s\",\"userId\":\"ann\",\"type\":\"t\",\"payload\":{\"seq\":3},\"timestamp\":5,\"ts\":4}";

  @TempDir static Path dir;
  private static LocalKafka kafka;
  private static AdminRig rig;
  private static ReplayPublisher publisher;
  private static TopicReader reader;
  private static long next;
  private SkippedEvents skipped;

  @BeforeAll
  static void start() throws Exception {
    kafka = LocalKafka.start(dir.resolve("kafka"), 0, Map.of());
    rig = new AdminRig(dir.resolve("redis"));
    Properties settings = new Properties();
    settings.put("bootstrap.servers", kafka.bootstrapServers());
    try (Admin admin = Admin.create(settings)) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
    }
    publisher = ReplayPublisher.connect(settings);
    reader = new TopicReader(settings);
  }

  @AfterAll
  static void stop() {
    publisher.close();
    rig.close();
    kafka.close();
  }

  @BeforeEach
  void begin() {
    rig.commands().flushall();
    skipped =
        new SkippedEvents(
            rig.redis, rig.space, new Finals(rig.redis, rig.space), reader, publisher, rig.audit);
  }

  /** A record of this event, and the line that settle.lua writes. */
  private SkippedEvent skip(String id) {
    long offset = next++;
    publisher
        .publish(Outgoing.ordinary(TOPIC, id, "t", "ann", AdminRig.bytes(RECORD.formatted(id))))
        .join();
    note("skipped", id, offset);
    return skipped.list(10).getFirst();
  }

  private void note(String status, String id, long offset) {
    note(status, id, "ann", offset);
  }

  private void note(String status, String id, String user, long offset) {
    rig.commands()
        .xadd(
            "ix:notable",
            Map.of(
                "status",
                status,
                "eventId",
                id,
                "userId",
                user,
                "type",
                "t",
                "topic",
                TOPIC,
                "partition",
                "0",
                "offset",
                Long.toString(offset)));
  }

  @Test
  void only_skipped_events_are_listed_newest_first() {
    note("skipped", "e-1", 7);
    note("replayed", "e-2", 8);
    note("skipped", "e-3", 9);
    assertThat(skipped.list(10)).extracting(SkippedEvent::id).containsExactly("e-3", "e-1");
    assertThat(skipped.list(10).getLast().offset()).isEqualTo(7);
  }

  @Test
  void pages_follow_one_another_without_a_gap_and_other_notes_do_not_count() {
    for (int i = 0; i < 50; i++) {
      note("skipped", "e-" + i, i);
      note("replayed", "r-" + i, i);
    }
    assertThat(skipped.page("", "", 20).events()).hasSize(20);
    assertThat(pages("")).isEqualTo(IntStream.range(0, 50).mapToObj(i -> "e-" + (49 - i)).toList());
  }

  @Test
  void a_user_is_found_behind_thousands_of_other_notes() {
    note("skipped", "mine", "bob", 0);
    for (int i = 0; i < 2_100; i++) {
      note("skipped", "e-" + i, i);
    }
    assertThat(pages("bob")).containsExactly("mine");
  }

  /** A page may find none of a user, and lead on. */
  private List<String> pages(String user) {
    List<String> all = new ArrayList<>();
    SkippedPage page = skipped.page("", user, 20);
    page.events().forEach(event -> all.add(event.id()));
    while (!page.next().isEmpty()) {
      page = skipped.page(page.next(), user, 20);
      page.events().forEach(event -> all.add(event.id()));
    }
    return all;
  }

  @Test
  void one_is_sent_again_as_a_new_event_without_a_place() {
    SkippedEvent one = skip("late");
    assertThat(skipped.sendAgain(one, AdminRig.ANN))
        .isEqualTo(new SentAgain.Published("late:again:1"));
    Parsed<Event> sent = EventReader.event(reader.read(TOPIC, 0, next++), 0);
    Event event = ((Parsed.Valid<Event>) sent).value();
    assertThat(event.id()).isEqualTo("late:again:1");
    assertThat(event.userId()).isEqualTo("ann");
    assertThat(event.seqOrZero()).isEqualTo(Event.NO_SEQ);
    assertThat(event.payload()).hasToString("{\"seq\":3}");
    assertThat(event.time()).isEqualTo(4);
    assertThat(rig.commands().xlen("admin:audit")).isEqualTo(2);
  }

  @Test
  void an_id_that_is_final_is_not_used_again() {
    SkippedEvent one = skip("twice");
    rig.commands().hset("event:twice:again:1", "status", "processed");
    assertThat(skipped.sendAgain(one, AdminRig.ANN))
        .isEqualTo(new SentAgain.Published("twice:again:2"));
    next++;
  }

  @Test
  void a_long_id_becomes_a_hash() {
    SkippedEvent one = skip("x".repeat(125));
    SentAgain sent = skipped.sendAgain(one, AdminRig.ANN);
    next++;
    assertThat(((SentAgain.Published) sent).id()).startsWith("sha256-").endsWith(":again:1");
    assertThat(((SentAgain.Published) sent).id().length()).isLessThanOrEqualTo(128);
  }

  @Test
  void what_kafka_no_longer_has_is_refused() {
    note("skipped", "gone", 1_000_000);
    assertThat(skipped.sendAgain(skipped.list(1).getFirst(), AdminRig.ANN).toString())
        .contains("no longer has the record of gone");
  }

  @Test
  void another_record_in_its_place_is_refused() {
    SkippedEvent one = skip("mine");
    note("skipped", "other", one.offset());
    assertThat(skipped.sendAgain(skipped.list(1).getFirst(), AdminRig.ANN).toString())
        .contains("another record is in the place of other");
  }
}
