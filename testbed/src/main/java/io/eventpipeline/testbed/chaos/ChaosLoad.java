package io.eventpipeline.testbed.chaos;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;

import io.eventpipeline.contract.testing.TestEvent;
import io.eventpipeline.testbed.rig.Names;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * The events of a round, planned from a seed: many users, several senders at once, over HTTP and
 * straight into Kafka. A user belongs to one sender. It sends the user's next few events shuffled,
 * some of them twice, and goes on only when all are acknowledged. So a seq is late by less than one
 * resend.
 */
final class ChaosLoad {
  private static final int SENDERS = 6;
  private static final int EVENTS_PER_USER = 100;
  private static final int MENDING_PER_USER = 5;
  private static final int STEADY_STEP = 2;

  private final Map<String, Planned> planned = Collections.synchronizedMap(new LinkedHashMap<>());
  private final List<List<SendStep>> senders = new ArrayList<>();
  private final List<List<SendStep>> atOnce = new ArrayList<>();
  private final List<String> backlogged = new ArrayList<>();
  private Duration span;
  private int typed;

  /** An event and what its handler does with it. */
  record Planned(TestEvent event, EventKind kind) {}

  /**
   * Events that are sent together.
   *
   * @param overHttp false if they are written straight into Kafka
   */
  record SendStep(List<TestEvent> events, boolean overHttp) {}

  private ChaosLoad(Duration span) {
    this.span = span;
  }

  /** Plans about {@code events} events. */
  static ChaosLoad of(Random random, int events) {
    // Slow enough for a user's rate limit, long enough for a fault to strike in the middle.
    ChaosLoad load = new ChaosLoad(Duration.ofMillis(10_000 + events / 2));
    int users = Math.max(SENDERS, events / EVENTS_PER_USER);
    List<List<TestEvent>> streams = new ArrayList<>();
    for (int user = 0; user < users; user++) {
      streams.add(load.stream(random, EVENTS_PER_USER, random.nextInt(10) == 0));
    }
    for (int sender = 0; sender < SENDERS; sender++) {
      List<List<TestEvent>> own = new ArrayList<>();
      for (int user = sender; user < users; user += SENDERS) {
        own.add(streams.get(user));
      }
      load.senders.add(new StepPlanner(random, own).plan());
    }
    return load;
  }

  /** Plans the events of one user: most with seqs, or all without. */
  private List<TestEvent> stream(Random random, int count, boolean unordered) {
    String user = Names.fresh("u");
    List<TestEvent> events = new ArrayList<>();
    int seq = 0;
    for (int i = 0; i < count; i++) {
      TestEvent event = anEvent().of(user);
      boolean free = unordered || random.nextInt(20) == 0;
      events.add(plan(kind(random), free ? event : event.seq(++seq)));
    }
    return events;
  }

  private static EventKind kind(Random random) {
    int dice = random.nextInt(1000);
    return dice < 10
        ? EventKind.FAIL
        : dice < 15
            ? EventKind.FINAL
            : dice < 20
                ? EventKind.AWAY
                : dice < 22
                    ? EventKind.ERROR
                    : dice < 60 ? EventKind.SLOW : dice < 360 ? EventKind.NOTIFY : EventKind.OK;
  }

  private TestEvent plan(EventKind kind, TestEvent event) {
    TestEvent shaped = kind.shape(event);
    planned.put(shaped.id(), new Planned(shaped, kind));
    return shaped;
  }

  /** Adds a new user for each of {@code kinds}: an event of that kind, then three that succeed. */
  void add(EventKind... kinds) {
    List<SendStep> steps = new ArrayList<>();
    for (EventKind kind : kinds) {
      String user = Names.fresh("u");
      List<TestEvent> events = new ArrayList<>();
      events.add(plan(kind, anEvent().of(user).seq(1)));
      for (int seq = 2; seq <= 4; seq++) {
        events.add(plan(EventKind.OK, anEvent().of(user).seq(seq)));
      }
      steps.add(new SendStep(events, false));
    }
    senders.add(steps);
  }

