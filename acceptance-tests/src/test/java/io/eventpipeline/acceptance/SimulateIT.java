package io.eventpipeline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.local.FreePort;
import io.eventpipeline.local.simulate.PlannedSend;
import io.eventpipeline.local.simulate.SendKind;
import io.eventpipeline.local.simulate.SendRate;
import io.eventpipeline.local.simulate.SimulationMix;
import io.eventpipeline.local.simulate.SimulationPlan;
import io.eventpipeline.testbed.rig.Pipeline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code ./pipeline simulate} and the story of the demo, against a whole pipeline. */
class SimulateIT {
  private static final String SECRET = "the secret of this test, which is long enough";
  private static final Duration SOON = Duration.ofMinutes(3);

  @RegisterExtension static final StartedServices STARTED = new StartedServices();

  private static Pipeline pipeline;

  @BeforeAll
  static void start() {
    pipeline =
        STARTED.start(
            Pipeline.named("simulate")
                .ingest("WEBHOOK_SECRET", SECRET)
                .processes()
                .projecting()
                .counting()
                .withoutTeam()
                .pushWorkers(1)
                .notifyingOf("order.created")
                .consumer("OUTBOX_RULES_0_TOPIC", "orders"));
  }

  @Test
  void what_a_seed_plans_is_sent_and_becomes_final_as_it_must() throws Exception {
    LocalCommand run =
        simulate("--rate 20/s --for 6s --seed 7 --faults --webhooks --clicks".split(" "));
    assertThat(run.awaitEnd(SOON)).as(run.output()).isZero();
    List<PlannedSend> plan = planned(7, found("run (\\w+);", run.output()));
    Map<SendKind, Long> kinds =
        plan.stream().collect(Collectors.groupingBy(PlannedSend::kind, Collectors.counting()));
    assertThat(kinds.keySet()).containsExactlyInAnyOrder(SendKind.values());
    long refused = kinds.get(SendKind.INVALID);
    assertThat(run.output())
        .contains(
            "120 sent: %d accepted, %d refused as they must be, 0 wrong"
                .formatted(120 - refused, refused));
    assertFinal(plan, SendKind.FAILING, "failed");
    assertFinal(plan, SendKind.WEBHOOK, "processed");
    assertFinal(plan, SendKind.CLICKS, "processed");
    assertFinal(plan, SendKind.PAYMENT, "processed");
    assertFinal(plan, SendKind.STOCK, "processed");
    for (PlannedSend late : of(plan, SendKind.LATE)) {
      pipeline.redisView().awaitFinal(List.of(late.eventId()), SOON);
      assertThat(query("/orders/" + late.order())).contains("\"CONFIRMED\"");
    }
    assertThat(query("/metrics?window=1800")).contains("\"by_plan\":{\"free\":");
  }

  private static void assertFinal(List<PlannedSend> plan, SendKind kind, String status) {
    List<String> ids = of(plan, kind).stream().map(PlannedSend::eventId).toList();
    pipeline.redisView().awaitFinal(ids, SOON);
    assertThat(pipeline.redisView().events(ids).values())
        .as(kind.toString())
        .isNotEmpty()
        .allSatisfy(event -> assertThat(event).containsEntry("status", status));
  }

  private static List<PlannedSend> of(List<PlannedSend> plan, SendKind kind) {
    return plan.stream().filter(send -> send.kind() == kind).toList();
  }

  private static List<PlannedSend> planned(long seed, String run) {
    SimulationPlan plan =
        new SimulationPlan(
            seed, new SimulationMix(true, true, true), new SendRate(20), run, Instant.EPOCH);
    return Stream.generate(plan::next).limit(120).toList();
  }

  private static String query(String path) {
    return pipeline.query().get(path).toString();
  }

  @Test
  void the_lines_to_look_things_up_find_them() throws Exception {
    LocalCommand run = simulate("--rate 20/s --for 3s --seed 5 --faults".split(" "));
    assertThat(run.awaitEnd(SOON)).as(run.output()).isZero();
    assertThat(run.output()).contains("60 sent").doesNotContain("webhooks", "clicks");
    Function<String, String> look = what -> found("  (curl '\\S+')   # " + what, run.output());
    for (Map.Entry<String, String> expected :
        Map.of(
                "a user with the last orders", "\"recentOrders\":[{",
                "an order with its payment", "\"paymentId\":\"payment-",
                "what became of an event", "\"status\":\"processed\"",
                "an event that must fail", "\"status\":\"failed\"")
            .entrySet()) {
      String command = look.apply(expected.getKey());
      await().atMost(SOON).until(() -> shell(command).contains(expected.getValue()));
    }
  }

