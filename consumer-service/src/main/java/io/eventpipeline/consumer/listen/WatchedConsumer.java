package io.eventpipeline.consumer.listen;

import io.eventpipeline.runtime.kafka.WallClock;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wraps the consumer that the framework polls, to give {@link PollThread} its turn before each poll
 * and before the close; the framework calls no code of ours when a poll brings nothing. It hides
 * which partitions are paused, or the framework would resume them after each poll.
 *
 * <p>It replaces Kafka's consumer when the machine's clock is set back, because the old one would
 * send no heartbeat until the old time comes again. It also does so when a log was replaced,
 * because the old one may hold records of both logs at the same offsets.
 */
final class WatchedConsumer implements InvocationHandler {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedConsumer.class);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

  /** A call to repeat on a new consumer. */
  private record Call(Method method, Object[] args) {}

  private final Supplier<Consumer<?, ?>> make;
  private final PollThread pollThread;
  private final WallClock clock = new WallClock();
  private volatile Consumer<?, ?> consumer;
  private volatile boolean woken;
  private boolean outdated;
  private @Nullable Call subscription;

  WatchedConsumer(Supplier<Consumer<?, ?>> make, PollThread pollThread) {
    this.make = make;
    this.pollThread = pollThread;
    this.consumer = make.get();
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
    switch (method.getName()) {
      case "poll" -> {
        replaceIfOutdated();
        pollThread.beforePoll(consumer);
      }
      case "subscribe" -> subscription = new Call(method, args);
      case "wakeup" -> woken = true; // the framework does so once, at the end
      case "close" -> { // the framework gives it 30 s, and waits for it
        pollThread.end(consumer);
        consumer.close(CloseOptions.timeout(pollThread.timeToClose()));
        return null;
      }
      case "paused" -> {
        return Set.of();
      }
      default -> {}
    }
    return call(method, args);
  }

  private void replaceIfOutdated() throws Throwable {
    if (clock.wasSetBack()) {
      LOG.warn("the clock of this machine was set back: joining the group again");
      outdated = true;
    }
    outdated |= pollThread.takeLogChanged();
    if (outdated) {
      replace();
    }
  }

  private void replace() throws Throwable {
    Consumer<?, ?> fresh;
    try {
      fresh = make.get();
    } catch (KafkaException e) {
      LOG.warn("no new consumer yet, retrying: {}", e.toString());
      return;
    }
    outdated = false;
    closeOld();
    pollThread.startAnew();
    consumer = fresh;
    if (subscription != null) {
      call(subscription.method(), subscription.args());
    }
    if (woken) {
      fresh.wakeup();
    }
  }

  private void closeOld() {
    try {
      consumer.close(CloseOptions.timeout(LONGEST_CLOSE)); // revokes its partitions
    } catch (KafkaException e) {
      LOG.warn("the old consumer did not close cleanly: {}", e.toString());
    }
  }

  private Object call(Method method, Object[] args) throws Throwable {
    try {
      return method.invoke(consumer, args);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error) {
        pollThread.die(e.getCause()); // the framework ends the thread without a word
      }
      throw e.getCause();
    }
  }
}
