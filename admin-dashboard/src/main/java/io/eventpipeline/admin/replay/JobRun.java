package io.eventpipeline.admin.replay;

import io.eventpipeline.admin.deadletter.DeadLetter;
import io.eventpipeline.admin.deadletter.DeadLetters;
import io.eventpipeline.admin.deadletter.Mark;
import io.eventpipeline.admin.deadletter.MarkCode;
import io.eventpipeline.runtime.time.SystemTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One run of a job, from where Redis says that it is. For each batch: mark, store the codes,
 * publish, store the counts. A successor finds the codes and does not mark again, so what failed
 * again meanwhile gets no second right. One thread.
 */
final class JobRun {
  /**
   * Published events that are not final. Bounds how deep the consumer's scripts search the list.
   */
  private static final int MOST_UNDER_WAY = 1_000;

  private static final int BATCH = 100;
  private static final int LARGE_BATCH = 500;

  /** Marking passes over the whole list, so a long one is passed over less often. */
  private static final long LONG_LIST = 200_000;

  /** Entries held in memory at a time: each may have a megabyte. */
  private static final int SLICE = 50;

  /** Under way and looked at in one call, so that Redis is busy with it for a moment only. */
  private static final int LOOK = 200;

  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration KAFKA_PAUSE = Duration.ofSeconds(1);

  private final DeadLetters letters;
  private final ReplayJobs jobs;
  private final ReplayPublisher publisher;
  private final Duration staleAfter;
  private final String id;
  private final String runner;
  private final Runnable progress;

  private List<Mark> underWay = new ArrayList<>();

  /** Places in the snapshot that Kafka has, so far as this runner knows. */
  private final BitSet published = new BitSet();

  private volatile long lastAnswer = SystemTime.nanos();

  JobRun(
      DeadLetters letters,
      ReplayJobs jobs,
      ReplayPublisher publisher,
      Duration staleAfter,
      String id,
      String runner,
      Runnable progress) {
    this.letters = letters;
    this.jobs = jobs;
    this.publisher = publisher;
    this.staleAfter = staleAfter;
    this.id = id;
    this.runner = runner;
    this.progress = progress;
  }

  /** When Redis renewed our right last, in System.nanoTime. */
  long lastAnswer() {
    return lastAnswer;
  }

  /** Null if another runner has the job. */
  @Nullable JobState run() {
    JobState state = renew();
    if (state == null || state.isOver()) {
      return state;
    }
    ReplayJob job = jobs.get(id);
    if (job.purges()) {
      return stop(new PurgeRun(letters, jobs, staleAfter, runner).run(job, this::renew));
    }
    long next = job.next();
    String codes = job.codes();
    findUnderWay(next);
    if (job.refused() == 0) { // else nobody knows which of the earlier ones were published
      published.set(0, (int) next);
    }
    while (state == JobState.RUNNING || (state == JobState.STOPPING && !codes.isEmpty())) {
      Batch batch = codes.isEmpty() ? mark(job, next) : Batch.of(ids(next, codes), codes);
      if (batch == null) {
        return jobs.get(id).state().isOver() ? jobs.get(id).state() : null;
      }
      if (batch.ids().isEmpty()) {
        return finish(job);
      }
      state = publish(job, next, batch);
      if (state == null) {
        return null;
      }
      next += batch.ids().size();
      codes = "";
    }
    return stop(state);
  }

  private List<String> ids(long next, String codes) {
    return jobs.ids(id, next, codes.length());
  }

  private @Nullable JobState renew() {
    JobState state = jobs.lease(id, runner);
    lastAnswer = SystemTime.nanos();
    progress.run();
    return state;
  }

  /** What an earlier runner published and nobody settled. */
  private void findUnderWay(long next) {
    for (long at = 0; at < next; at += LOOK) {
      List<String> ids = jobs.ids(id, at, (int) Math.min(LOOK, next - at));
      List<Mark> marks = new ArrayList<>();
      for (int i = 0; i < ids.size(); i++) {
        marks.add(new Mark(ids.get(i), id + "." + (at + i)));
      }
      underWay.addAll(unsettled(marks));
    }
  }

