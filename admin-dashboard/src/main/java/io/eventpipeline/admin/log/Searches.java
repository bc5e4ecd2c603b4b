package io.eventpipeline.admin.log;

import io.eventpipeline.admin.redis.AdminRedis;
import io.eventpipeline.runtime.redis.KeySpace;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs searches, two at a time; a third one takes the place of the oldest. All that look for the
 * same share one. Threads: any; each search has a thread of its own.
 */
@Singleton
public final class Searches implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Searches.class);
  private static final int AT_ONCE = 2;
  private static final int KEPT = 20;
  private static final Duration FRESH = Duration.ofSeconds(10);
  private static final Duration BUDGET = Duration.ofSeconds(5);

  private final LogClients clients;
  private final LogTopic topic;
  private final ProgressReader progress;
  private final AdminRedis redis;
  private final KeySpace space;
  private final Duration budget;
  private final Semaphore running = new Semaphore(AT_ONCE, true);

  /** Guarded by itself. */
  private final Map<Wanted, Search> searches =
      new LinkedHashMap<>(KEPT, 1, true); // the one that was asked for last is at the end

  @Inject
  Searches(
      LogClients clients,
      LogTopic topic,
      ProgressReader progress,
      AdminRedis redis,
      KeySpace space) {
    this(clients, topic, progress, redis, space, BUDGET);
  }

  /**
   * @param budget the longest time of one search
   */
  Searches(
      LogClients clients,
      LogTopic topic,
      ProgressReader progress,
      AdminRedis redis,
      KeySpace space,
      Duration budget) {
    this.clients = clients;
    this.topic = topic;
    this.progress = progress;
    this.redis = redis;
    this.space = space;
    this.budget = budget;
  }

  /** The search that runs, or ended in the last 10 s; else a new one. */
  public Search fresh(Wanted wanted) {
    synchronized (searches) {
      Search known = searches.get(wanted);
      return known == null || known.isReplaced() || known.isOlderThan(FRESH)
          ? start(wanted)
          : known;
    }
  }

  /**
   * The search that was made last, however old, or however it ended: who watches it starts none
   * again and again. A new one if there was none.
   */
  public Search known(Wanted wanted) {
    synchronized (searches) {
      Search known = searches.get(wanted);
      return known == null ? start(wanted) : known;
    }
  }

  private Search start(Wanted wanted) {
    makeRoom();
    Search search = new Search(wanted, budget);
    searches.remove(wanted);
    searches.put(wanted, search);
    Thread.ofPlatform().daemon().name("log-search").start(() -> run(search));
    return search;
  }

  private void makeRoom() {
    List<Search> active =
        new ArrayList<>(
            searches.values().stream()
                .filter(one -> one.state().isRunning() && !one.isCancelled())
                .sorted(Comparator.comparingLong(Search::age).reversed())
                .toList());
    while (active.size() >= AT_ONCE) {
      active.removeFirst().cancel();
    }
    var oldest = searches.values().iterator();
    while (searches.size() >= KEPT && oldest.hasNext()) {
      if (!oldest.next().state().isRunning()) {
        oldest.remove();
      }
    }
  }

  private void run(Search search) {
    running.acquireUninterruptibly();
    SearchState.End end = SearchState.End.AWAY;
    Consumer<byte[], byte[]> consumer = clients.scan();
    try {
      search.use(consumer);
      end = run(search, new LogScan(consumer, topic));
    } catch (WakeupException cancelled) {
      LOG.debug("a newer search took the place of {}", search.wanted());
    } catch (KafkaException e) {
      LOG.debug("the search for {} ended: {}", search.wanted(), e.toString());
    } finally {
      search.use(null);
      consumer.close(CloseOptions.timeout(Duration.ZERO));
      running.release();
      search.end(search.isCancelled() ? SearchState.End.REPLACED : end);
    }
  }

  private SearchState.End run(Search search, LogScan scan) {
    return switch (search.wanted()) {
      case Wanted.ByUser user -> new UserSearch(search, user, scan, topic).run();
      case Wanted.ById id -> {
        Progress before = progress.read();
        IdClues clues = IdClues.of(id.id(), redis, space);
        yield new IdSearch(search, id, clues, scan, topic, before).run();
      }
    };
  }

  /** Ends all that run. */
  @Override
  @PreDestroy
  public void close() {
    synchronized (searches) {
      searches.values().forEach(Search::cancel);
    }
  }
}
