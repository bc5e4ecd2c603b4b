package io.eventpipeline.ingest.http.netty;

import io.eventpipeline.ingest.observe.IngestMetric;
import io.eventpipeline.runtime.observe.Meters;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * All open connections, and the memory that their requests hold. When either runs out, the client
 * closest to its deadline loses its connection, not the new one: stuck clients make room for those
 * that send. Threads: any.
 */
final class Connections {
  final ConnectionSettings settings;
  private final Set<ConnectionGuard> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong bytes = new AtomicLong();
  private final Meters<IngestMetric> meters;

  Connections(ConnectionSettings settings, Meters<IngestMetric> meters) {
    this.settings = settings;
    this.meters = meters;
    meters.gauge(IngestMetric.CONNECTIONS, open, Set::size);
  }

  void add(ConnectionGuard connection) {
    open.add(connection);
    if (isFull()) {
      makeRoom(connection, this::isFull, other -> other.phase() != ConnectionGuard.Phase.ANSWERING);
    }
  }

  void addBytes(ConnectionGuard connection, int count) {
    bytes.addAndGet(count);
    if (holdsTooMuch()) {
      makeRoom(
          connection,
          this::holdsTooMuch,
          other -> other.phase() == ConnectionGuard.Phase.RECEIVING && other.bytes() > 0);
    }
  }

  private boolean isFull() {
    return open.size() > settings.maxConnections();
  }

  private boolean holdsTooMuch() {
    return bytes.get() > settings.maxBytes();
  }

  void removeBytes(long count) {
    bytes.addAndGet(-count);
  }

  void remove(ConnectionGuard connection) {
    open.remove(connection);
  }

  void countLate() {
    meters.count(IngestMetric.CONNECTIONS_CLOSED, "late", 1);
  }

  /** Synchronized, so that no two callers close the same connection. */
  private synchronized void makeRoom(
      ConnectionGuard asks, BooleanSupplier isNeeded, Predicate<ConnectionGuard> mayGo) {
    if (isNeeded.getAsBoolean()) {
      meters.count(IngestMetric.CONNECTIONS_CLOSED, "crowded-out", 1);
      long now = System.nanoTime();
      open.stream()
          .filter(mayGo)
          .min(Comparator.comparingLong(connection -> connection.deadline() - now))
          .orElse(asks)
          .close();
    }
  }
}
