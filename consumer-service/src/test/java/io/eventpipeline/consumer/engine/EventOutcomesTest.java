package io.eventpipeline.consumer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.consumer.order.Bounds;
import io.eventpipeline.consumer.order.ClaimCode;
import io.eventpipeline.consumer.order.ErrorClass;
import io.eventpipeline.consumer.order.Failure;
import io.eventpipeline.consumer.order.Lanes;
import io.eventpipeline.consumer.order.NextSeq;
import io.eventpipeline.consumer.order.PendingEvent;
import io.eventpipeline.consumer.order.Quarantine;
import io.eventpipeline.consumer.order.SettleCode;
import io.eventpipeline.consumer.order.Step;
import io.eventpipeline.consumer.order.Verdict;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.contract.forms.EventReader;
import io.eventpipeline.runtime.observe.LogRecorder;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.observe.Since;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class EventOutcomesTest {
  private final LogRecorder log = LogRecorder.of(EventOutcomes.class);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Meters<ConsumerMetric> meters = new Meters<>(registry, ConsumerMetric.class);
  private final Since failures = meters.since(ConsumerMetric.FAILED);
  private final Since duplicates = meters.since(ConsumerMetric.DUPLICATES);
  private final EventOutcomes outcomes = new EventOutcomes(meters, 3, 1860);

  @AfterEach
  void listenNoMore() {
    log.close();
  }

  private static PendingEvent event(Verdict verdict) {
    byte[] value =
        "{\"id\":\"e-1\",\"userId\":\"ann\",\"type\":\"t\",\"payload\":{}}"
            .getBytes(StandardCharsets.UTF_8);
    if (EventReader.event(value, 1) instanceof Parsed.Valid<Event>(Event event)) {
      PendingEvent entry = PendingEvent.of(new PendingEvent.Record(7, value, 1), event);
      entry.decide(verdict);
      return entry;
    }
    throw new AssertionError();
  }

  private static PendingEvent failed(Failure why) {
    return event(new Verdict.Failed(3, why, true));
  }

  static Stream<Failure> ways() {
    return Stream.of(
        Failure.of(new NoClassDefFoundError("com/acme/Helper")),
        Failure.of(ErrorClass.NO_HANDLER, "no handler takes the type 't'"),
        Failure.CRASH_LOOP,
        Failure.SEQ_TOO_FAR_AHEAD,
        Failure.PLACE_GIVEN_UP);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void whatever_fails_an_event_is_told_in_one_line(Failure why) {
    outcomes.recordSettled(List.of(failed(why)), List.of(SettleCode.SETTLED));
    assertThat(log.lines()).hasSize(1);
    ILoggingEvent line = log.lines().getFirst();
    assertThat(line.getLevel()).isEqualTo(Level.ERROR);
    assertThat(line.getFormattedMessage()).contains("e-1", why.error());
    assertThat(line.getMDCPropertyMap())
        .containsEntry("event_id", "e-1")
        .containsEntry("user_id", "ann")
        .containsEntry("partition", "3")
        .containsEntry("offset", "7")
        .containsEntry("attempt", "3");
    assertThat(line.getKeyValuePairs()).anyMatch(pair -> "failed".equals(pair.value));
    assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
  }

  @Test
  void a_line_about_an_event_that_succeeded_has_its_id_too() {
    Logger logger = (Logger) LoggerFactory.getLogger(EventOutcomes.class);
    logger.setLevel(Level.DEBUG);
    outcomes.recordSettled(List.of(event(new Verdict.Processed(1))), List.of(SettleCode.SETTLED));
    logger.setLevel(null);
    assertThat(log.lines().getFirst().getMDCPropertyMap()).containsEntry("event_id", "e-1");
    assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
  }

  @Test
  void poison_is_told_with_its_reason() {
    PendingEvent poison =
        PendingEvent.poison(
            new PendingEvent.Record(9, null, 1),
            "poison~events~3~9",
            Failure.of(ErrorClass.INVALID_EVENT, "the record is empty"));
    outcomes.recordSettled(List.of(poison), List.of(SettleCode.SETTLED));
    assertThat(log.lines()).hasSize(1);
    assertThat(log.lines().getFirst().getFormattedMessage())
        .contains("poison~events~3~9", "the record is empty");
    assertThat(log.lines().getFirst().getMDCPropertyMap())
        .containsEntry("event_id", "poison~events~3~9")
        .doesNotContainKey("user_id");
  }

  @Test
  void what_succeeds_or_is_passed_over_or_is_not_final_is_no_error() {
    PendingEvent entry = failed(Failure.CRASH_LOOP);
    outcomes.recordSettled(List.of(event(new Verdict.Processed(1))), List.of(SettleCode.SETTLED));
    outcomes.recordSettled(List.of(event(new Verdict.Skipped())), List.of(SettleCode.SETTLED));
    for (SettleCode code : SettleCode.values()) {
      if (code != SettleCode.SETTLED) {
        outcomes.recordSettled(List.of(entry), List.of(code));
      }
    }
    for (ClaimCode code : ClaimCode.values()) {
      outcomes.recordClaimed(List.of(entry), List.of(code));
    }
    assertThat(log.lines()).filteredOn(line -> line.getLevel() == Level.ERROR).isEmpty();
    assertThat(failures.more()).isZero();
  }

  private static PendingEvent replay(Verdict verdict) {
    PendingEvent entry = event(verdict);
    return entry.becomeReplay(
        new PendingEvent.Replay("j.1", entry.event(), PendingEvent.NO_SECOND));
  }

  @Test
  void replays_are_counted_by_what_became_of_them() {
    Verdict processed = new Verdict.Processed(1);
    PendingEvent answerless = replay(processed);
    PendingEvent failed = replay(new Verdict.Failed(3, Failure.CRASH_LOOP, true));
    outcomes.recordSettled(List.of(replay(processed)), List.of(SettleCode.SETTLED));
    outcomes.recordSettled(List.of(failed), List.of(SettleCode.SETTLED));
    outcomes.recordSettled(List.of(replay(processed)), List.of(SettleCode.FINAL));
    outcomes.recordClaimed(List.of(replay(processed)), List.of(ClaimCode.NO_RIGHT));
    outcomes.recordSettled(List.of(event(processed)), List.of(SettleCode.FINAL));
    assertThat(replays("processed")).isEqualTo(1);
    assertThat(replays("failed")).isEqualTo(1);
    assertThat(replays("superseded")).isEqualTo(1);
    assertThat(replays("no_right")).isEqualTo(1);
    assertThat(log.lines())
        .extracting(ILoggingEvent::getLevel)
        .containsExactly(Level.ERROR, Level.WARN);

    outcomes.recordUnanswered(List.of(settle(answerless)));
    outcomes.recordSettled(List.of(answerless), List.of(SettleCode.FINAL));
    assertThat(replays("processed")).as("only the answer was lost").isEqualTo(2);
    assertThat(replays("superseded")).isEqualTo(1);
  }

  private double replays(String outcome) {
    return registry.get("consumer.replays").tag("outcome", outcome).counter().count();
  }

  /** The step that settles it. */
  private static Step settle(PendingEvent entry) {
    Lanes lanes = new Lanes(Bounds.of(Duration.ofSeconds(5), 1000), new Quarantine(), e -> {});
    lanes.add(entry);
    Step.Claim claim = (Step.Claim) lanes.next();
    assertThat(claim).isNotNull();
    lanes.applyClaim(claim, List.of(ClaimCode.LEASED), NextSeq.FIRST);
    return lanes.next();
  }

  @Test
  void what_became_final_without_an_answer_is_told_once() {
    Lanes lanes = new Lanes(Bounds.of(Duration.ofSeconds(5), 1000), new Quarantine(), entry -> {});
    PendingEvent entry = failed(Failure.CRASH_LOOP);
    lanes.add(entry);
    Step.Claim claim = (Step.Claim) lanes.next();
    assertThat(claim).isNotNull();
    lanes.applyClaim(claim, List.of(ClaimCode.CRASH_LOOP), NextSeq.FIRST);
    Step settle = lanes.next();
    assertThat(settle).isInstanceOf(Step.Settle.class);
    outcomes.recordUnanswered(List.of(claim, settle));
    assertThat(log.lines()).isEmpty();
    outcomes.recordSettled(List.of(entry), List.of(SettleCode.FINAL));
    assertThat(log.lines()).hasSize(1);
    assertThat(failures.more()).isEqualTo(1);
    outcomes.recordSettled(List.of(entry), List.of(SettleCode.FINAL));
    assertThat(log.lines()).as("another record of the same event").hasSize(1);
    assertThat(duplicates.more()).isEqualTo(1);
  }
}