  /** Adds a user whose {@code count} events all fail. */
  void addFailing(int count) {
    String user = Names.fresh("u");
    List<TestEvent> events = new ArrayList<>();
    for (int seq = 1; seq <= count; seq++) {
      events.add(plan(EventKind.FAIL, anEvent().of(user).seq(seq)));
    }
    senders.add(List.of(new SendStep(events, false)));
  }

  /**
   * Adds {@code count} events that become dead letters, of users of their own who also have others.
   * Of ten, nine succeed when they are replayed.
   */
  void addMending(int count) {
    List<SendStep> steps = new ArrayList<>();
    for (int done = 0; done < count; done += MENDING_PER_USER) {
      String user = Names.fresh("u");
      List<TestEvent> events = new ArrayList<>();
      for (int i = 0; i < Math.min(MENDING_PER_USER, count - done); i++) {
        EventKind kind = (done + i) % 10 == 9 ? EventKind.BROKEN : EventKind.MENDED;
        events.add(plan(kind, anEvent().of(user).seq(2 * i + 1)));
        events.add(plan(EventKind.OK, anEvent().of(user).seq(2 * i + 2)));
      }
      steps.add(new SendStep(events, false));
    }
    atOnce.add(steps);
  }

  /** The ids of the events that the round replays. */
  List<String> replayed() {
    synchronized (planned) {
      return planned.values().stream()
          .filter(one -> one.kind().isReplayed())
          .map(one -> one.event().id())
          .toList();
    }
  }

  /** Adds a user with {@code count} events, a few at a time. */
  void addSteady(String user, int count) {
    List<SendStep> steps = new ArrayList<>();
    for (int seq = 1; seq <= count; seq += STEADY_STEP) {
      List<TestEvent> events = new ArrayList<>();
      for (int i = seq; i < Math.min(seq + STEADY_STEP, count + 1); i++) {
        events.add(plan(EventKind.OK, anEvent().of(user).seq(i)));
      }
      steps.add(new SendStep(events, false));
    }
    senders.add(steps);
  }

  /** Adds a user whose first event comes after {@code count} later ones. */
  void addBacklog(int count) {
    String user = Names.fresh("u");
    List<TestEvent> events = new ArrayList<>();
    for (int seq = 2; seq <= count + 1; seq++) {
      events.add(plan(EventKind.OK, anEvent().of(user).seq(seq)));
    }
    TestEvent first = plan(EventKind.OK, anEvent().of(user).seq(1));
    senders.add(List.of(new SendStep(events, false), new SendStep(List.of(first), false)));
    backlogged.add(user);
  }

  /** Adds as many typed events as there are others. {@link RoundSql} makes and sends them. */
  void addTyped() {
    addTyped(planned.size());
  }

  /** Adds {@code count} typed events. */
  void addTyped(int count) {
    typed = count;
  }

  /** The number of typed events; 0 unless they were added. */
  int typed() {
    return typed;
  }

  /** Spreads the events over this time, unless they take longer anyway. */
  void stretch(Duration least) {
    span = span.compareTo(least) < 0 ? least : span;
  }

  /** The time over which the events are sent. */
  Duration span() {
    return span;
  }

  /** The users of {@link #addBacklog}. */
  List<String> backlogged() {
    return backlogged;
  }

  /** Adds an event that somebody else has sent. */
  void addSent(TestEvent event, EventKind kind) {
    planned.put(event.id(), new Planned(event, kind));
  }

  /** What each sender sends, step by step. */
  List<List<SendStep>> senders() {
    return senders;
  }

  /** What one more sender sends as soon as it can, step by step. */
  List<SendStep> atOnce() {
    return atOnce.stream().flatMap(List::stream).toList();
  }

  /** All events, by id. */
  Map<String, Planned> planned() {
    return planned;
  }

  /** The ids of all events so far. */
  List<String> ids() {
    synchronized (planned) {
      return List.copyOf(planned.keySet());
    }
  }

  Set<String> users() {
    Set<String> users = new TreeSet<>();
    planned.values().forEach(one -> users.add(one.event().user()));
    return users;
  }
}
