package io.eventpipeline.push.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.push.finish.Ending;
import io.eventpipeline.push.note.Notification;
import io.eventpipeline.push.retry.PushRetries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeliveryProgressTest {
  private static final PushRetries RETRIES =
      new PushRetries(List.of(Duration.ofSeconds(1), Duration.ofSeconds(4)));
  private static final SendResult SENT = new SendResult.Sent();
  private static final SendResult GONE = new SendResult.Unregistered();
  private static final SendResult BAD_TOKEN = new SendResult.BadToken("bad token");
  private static final SendResult BAD_PAYLOAD = new SendResult.BadPayload("bad payload");
  private static final SendResult FORBIDDEN = new SendResult.Forbidden("other sender");
  private static final SendResult FAILED = new SendResult.Failed("503", null);

  private static Notification note(int attempt, @Nullable String topic, @Nullable List<String> to) {
    return new Notification(
        attempt, "e#1", "e", "ann", "t", "Hi", null, Map.of(), topic, null, to, null);
  }

  private static DeliveryProgress send(Notification note, List<String> tokens, SendResult... all) {
    DeliveryProgress progress = new DeliveryProgress(note, 7);
    progress.begin(tokens);
    for (SendResult result : all) {
      assertThat(progress.next()).isNotNull();
      progress.note(result);
    }
    return progress;
  }

  private static Ending end(SendResult... all) {
    return send(note(0, null, null), List.of("a", "b", "c").subList(0, all.length), all)
        .end(RETRIES, 0);
  }

  private static Ending retry(@Nullable List<String> to) {
    return new Ending.Retry(note(0, null, null).next(1, to, 7), Duration.ofSeconds(1));
  }

  @Test
  void one_device_ends_as_its_send_does() {
    assertThat(end(SENT)).isEqualTo(new Ending.Final(Ending.Mark.SENT));
    assertThat(end(GONE)).isEqualTo(new Ending.Final(Ending.Mark.DROPPED));
    assertThat(end(FAILED)).isEqualTo(retry(null));
    assertThat(end(BAD_TOKEN)).isInstanceOf(Ending.Dead.class);
    assertThat(end(BAD_PAYLOAD)).isInstanceOf(Ending.Dead.class);
    assertThat(end(FORBIDDEN)).isInstanceOf(Ending.Dead.class);
  }

  @Test
  void nobody_and_topics() {
    assertThat(send(note(0, null, null), List.of()).end(RETRIES, 0))
        .isEqualTo(new Ending.Final(Ending.Mark.NO_DEVICE));
    DeliveryProgress topic = new DeliveryProgress(note(0, "orders", null), 7);
    topic.begin(List.of());
    assertThat(topic.next()).isEqualTo(new Recipient.Topic("orders"));
    DeliveryProgress device = new DeliveryProgress(note(0, "orders", null), 7);
    device.begin(List.of("a"));
    assertThat(device.next()).isEqualTo(new Recipient.Device("a"));
  }

  @Test
  void a_device_that_got_it_is_not_tried_again() {
    assertThat(end(SENT, FAILED, SENT)).isEqualTo(retry(List.of("b")));
    assertThat(end(FAILED, GONE)).isEqualTo(retry(null));
    DeliveryProgress second = new DeliveryProgress(note(1, "orders", List.of("b")), 9);
    second.begin(List.of("a", "b", "c"));
    assertThat(second.next()).isEqualTo(new Recipient.Device("b"));
  }

  @Test
  void a_notification_that_one_device_got_is_sent() {
    assertThat(end(SENT, GONE)).isEqualTo(new Ending.Final(Ending.Mark.SENT));
    assertThat(send(note(1, null, List.of("b")), List.of(), GONE).end(RETRIES, 0))
        .isEqualTo(new Ending.Final(Ending.Mark.SENT));
    assertThat(send(note(1, null, List.of("b")), List.of(), GONE).endExpired())
        .isEqualTo(new Ending.Final(Ending.Mark.SENT));
    assertThat(send(note(1, null, null), List.of("b")).endExpired())
        .isEqualTo(new Ending.Final(Ending.Mark.EXPIRED));
  }

  @Test
  void a_bad_token_is_forgotten_only_if_the_same_message_passed_elsewhere() {
    DeliveryProgress passed = send(note(0, null, null), List.of("a", "b"), BAD_TOKEN, SENT);
    assertThat(passed.tokensToForget()).containsExactly("a");
    assertThat(passed.end(RETRIES, 0)).isEqualTo(new Ending.Final(Ending.Mark.SENT));
    DeliveryProgress refused = send(note(0, null, null), List.of("a"), BAD_TOKEN);
    assertThat(refused.tokensToForget()).isEmpty();
  }

  @Test
  void a_bad_payload_is_tried_at_no_other_device() {
    DeliveryProgress progress = send(note(0, null, null), List.of("a", "b"), BAD_PAYLOAD);
    assertThat(progress.next()).isNull();
    assertThat(progress.end(RETRIES, 0))
        .isInstanceOfSatisfying(
            Ending.Dead.class, dead -> assertThat(dead.error()).isEqualTo("bad payload"));
  }

  @Test
  void the_last_attempt_makes_a_dead_letter_for_those_that_are_left() {
    DeliveryProgress last = send(note(2, null, null), List.of("a", "b"), SENT, FAILED);
    assertThat(last.end(RETRIES, 0))
        .isInstanceOfSatisfying(
            Ending.Dead.class,
            dead -> {
              assertThat(dead.error()).isEqualTo("503");
              assertThat(dead.attempts()).isEqualTo(3);
              assertThat(dead.queuedAt()).isEqualTo(7);
              assertThat(dead.payload()).contains("\"to\":[\"b\"]");
            });
  }

  @Test
  void the_longest_retry_after_counts() {
    SendResult five = new SendResult.Failed("503", Duration.ofSeconds(5));
    SendResult three = new SendResult.Failed("503", Duration.ofSeconds(3));
    assertThat(end(three, five, FAILED))
        .isInstanceOfSatisfying(
            Ending.Retry.class, again -> assertThat(again.delay()).hasSeconds(5));
  }

  @Test
  void what_is_given_back_has_spent_no_attempt() {
    assertThat(new DeliveryProgress(note(1, null, List.of("b")), 7).back())
        .isEqualTo(new Ending.Back(note(1, null, null).next(1, List.of("b"), 7)));
    assertThat(send(note(0, null, null), List.of("a", "b"), SENT).back())
        .isEqualTo(new Ending.Back(note(0, null, null).next(0, List.of("b"), 7)));
    assertThat(send(note(0, null, null), List.of("a", "b"), FAILED).back())
        .isEqualTo(new Ending.Back(note(0, null, null).next(0, null, 7)));
  }

  /** Over all attempts, each device that takes it gets it once, however the others fail. */
  @Property
  void nobody_gets_it_twice_once_somebody_got_it(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(max = 3) Integer> failures) {
    List<String> tokens = new ArrayList<>();
    failures.forEach(count -> tokens.add("t" + tokens.size()));
    PushRetries many =
        new PushRetries(List.of(1, 1, 1, 1, 1).stream().map(Duration::ofSeconds).toList());
    List<String> got = new ArrayList<>();
    Notification note = note(0, null, null);
    Ending ending = null;
    for (int attempt = 0; note != null; attempt++) {
      DeliveryProgress progress = new DeliveryProgress(note, 7);
      progress.begin(tokens);
      while (progress.next() instanceof Recipient.Device(String token)) {
        boolean takes = failures.get(tokens.indexOf(token)) <= attempt;
        if (takes) {
          got.add(token);
        }
        progress.note(takes ? SENT : FAILED);
      }
      ending = progress.end(many, 0);
      note = ending instanceof Ending.Retry again ? again.next() : null;
    }
    Set<String> distinct = new HashSet<>(got);
    assertThat(got).hasSameSizeAs(distinct);
    assertThat(distinct).containsExactlyInAnyOrderElementsOf(tokens);
    assertThat(ending).isEqualTo(new Ending.Final(Ending.Mark.SENT));
  }
}
