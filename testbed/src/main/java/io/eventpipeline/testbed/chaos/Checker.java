package io.eventpipeline.testbed.chaos;

import io.eventpipeline.testbed.rig.EventsTopic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Judges every event of a round by the {@link Evidence}. Use one for one verdict. */
final class Checker {
  private final ChaosLoad load;
  private final UserDevices devices;
  private final Incidents incidents;
  private final Duration gapTimeout;
  private final Evidence evidence;
  private final Operations operations;
  private final Findings findings = new Findings();

  Checker(
      ChaosLoad load,
      UserDevices devices,
      Incidents incidents,
      Duration gapTimeout,
      Evidence evidence,
      Operations operations) {
    this.load = load;
    this.devices = devices;
    this.incidents = incidents;
    this.gapTimeout = gapTimeout;
    this.evidence = evidence;
    this.operations = operations;
  }

  /**
   * @param recovery see {@link RoundVerdict#recovery()}
   * @param problems what went wrong while the round was played
   */
  RoundVerdict judge(String fault, long seed, double recovery, List<String> problems) {
    findings.addProblems(problems);
    judgeAcknowledged();
    StateJudge states = new StateJudge(evidence, incidents, gapTimeout, findings);
    load.planned().values().forEach(states::judge);
    judgeKeys();
    judgeSightings();
    new OrderJudge(load, evidence, findings).judgeResults();
    new DeadLetterJudge(evidence, findings).judge();
    new RunOrderJudge(load.planned(), evidence.states(), incidents, findings)
        .judge(evidence.runs());
    judgeCommits(evidence.topic());
    if (!incidents.haveClocksJumped()) {
      evidence.window().judge(findings);
    }
    new NotificationJudge(evidence.states(), devices, evidence.push(), incidents, findings)
        .judge(load.planned().values());
    evidence.sql().judge(findings);
    judgeOperations();
    int events = load.planned().size() + evidence.sql().sent().size();
    return findings.verdict(fault, seed, events, recovery);
  }

  private void judgeOperations() {
    new ReplayJudge(operations.replays(), evidence::starts, evidence.states(), incidents, findings)
        .judge(load.planned().values());
    new PauseJudge(evidence.runs(), evidence.states(), evidence::loggedTimes, findings)
        .judge(operations.pauses());
    operations.dashboard().judge(evidence.redis().deadLetters(), findings);
  }

  private void judgeAcknowledged() {
    for (String id : load.planned().keySet()) {
      if (evidence.logged(id) == null) {
        findings.countLost();
        findings.addProblem("%s was acknowledged and is not in the topic", id);
      }
    }
  }

  private void judgeKeys() {
    Set<String> states = evidence.redis().keys("event:*");
    states.removeIf(key -> evidence.logged(key.substring("event:".length())) != null);
    states.forEach(key -> findings.addProblem("%s belongs to no event", key));
    evidence.redis().withoutDedup(load.planned().keySet()).stream()
        .filter(id -> !evidence.isFlushed(id, incidents))
        .forEach(id -> findings.addProblem("%s has no dedup key", id));
    evidence.redis().keys("inflight:*").forEach(key -> findings.addProblem("%s is left", key));
  }

  private void judgeSightings() {
    List<String> changed = incidents.finals().changed(evidence.states());
    findings.countTwice(changed.size());
    findings.addProblems(changed);
  }

  private void judgeCommits(EventsTopic topic) {
    Map<Integer, Long> committed = topic.committed();
    topic
        .endOffsets()
        .forEach(
            (partition, end) -> {
              long done = committed.getOrDefault(partition, 0L);
              if (done != end) {
                findings.addProblem("partition %d has %d committed of %d", partition, done, end);
              }
            });
  }
}
