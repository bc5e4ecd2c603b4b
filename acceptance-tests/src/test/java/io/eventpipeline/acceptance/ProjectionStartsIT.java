package io.eventpipeline.acceptance;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.contract.testing.TestEvent;
import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.testbed.rig.EventsClient;
import io.eventpipeline.testbed.rig.Names;
import io.eventpipeline.testbed.rig.Pipeline;
import io.eventpipeline.testbed.rig.PipelineBuilder;
import io.eventpipeline.testbed.rig.SqlEvent;
import io.eventpipeline.testbed.rig.SqlTable;
import io.eventpipeline.testbed.rig.Waiting;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A consumer with projections: beside a team's handler, without one, and before its database. */
class ProjectionStartsIT {
  private static final Duration SOON = Duration.ofMinutes(2);

  @RegisterExtension static final StartedServices STARTED = new StartedServices();

  private static Pipeline pipeline;
  private final String name = Names.fresh("n");

  /** A team takes one of the four types. */
  @BeforeAll
  static void start() {
    pipeline =
        STARTED.start(
            describe("projections-beside-a-team")
                .consumer("PROJECTIONS_TYPES", "UserCreatedEvent,OrderPlacedEvent")
                .consumerJvm("-Dtestbed.types=InventoryAdjustedEvent"));
  }

  private static PipelineBuilder describe(String name) {
    return Pipeline.named(name).projecting().consumers(1);
  }

  private static void settle(Pipeline of, SqlEvent... events) {
    of.topic().produceTyped(List.of(events));
    of.redisView().awaitFinal(SqlEvent.ids(List.of(events)), SOON);
  }

  private static List<String> row(SqlEvent event) {
    return pipeline.sql().rows().of(event.table()).getOrDefault(event.key(), List.of());
  }

  private static int status(ServiceProcess service, String probe) {
    try {
      return EventsClient.of(service).get("/health/" + probe).status();
    } catch (UncheckedIOException notUpYet) {
      return 0;
    }
  }

  private static void awaitStatus(ServiceProcess service, String probe, int status) {
    Waiting.until(probe + " " + status, SOON, () -> status(service, probe) == status);
  }

  @Test
  void a_team_takes_a_type_that_the_projections_leave_out() {
    SqlEvent stock = SqlEvent.stock(name, 7);
    SqlEvent order = SqlEvent.order(name, name);
    settle(pipeline, stock, order);

    assertThat(pipeline.redisView().event(stock.id())).containsEntry("status", "processed");
    assertThat(pipeline.runs().starts(stock.id())).isEqualTo(1);
    assertThat(pipeline.sql().rows().of(SqlTable.INVENTORY)).isEmpty();
    assertThat(row(order)).isEqualTo(order.row());
  }

  @Test
  void a_type_that_nobody_takes_is_a_dead_letter_beside_a_team() {
    SqlEvent payment = SqlEvent.payment(name, name);
    settle(pipeline, payment);

    assertThat(pipeline.redisView().deadLetter(payment.id()))
        .containsEntry("errorClass", "NoHandler");
    assertThat(row(payment)).isEmpty();
  }

  @Test
  void without_a_team_the_built_in_handler_takes_all_other_types() {
    Pipeline alone = STARTED.start(describe("projections-alone").withoutTeam());
    TestEvent other = anEvent().of(name).type("somebody.waved");
    alone.topic().produce(other);
    SqlEvent stock = SqlEvent.stock(name, 7);
    settle(alone, stock);
    alone.redisView().awaitFinal(List.of(other.id()), SOON);

    assertThat(alone.redisView().event(other.id())).containsEntry("status", "processed");
    assertThat(alone.sql().rows().of(SqlTable.INVENTORY)).containsEntry(name, stock.row());
  }

  @Test
  void a_consumer_that_starts_before_its_database_holds_events_until_it_comes() {
    pipeline.consumers().forEach(ServiceProcess::terminate);
    pipeline.sql().server().stop();
    SqlEvent order = SqlEvent.order(name, name);
    pipeline.topic().produceTyped(List.of(order));

    ServiceProcess consumer = pipeline.launch();
    awaitStatus(consumer, "liveness", 200);
    Waiting.until("partitions", SOON, () -> !pipeline.topic().workingMembers().isEmpty());
    Waiting.until("the warning", SOON, () -> consumer.output().contains("none is lost"));
    assertThat(status(consumer, "readiness")).isEqualTo(503);
    assertThat(status(consumer, "liveness")).isEqualTo(200);
    assertThat(pipeline.redisView().event(order.id())).isEmpty();

    pipeline.sql().server().restart();
    pipeline.redisView().awaitFinal(List.of(order.id()), SOON);
    assertThat(pipeline.redisView().event(order.id()))
        .containsEntry("status", "processed")
        .containsEntry("attempts", "1");
    assertThat(row(order)).isEqualTo(order.row());
    awaitStatus(consumer, "readiness", 200);
  }
}
