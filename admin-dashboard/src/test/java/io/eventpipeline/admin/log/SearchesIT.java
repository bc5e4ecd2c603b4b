package io.eventpipeline.admin.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.admin.AdminRig;
import io.eventpipeline.admin.log.SearchState.End;
import io.eventpipeline.runtime.kafka.EventTopic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * On a real Kafka and Redis. {@code -Dlog.records=1000000} makes the large topic as large as the
 * promise says.
 */
class SearchesIT {
  private static final int MANY = Integer.getInteger("log.records", 60_000);
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir static Path dir;
  private static LogRig rig;
  private static AdminRig redis;
  private String topic = "";
  private LogClients clients;
  private LogTopic logTopic;
  private ProgressReader progress;
  private Searches searches;

  @BeforeAll
  static void start() {
    rig = new LogRig(dir);
    redis = new AdminRig(dir.resolve("redis"));
  }

  @AfterAll
  static void stop() {
    redis.close();
    rig.close();
  }

  @BeforeEach
  void begin(TestInfo test) {
    redis.commands().flushall();
    topic = test.getTestMethod().orElseThrow().getName();
    clients = rig.clients();
    logTopic = rig.logTopic(clients, topic);
    progress = new ProgressReader(clients, logTopic);
    searches = searches(LONG);
  }

  private Searches searches(Duration budget) {
    return new Searches(clients, logTopic, progress, redis.redis, redis.space, budget);
  }

  @AfterEach
  void end() {
    searches.close();
    progress.close();
    clients.close();
  }

  private static SearchState ended(Search search) {
    return await()
        .atMost(LogRig.SOON)
        .pollInterval(Duration.ofMillis(5))
        .until(search::state, state -> !state.isRunning());
  }

  private SearchState byUser(String user, String before) {
    return ended(searches.fresh(new Wanted.ByUser(user, before, false)));
  }

  private SearchState byId(String id) {
    return ended(searches.fresh(new Wanted.ById(id)));
  }

  private static List<Long> offsets(SearchState state) {
    return state.hits().stream().map(LogRow::offset).toList();
  }

  @Test
  void a_user_is_found_among_many_page_by_page_without_a_gap() throws Exception {
    rig.topic(topic, 8);
    String user = "u7";
    int own = EventTopic.partitionOf(user, 8);
    int users = MANY / 120; // 120 events of each
    long began = System.nanoTime();
    rig.fill(topic, own, MANY, users);
    System.out.printf("wrote %,d in %d ms%n", MANY, (System.nanoTime() - began) / 1_000_000);
    Search first = searches.fresh(new Wanted.ByUser(user, "", false));
    SearchState soon = first.await(LONG);
    long firstMs = first.age() / 1_000_000;
    assertThat(soon.hits()).isNotEmpty();
    SearchState page = ended(first);
    System.out.printf(
        "first hit after %d ms, page after %d ms%n", firstMs, first.age() / 1_000_000);
    assertThat(page.end()).isEqualTo(End.FOUND);
    assertThat(page.hits()).hasSize(50).allMatch(row -> row.userId().equals(user));
    List<Long> all = new ArrayList<>(offsets(page));
    began = System.nanoTime();
    while (page.end() == End.FOUND) {
      page = byUser(user, page.before());
      all.addAll(offsets(page));
    }
    System.out.printf("the rest after %d ms%n", (System.nanoTime() - began) / 1_000_000);
    assertThat(page.end()).isEqualTo(End.BEGINNING);
    List<Long> expected =
        IntStream.iterate(MANY - 1, i -> i >= 0, i -> i - 1)
            .filter(i -> i % users == 7)
            .mapToObj(Long::valueOf)
            .toList();
    assertThat(all).containsExactlyElementsOf(expected);
  }

  @Test
  void when_its_time_is_over_it_says_how_far_back_it_looked_and_goes_on_from_there()
      throws Exception {
    rig.topic(topic, 1);
    rig.send(topic, 0, "rare", "rare");
    rig.fill(topic, 0, 30_000, 100);
    searches = searches(Duration.ofMillis(1));
    SearchState part = byUser("rare", "");
    assertThat(part.end()).isEqualTo(End.TIME);
    assertThat(part.hits()).isEmpty();
    assertThat(part.looked()).isBetween(1L, 30_000L);
    assertThat(part.of()).isEqualTo(30_001);
    assertThat(part.backTo()).isPositive();
    int more = 0;
    while (part.end() == End.TIME && part.hits().isEmpty()) {
      part = byUser("rare", part.before());
      more++;
    }
    assertThat(more).isPositive();
    assertThat(part.hits()).extracting(LogRow::id).containsExactly("rare");
  }

  @Test
  void a_user_in_a_foreign_partition_is_found_everywhere_only() throws Exception {
    rig.topic(topic, 4);
    int foreign = (EventTopic.partitionOf("ann", 4) + 1) % 4;
    rig.send(topic, foreign, "e1", "ann");
    assertThat(byUser("ann", "").hits()).isEmpty();
    SearchState all = ended(searches.fresh(new Wanted.ByUser("ann", "", true)));
    assertThat(all.hits()).extracting(LogRow::id).containsExactly("e1");
    assertThat(all.end()).isEqualTo(End.BEGINNING);
  }

