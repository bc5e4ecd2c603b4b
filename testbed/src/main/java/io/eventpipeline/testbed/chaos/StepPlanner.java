package io.eventpipeline.testbed.chaos;

import io.eventpipeline.contract.testing.TestEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Cuts the event streams of one sender's users into steps. Use one for one plan. */
final class StepPlanner {
  private static final int USERS_IN_A_STEP = 25;
  private static final int MOST_OF_A_USER = 7;

  private final Random random;
  private final List<List<TestEvent>> streams;
  private final List<Integer> positions;
  private final List<TestEvent> sent = new ArrayList<>();

  StepPlanner(Random random, List<List<TestEvent>> streams) {
    this.random = random;
    this.streams = new ArrayList<>(streams);
    positions = new ArrayList<>(Collections.nCopies(streams.size(), 0));
  }

  List<ChaosLoad.SendStep> plan() {
    List<ChaosLoad.SendStep> steps = new ArrayList<>();
    while (!streams.isEmpty()) {
      List<TestEvent> step = takeNext();
      addDuplicates(step);
      sent.addAll(step);
      Collections.shuffle(step, random);
      steps.add(new ChaosLoad.SendStep(step, random.nextBoolean()));
    }
    return steps;
  }

  /** Takes the next few events of some users. */
  private List<TestEvent> takeNext() {
    List<TestEvent> step = new ArrayList<>();
    int first = random.nextInt(streams.size());
    for (int i = 0; i < Math.min(USERS_IN_A_STEP, streams.size()); i++) {
      int user = (first + i) % streams.size();
      List<TestEvent> stream = streams.get(user);
      int begin = positions.get(user);
      int end = Math.min(stream.size(), begin + 1 + random.nextInt(MOST_OF_A_USER));
      step.addAll(stream.subList(begin, end));
      positions.set(user, end);
    }
    for (int user = streams.size() - 1; user >= 0; user--) {
      if (positions.get(user) == streams.get(user).size()) {
        streams.remove(user);
        positions.remove(user);
      }
    }
    return step;
  }

  private void addDuplicates(List<TestEvent> step) {
    List<TestEvent> twice = step.stream().filter(event -> random.nextInt(30) == 0).toList();
    step.addAll(twice);
    if (!sent.isEmpty() && random.nextInt(3) == 0) {
      step.add(sent.get(random.nextInt(sent.size())));
    }
  }
}
