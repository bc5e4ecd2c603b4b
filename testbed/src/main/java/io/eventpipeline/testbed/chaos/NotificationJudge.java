package io.eventpipeline.testbed.chaos;

import io.eventpipeline.testbed.chaos.ChaosLoad.Planned;
import io.eventpipeline.testbed.fcm.RecordedPush;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Judges the notifications by the final states in Redis and by what arrived at the fake FCM: every
 * device of a processed event's user got it, nobody else got anything, and nothing is left.
 */
final class NotificationJudge {
  private final Map<String, Map<String, String>> states;
  private final UserDevices devices;
  private final PushEvidence evidence;
  private final Incidents incidents;
  private final Findings findings;
  private final List<String> unexcused = new ArrayList<>();

  /**
   * @param states the hashes {@code event:ID} by id
   */
  NotificationJudge(
      Map<String, Map<String, String>> states,
      UserDevices devices,
      PushEvidence evidence,
      Incidents incidents,
      Findings findings) {
    this.states = states;
    this.devices = devices;
    this.evidence = evidence;
    this.incidents = incidents;
    this.findings = findings;
  }

  /** Judges all events of the round. */
  void judge(Collection<Planned> events) {
    Map<String, List<RecordedPush>> byEvent = new HashMap<>();
    for (RecordedPush push : evidence.pushes()) {
      String event = push.message().path("data").path("eventId").asText();
      byEvent.computeIfAbsent(event, id -> new ArrayList<>()).add(push);
    }
    for (Planned planned : events) {
      List<RecordedPush> own = byEvent.remove(planned.event().id());
      judge(planned, own == null ? List.of() : own);
    }
    byEvent.forEach(
        (id, pushes) -> findings.addProblem("%d pushes of '%s', no event", pushes.size(), id));
    judgeRepeats();
    judgeLeftovers();
  }

  private void judge(Planned planned, List<RecordedPush> pushes) {
    String id = planned.event().id();
    Map<String, String> state = states.getOrDefault(id, Map.of());
    boolean isDue =
        "processed".equals(state.get("status")) && RoundPush.TYPES.contains(planned.event().type());
    if (!Objects.equals(state.get("emitted"), isDue ? "1" : null)) {
      findings.addProblem("%s of type %s became %s", id, planned.event().type(), state);
    }
    if (!isDue && !pushes.isEmpty() && !incidents.hasRedisForgotten()) {
      findings.addProblem("%s is %s and was notified", id, state);
    }
    List<String> tokens = devices.of(planned.event().user());
    for (RecordedPush push : pushes) {
      judgeMessage(push, id, tokens);
    }
    if (isDue) {
      tokens.forEach(token -> judgeDevice(noteId(id), token, pushes));
    }
  }

  /** Each event emits one notification: its rule's. */
  private static String noteId(String event) {
    return event + "#1";
  }

  private void judgeMessage(RecordedPush push, String event, List<String> tokens) {
    if (!tokens.contains(push.recipient())) { // another device, or a topic
      findings.addProblem("%s went to %s, not to %s", event, push.recipient(), tokens);
    }
    String tag = push.message().path("android").path("notification").path("tag").asText();
    if (!push.collapseKey().equals(noteId(event)) || !tag.equals(noteId(event))) {
      findings.addProblem(
          "%s went out with the collapse key %s and the tag %s", event, push.collapseKey(), tag);
    }
  }

  private void judgeDevice(String note, String token, List<RecordedPush> pushes) {
    List<Long> taken =
        pushes.stream()
            .filter(push -> push.isTaken() && push.recipient().equals(token))
            .map(push -> push.at().toEpochMilli())
            .toList();
    findings.countNotification();
    if (taken.isEmpty() && !incidents.push().wasDeleted(note)) {
      findings.countMissing();
      findings.addProblem("%s never reached %s", note, token);
    }
    for (int i = 1; i < taken.size(); i++) {
      findings.countRepeat();
      if (!incidents.push().excusesRepeat(note, taken.get(i - 1), taken.get(i))) {
        unexcused.add("%s reached %s again, at %s".formatted(note, token, taken));
      }
    }
  }

  /** A send without an answer in time is repeated; the workers count these. */
  private void judgeRepeats() {
    if (unexcused.size() > evidence.failed()) {
      findings.addProblems(unexcused);
    }
  }

  private void judgeLeftovers() {
    if (!evidence.waiting().isEmpty() || !evidence.retries().isEmpty() || evidence.inHand() > 0) {
      findings.addProblem(
          "left are %d in outbox:push, %d in push:retry, %d in hand; such as %s",
          evidence.waiting().size(),
          evidence.retries().size(),
          evidence.inHand(),
          evidence.waiting().stream().limit(1).toList());
    }
    evidence.dead().forEach(letter -> findings.addProblem("a dead notification: %s", letter));
  }
}