  @Test
  void records_that_leave_kafka_meanwhile_are_told() throws Exception {
    rig.topic(topic, 1);
    rig.fill(topic, 0, 3_000, 3);
    LogScan scan = new LogScan(clients.scan(), logTopic);
    List<Long> read = new ArrayList<>();
    rig.deleteBefore(topic, 0, 2_000);
    scan.read(logTopic.partitions().getFirst(), 500, 2_500, record -> read.add(record.offset()));
    assertThat(read).hasSize(500).startsWith(2_000L);
    assertThat(scan.isOlderGone()).isTrue();
  }

  @Test
  void an_id_is_found_at_the_place_that_its_dead_letter_names() throws Exception {
    rig.topic(topic, 1);
    rig.fill(topic, 0, 100, 1);
    rig.commit(topic, 0, 100);
    redis.commands().hset("dlq:f17", Map.of("topic", topic, "partition", "0", "offset", "17"));
    SearchState found = byId("f17");
    assertThat(found.end()).isEqualTo(End.FOUND);
    assertThat(found.looked()).isEqualTo(1);
    assertThat(found.record().payload()).isEqualTo("{\"n\":1}");
    assertThat(found.record().headers()).containsExactly(new LogRecord.Header("event-id", "f17"));
  }

  @Test
  void an_id_is_found_where_its_lease_says() throws Exception {
    rig.topic(topic, 1);
    rig.fill(topic, 0, 100, 1);
    redis.commands().set("inflight:f30", topic + ":0 3 30 1");
    SearchState found = byId("f30");
    assertThat(found.looked()).isEqualTo(1);
    assertThat(offsets(found)).containsExactly(30L);
  }

  @Test
  void an_id_is_found_near_the_time_at_which_it_was_made() throws Exception {
    rig.topic(topic, 2);
    rig.fill(topic, 1, 1_000, 1);
    long made = System.currentTimeMillis();
    String id = "%08x-%04x-7abc-8def-0123456789ab".formatted(made >>> 16, made & 0xffff);
    rig.send(topic, 1, id, "ann");
    rig.commit(topic, 1, 1_001);
    redis.commands().hset("event:" + id, Map.of("status", "processed", "userId", ""));
    assertThat(offsets(byId(id))).containsExactly(1_000L);
  }

  @Test
  void an_id_is_found_backward_from_the_time_at_which_it_became_final() throws Exception {
    rig.topic(topic, 4);
    int own = EventTopic.partitionOf("ann", 4);
    rig.send(topic, own, "mine", "ann");
    rig.fill(topic, own, 8_000, 10);
    long now = System.currentTimeMillis();
    redis
        .commands()
        .hset(
            "event:mine",
            Map.of("status", "processed", "userId", "ann", "processedAt", Long.toString(now)));
    SearchState found = byId("mine");
    assertThat(offsets(found)).containsExactly(0L);
    assertThat(found.looked()).isEqualTo(8_001);
  }

  @Test
  void an_id_that_is_not_final_is_found_above_the_committed_offset_only() throws Exception {
    rig.topic(topic, 1);
    rig.fill(topic, 0, 200, 1);
    rig.commit(topic, 0, 150);
    assertThat(offsets(byId("f180"))).containsExactly(180L);
    SearchState none = byId("f20");
    assertThat(none.end()).isEqualTo(End.BEGINNING);
    assertThat(none.looked()).isEqualTo(50);
  }

  @Test
  void a_record_without_an_event_is_found_by_the_id_of_its_place() throws Exception {
    rig.topic(topic, 1);
    rig.send(topic, 0, "e", "ann");
    rig.sendRaw(topic, 0, "x", "no json");
    rig.commit(topic, 0, 2);
    SearchState found = byId("poison~" + topic + "~0~1");
    assertThat(found.record().payload()).isEqualTo("no json");
  }

  @Test
  void a_third_search_takes_the_place_of_the_oldest() throws Exception {
    rig.topic(topic, 1);
    rig.fill(topic, 0, 60_000, 10);
    rig.stopBroker();
    Search first;
    Search third;
    try {
      first = searches.fresh(new Wanted.ByUser("none1", "", false));
      searches.fresh(new Wanted.ByUser("none2", "", false));
      third = searches.fresh(new Wanted.ByUser("none3", "", false));
      assertThat(first.isCancelled()).isTrue();
    } finally {
      rig.resumeBroker();
    }
    assertThat(ended(first).end()).isEqualTo(End.REPLACED);
    assertThat(ended(third).end()).isIn(End.BEGINNING, End.AWAY);
  }

  @Test
  void while_the_broker_is_stopped_a_search_ends_and_says_so() throws Exception {
    rig.topic(topic, 1);
    rig.fill(topic, 0, 10, 1);
    rig.stopBroker();
    try {
      assertThat(byUser("u0", "").end()).isEqualTo(End.AWAY);
    } finally {
      rig.resumeBroker();
    }
    await()
        .atMost(LogRig.SOON)
        .until(
            () -> byUser("u" + 0, "0:10").end() != End.AWAY || byUser("u0", "").hits().size() > 0);
  }
}