  private static String shell(String command) throws Exception {
    Process shell = new ProcessBuilder("bash", "-c", command).start();
    return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere env has no --default-signal")
  void ctrl_c_ends_a_run_without_end_and_the_counts_are_shown() throws Exception {
    LocalCommand run = simulate("--rate", "20/s");
    await().atMost(SOON).until(() -> run.output().contains(" accepted, "));
    run.interrupt();
    assertThat(run.awaitEnd(SOON)).as(run.output()).isZero();
    assertThat(run.output())
        .containsSubsequence("ending; press Ctrl-C again", " sent: ", ", 0 wrong", "Look up:");
  }

  @Test
  void a_webhook_that_is_refused_makes_the_run_fail() throws Exception {
    LocalCommand run =
        STARTED.add(
            LocalCommand.start(
                pipeline.dir(),
                Map.of("WEBHOOK_SECRET", "another secret"),
                concat("simulate --rate 5/s --for 2s --webhooks", places())));
    assertThat(run.awaitEnd(SOON)).isEqualTo(1);
    assertThat(run.output()).contains("10 sent: 9 accepted", "1 wrong", "(webhooks): ", "401");
  }

  @Test
  void what_cannot_run_says_why_in_one_line() throws Exception {
    String nobody = "http://127.0.0.1:" + FreePort.find();
    assertRefused("simulate --url " + nobody, 1, "no API answers at " + nobody);
    assertRefused("simulate --rate fast", 2, "'fast' is no rate such as 3/s");
    assertRefused("simulate --url localhost:3000", 1, "--url must be a URL such as");
    assertRefused("simulate --for 0s --url " + nobody, 1, "--for must be longer than 0s");
    assertRefused("simulate --clicks --url " + nobody, 1, "--clicks needs the query service");
    assertRefused("simulate", 1, "no pipeline runs on .pipeline");
    String demo = "demo --port 1 --redis redis://127.0.0.1:1 ";
    assertRefused(demo + "--story shop", 1, "the story needs --query-url");
    assertRefused(demo + "--story sheep", 1, "--story must be shop");
  }

  private static void assertRefused(String command, int status, String why) throws Exception {
    LocalCommand run =
        STARTED.add(LocalCommand.start(pipeline.dir(), Map.of(), command.split(" ")));
    assertThat(run.awaitEnd(SOON)).isEqualTo(status);
    assertThat(run.output()).contains(why).doesNotContain("Exception");
  }

  @Test
  void the_story_of_the_shop_sees_every_step() throws Exception {
    LocalCommand demo = story(pipeline.query().process().port());
    assertThat(demo.awaitEnd(SOON)).as(demo.output()).isZero();
    assertThat(demo.output())
        .containsSubsequence(
            "1. ",
            "\"user\":",
            "see http://localhost:1/admin/events/story-",
            "2. ",
            "push:sent:",
            "-webhook",
            "see http://localhost:1/admin/push",
            "3. ",
            "\"recentOrders\":[{",
            "see http://localhost:1/admin/events?user=ann-",
            "4. ",
            "\"paymentId\"",
            "5. ",
            "\"processed\"",
            "6. ",
            "\"by_plan\"",
            "see http://localhost:1/admin/overview",
            "7. ",
            "\"failed\"",
            "see http://localhost:1/admin/dead-letters/story-",
            "$ ./pipeline replay story-",
            "processed: story-",
            "\"paymentId\"",
            "Every step was seen");
  }

  /** Stands in for the script, which builds. */
  private static void script() throws IOException {
    Path admin = Path.of(System.getProperty("testbed.admin"));
    Path local = Path.of(System.getProperty("testbed.local"));
    Path script = pipeline.dir().resolve("pipeline");
    Files.writeString(
        script,
        """
        #!/bin/sh
        exec '%s/bin/java' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
          -cp '%s:%s:%s/*:%s/*' io.eventpipeline.admin.command.AdminCommand "$@"
        """
            .formatted(
                System.getProperty("java.home"),
                admin,
                local,
                admin.resolveSibling("lib"),
                local.resolveSibling("lib")));
    assertThat(script.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void the_story_names_the_step_that_fails_and_where_to_look() throws Exception {
    LocalCommand demo = story(FreePort.find());
    assertThat(demo.awaitEnd(SOON)).isEqualTo(1);
    assertThat(demo.output())
        .contains("step 1 (A user signs up", "failed: nothing answers at", "/users/ann-")
        .doesNotContain("2. ");
  }

  private static LocalCommand story(int queryPort) throws Exception {
    script();
    return STARTED.add(
        LocalCommand.start(
            pipeline.dir(),
            Map.of(
                "WEBHOOK_SECRET",
                SECRET,
                "KAFKA_BOOTSTRAP_SERVERS",
                pipeline.kafka().bootstrapServers()),
            ("demo --story shop --port %d --redis redis://127.0.0.1:%d --query-url"
                    + " http://127.0.0.1:%d --admin-url http://localhost:1")
                .formatted(pipeline.ingest().port(), pipeline.wire().port(), queryPort)
                .split(" ")));
  }

  private static LocalCommand simulate(String... options) throws Exception {
    return STARTED.add(
        LocalCommand.start(
            pipeline.dir(),
            Map.of("WEBHOOK_SECRET", SECRET),
            concat("simulate " + String.join(" ", options), places())));
  }

  private static String places() {
    return "--url http://127.0.0.1:%d --query-url http://127.0.0.1:%d"
        .formatted(pipeline.ingest().port(), pipeline.query().process().port());
  }

  private static String[] concat(String command, String more) {
    return (command + " " + more).split(" ");
  }

  private static String found(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
    return matcher.group(1);
  }
}