  /** Looks at those that it has not looked at for the longest time. */
  private void forgetSettled() {
    int looked = Math.min(LOOK, underWay.size());
    List<Mark> left = new ArrayList<>(underWay.subList(looked, underWay.size()));
    left.addAll(unsettled(underWay.subList(0, looked)));
    underWay = left;
  }

  /** The consumer takes the token of what it settles. */
  private List<Mark> unsettled(List<Mark> marks) {
    List<String> tokens = letters.tokens(marks.stream().map(Mark::id).toList());
    List<Mark> left = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.get(i).equals(marks.get(i).token())) {
        left.add(marks.get(i));
      }
    }
    return left;
  }

  /**
   * Waits for room, then marks the next ids. Without ids left the batch is empty.
   *
   * @return null if another runner has the job, or it was stopped while it waited
   */
  private @Nullable Batch mark(ReplayJob job, long next) {
    int size = letters.size() < LONG_LIST ? BATCH : LARGE_BATCH;
    List<String> ids = jobs.ids(id, next, job.rate() == 0 ? size : Math.min(size, job.rate()));
    while (underWay.size() + ids.size() > MOST_UNDER_WAY) {
      forgetSettled();
      if (renew() != JobState.RUNNING) {
        return stopWhileWaiting();
      }
      SystemTime.sleep(PAUSE.toNanos());
    }
    if (ids.isEmpty()) {
      return new Batch(List.of(), List.of());
    }
    List<Mark> marks = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      marks.add(new Mark(ids.get(i), job.token(next + i)));
    }
    Batch batch = new Batch(ids, letters.mark(marks, job.by(), staleAfter, job.silent()));
    return jobs.step(id, runner, batch.letters(), next, BatchCounts.NONE) == null ? null : batch;
  }

  private @Nullable Batch stopWhileWaiting() {
    if (jobs.lease(id, runner) == JobState.STOPPING) {
      jobs.end(id, runner, JobState.STOPPED, 0);
    }
    return null;
  }

  /** Null if another runner has the job; it has the same codes and goes on with them. */
  private @Nullable JobState publish(ReplayJob job, long next, Batch batch) {
    List<Mark> marked = batch.marked(next, job);
    List<Mark> open = marked;
    JobState state = awaitRate(job, marked.size());
    while (state == JobState.RUNNING && !open.isEmpty()) {
      open = send(open);
      state = renew();
      if (!open.isEmpty() && state == JobState.RUNNING) {
        SystemTime.sleep(KAFKA_PAUSE.toNanos());
        state = renew();
      }
    }
    if (state == null) {
      return null;
    }
    if (open.isEmpty()) {
      return jobs.step(id, runner, "", next + batch.ids().size(), BatchCounts.of(batch.codes()));
    }
    long unused = letters.unmark(open);
    long sent = marked.size() - open.size();
    JobState after = jobs.step(id, runner, "", next, new BatchCounts(sent, sent, 0, 0));
    return after == null ? null : JobState.STOPPING;
  }

  private @Nullable JobState awaitRate(ReplayJob job, int permits) {
    JobState state = renew();
    if (job.rate() == 0 || permits == 0) {
      return state;
    }
    long until = SystemTime.nanos() + jobs.take(permits, job.rate()).toNanos();
    while (state == JobState.RUNNING && until - SystemTime.nanos() > 0) {
      SystemTime.sleep(Math.min(until - SystemTime.nanos(), KAFKA_PAUSE.toNanos()));
      state = renew();
    }
    return state;
  }

  /** Returns those that Kafka did not acknowledge. */
  private List<Mark> send(List<Mark> marks) {
    List<Mark> sent = new ArrayList<>();
    List<CompletableFuture<Void>> acks = new ArrayList<>();
    for (int at = 0; at < marks.size(); at += SLICE) {
      List<Mark> slice = marks.subList(at, Math.min(at + SLICE, marks.size()));
      List<@Nullable DeadLetter> found = letters.records(slice.stream().map(Mark::id).toList());
      for (int i = 0; i < slice.size(); i++) {
        DeadLetter letter = found.get(i);
        // Without our token it is settled: an earlier runner published it.
        if (letter != null && slice.get(i).token().equals(letter.replayToken())) {
          sent.add(slice.get(i));
          acks.add(publisher.publish(Outgoing.replay(letter, slice.get(i).token())));
        }
      }
    }
    List<Mark> refused = new ArrayList<>();
    for (int i = 0; i < sent.size(); i++) {
      if (isAcknowledged(acks.get(i))) {
        underWay.add(sent.get(i));
        published.set(ReplayJob.place(sent.get(i)));
      } else {
        refused.add(sent.get(i));
      }
    }
    return refused;
  }

  private static boolean isAcknowledged(CompletableFuture<Void> ack) {
    try {
      ack.join();
      return true;
    } catch (CompletionException e) {
      return false;
    }
  }

  private @Nullable JobState finish(ReplayJob job) {
    JobState state = awaitSettled();
    if (state == JobState.RUNNING && markAnew(job)) {
      state = awaitSettled();
    }
    if (state != JobState.RUNNING) {
      return stop(state);
    }
    jobs.end(id, runner, JobState.DONE, underWay.size());
    progress.run();
    return JobState.DONE;
  }

  /**
   * Waits until nothing is under way. Publishes once more what nobody ran for long; gives up what
   * nobody runs then either.
   */
  private @Nullable JobState awaitSettled() {
    boolean sentAgain = false;
    long since = SystemTime.nanos();
    while (!underWay.isEmpty()) {
      int before = underWay.size();
      forgetSettled();
      JobState state = renew();
      if (state != JobState.RUNNING) {
        return state;
      }
      if (underWay.size() < before) {
        since = SystemTime.nanos();
      } else if (SystemTime.nanos() - since > staleAfter.toNanos()) {
        if (sentAgain) {
          break;
        }
        List<Mark> again = underWay;
        underWay = new ArrayList<>();
        underWay.addAll(send(again));
        sentAgain = true;
        since = SystemTime.nanos();
      }
      SystemTime.sleep(PAUSE.toNanos());
    }
    return JobState.RUNNING;
  }

  /**
   * A Redis that was restored from its disk or replaced by its replica may have lost marks of the
   * last moment. Their records run as ordinary ones, so the dead letters stay as they were. Marks
   * and publishes these once more.
   *
   * @return whether there were any
   */
  private boolean markAnew(ReplayJob job) {
    boolean found = false;
    for (long at = 0; at < job.total(); at += LOOK) {
      List<Mark> marked = markLost(job, at);
      if (!marked.isEmpty()) {
        found = true;
        JobState unused = awaitRate(job, marked.size());
        underWay.addAll(send(marked));
      }
    }
    return found;
  }

  private List<Mark> markLost(ReplayJob job, long at) {
    List<String> ids = jobs.ids(id, at, LOOK);
    BitSet lost = letters.untouchedSince(job.startedAt(), ids);
    lost.and(published.get((int) at, (int) at + ids.size()));
    List<Mark> marks =
        lost.stream().mapToObj(i -> new Mark(ids.get(i), job.token(at + i))).toList();
    List<MarkCode> codes = letters.mark(marks, job.by(), staleAfter, job.silent());
    return IntStream.range(0, marks.size())
        .filter(i -> codes.get(i) == MarkCode.MARKED)
        .mapToObj(marks::get)
        .toList();
  }

  private @Nullable JobState stop(@Nullable JobState state) {
    if (state == JobState.STOPPING) {
      jobs.end(id, runner, JobState.STOPPED, 0);
      progress.run();
      return JobState.STOPPED;
    }
    return state;
  }
}
