package io.eventpipeline.testbed.chaos;

import io.eventpipeline.testbed.rig.Answer;
import io.eventpipeline.testbed.rig.Draft;
import io.eventpipeline.testbed.rig.EventsApi;
import io.eventpipeline.testbed.rig.EventsTopic;
import io.eventpipeline.testbed.rig.Names;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * What a round sends: events of many users, by several senders at once, over HTTP and straight into
 * Kafka. A user belongs to one sender, which sends the user's next few events shuffled, some twice,
 * and goes on only when all are acknowledged: a seq is late by less than it takes to send again.
 */
final class Load {
  private static final int SENDERS = 6;
  private static final int USERS_IN_A_STEP = 25;
  private static final Duration GIVE_UP = Duration.ofMinutes(4);
  private static final long AGAIN_MS = 200;

  private final Map<String, Planned> planned = Collections.synchronizedMap(new LinkedHashMap<>());
  private final List<List<Step>> senders = new ArrayList<>();
  private final List<String> backlogged = new ArrayList<>();
  private final Collection<String> problems = new ConcurrentLinkedQueue<>();
  private final AtomicInteger acknowledged = new AtomicInteger();

  /** An event, and what it asks for. */
  record Planned(Draft event, Kind kind) {}

  /** Sent together. */
  private record Step(List<Draft> events, boolean overHttp) {}

  private Load() {}

  /** Makes one of about {@code events} events. */
  static Load of(Random random, int events) {
    Load load = new Load();
    int perUser = 100;
    int users = Math.max(SENDERS, events / perUser);
    List<List<Draft>> streams = new ArrayList<>();
    for (int user = 0; user < users; user++) {
      streams.add(load.stream(random, perUser, random.nextInt(10) == 0));
    }
    for (int sender = 0; sender < SENDERS; sender++) {
      List<List<Draft>> own = new ArrayList<>();
      for (int user = sender; user < users; user += SENDERS) {
        own.add(streams.get(user));
      }
      load.senders.add(steps(random, own));
    }
    return load;
  }

  /** The events of one user: with seqs and a few without, or all without. */
  private List<Draft> stream(Random random, int count, boolean unordered) {
    String user = Names.fresh("u");
    List<Draft> events = new ArrayList<>();
    int seq = 0;
    for (int i = 0; i < count; i++) {
      Draft event = Draft.of(user);
      boolean free = unordered || random.nextInt(20) == 0;
      events.add(plan(kind(random), free ? event : event.seq(++seq)));
    }
    return events;
  }

  private static Kind kind(Random random) {
    int dice = random.nextInt(1000);
    return dice < 10
        ? Kind.FAIL
        : dice < 15
            ? Kind.FINAL
            : dice < 20 ? Kind.AWAY : dice < 22 ? Kind.ERROR : dice < 60 ? Kind.SLOW : Kind.OK;
  }

  private Draft plan(Kind kind, Draft event) {
    Draft shaped = kind.shape(event);
    planned.put(shaped.id(), new Planned(shaped, kind));
    return shaped;
  }

  /** Adds users of their own, one for each of {@code kinds}: the event, then three usual ones. */
  void add(Kind... kinds) {
    List<Step> steps = new ArrayList<>();
    for (Kind kind : kinds) {
      String user = Names.fresh("u");
      List<Draft> events = new ArrayList<>();
      events.add(plan(kind, Draft.of(user).seq(1)));
      for (int seq = 2; seq <= 4; seq++) {
        events.add(plan(Kind.OK, Draft.of(user).seq(seq)));
      }
      steps.add(new Step(events, false));
    }
    senders.add(steps);
  }

  /** Adds a user all of whose {@code count} events fail. */
  void addFailing(int count) {
    String user = Names.fresh("u");
    List<Draft> events = new ArrayList<>();
    for (int seq = 1; seq <= count; seq++) {
      events.add(plan(Kind.FAIL, Draft.of(user).seq(seq)));
    }
    senders.add(List.of(new Step(events, false)));
  }

  /** Adds a user whose first event comes after {@code count} later ones. */
  void addBacklog(int count) {
    String user = Names.fresh("u");
    List<Draft> events = new ArrayList<>();
    for (int seq = 2; seq <= count + 1; seq++) {
      events.add(plan(Kind.OK, Draft.of(user).seq(seq)));
    }
    Draft first = plan(Kind.OK, Draft.of(user).seq(1));
    senders.add(List.of(new Step(events, false), new Step(List.of(first), false)));
    backlogged.add(user);
  }

  /** The users of {@link #addBacklog}. */
  List<String> backlogged() {
    return backlogged;
  }

  /** Takes in an event that somebody else has sent. */
  void accepted(Draft event, Kind kind) {
    planned.put(event.id(), new Planned(event, kind));
  }

  private static List<Step> steps(Random random, List<List<Draft>> streams) {
    List<Step> steps = new ArrayList<>();
    List<Draft> sent = new ArrayList<>();
    List<List<Draft>> left = new ArrayList<>(streams);
    List<Integer> from = new ArrayList<>(Collections.nCopies(streams.size(), 0));
    while (!left.isEmpty()) {
      List<Draft> step = new ArrayList<>();
      int first = random.nextInt(left.size());
      for (int i = 0; i < Math.min(USERS_IN_A_STEP, left.size()); i++) {
        int user = (first + i) % left.size();
        List<Draft> stream = left.get(user);
        int begin = from.get(user);
        int end = Math.min(stream.size(), begin + 1 + random.nextInt(7));
        step.addAll(stream.subList(begin, end));
        from.set(user, end);
      }
      for (int user = left.size() - 1; user >= 0; user--) {
        if (from.get(user) == left.get(user).size()) {
          left.remove(user);
          from.remove(user);
        }
      }
      List<Draft> twice = step.stream().filter(event -> random.nextInt(30) == 0).toList();
      step.addAll(twice);
      if (!sent.isEmpty() && random.nextInt(3) == 0) {
        step.add(sent.get(random.nextInt(sent.size())));
      }
      sent.addAll(step);
      Collections.shuffle(step, random);
      steps.add(new Step(step, random.nextBoolean()));
    }
    return steps;
  }

  /** All events, by id. */
  Map<String, Planned> planned() {
    return planned;
  }

  /** The ids of all events, as they are now. */
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

  /** Events that were acknowledged so far, duplicates included. */
  int acknowledged() {
    return acknowledged.get();
  }

  /** What the API or Kafka did that they must not do. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  /** Sends everything, spread over {@code span}; comes back when all is acknowledged. */
  void send(EventsApi api, EventsTopic topic, Duration span) {
    long start = System.nanoTime();
    List<Thread> threads = new ArrayList<>();
    for (List<Step> steps : senders) {
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int i = 0; i < steps.size(); i++) {
                      long due = start + span.toNanos() * i / steps.size();
                      LockSupport.parkNanos(Math.max(0, due - System.nanoTime()));
                      send(api, topic, steps.get(i));
                    }
                  }));
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void send(EventsApi api, EventsTopic topic, Step step) {
    List<Draft> left = step.events();
    long end = System.nanoTime() + GIVE_UP.toNanos();
    while (!left.isEmpty() && System.nanoTime() < end) {
      int before = left.size();
      left = step.overHttp() ? post(api, left) : produce(topic, left);
      acknowledged.addAndGet(before - left.size());
      if (!left.isEmpty()) {
        LockSupport.parkNanos(AGAIN_MS * 1_000_000);
      }
    }
    if (!left.isEmpty()) {
      problems.add(left.size() + " events were not taken within " + GIVE_UP);
    }
  }

  /** Gives back what was not acknowledged. */
  private List<Draft> post(EventsApi api, List<Draft> events) {
    try {
      Answer answer = api.sendBatch(events);
      if (answer.status() == 503 && !answer.header("retry-after").isEmpty()) {
        return events;
      }
      if (answer.status() != 202) {
        problems.add("the API answered " + answer);
        return events;
      }
      List<String> results = answer.results("status");
      List<Draft> left = new ArrayList<>();
      for (int i = 0; i < events.size(); i++) {
        if (!results.get(i).equals("accepted")) {
          left.add(events.get(i));
        }
      }
      return left;
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof java.net.http.HttpTimeoutException) {
        problems.add("the API left a client without an answer");
      }
      return events; // it was killed, or is not up again
    }
  }

  private static List<Draft> produce(EventsTopic topic, List<Draft> events) {
    try {
      topic.produce(events);
      return List.of();
    } catch (IllegalStateException e) {
      return events;
    }
  }
}
