package io.eventpipeline.consumer.listen;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * Stands around the consumer that the framework polls, because the framework calls no code of ours
 * when a poll brings nothing, and commits nothing: before each poll and before the close, {@link
 * PollThread} has its turn. Which partitions are paused is ours alone to know, or the framework
 * would resume them after each poll.
 */
@Singleton
final class WatchedConsumer implements BeanCreatedEventListener<Consumer<?, ?>> {
  private final PollThread pollThread;

  WatchedConsumer(PollThread pollThread) {
    this.pollThread = pollThread;
  }

  @Override
  public Consumer<?, ?> onCreated(BeanCreatedEvent<Consumer<?, ?>> event) {
    Consumer<?, ?> consumer = event.getBean();
    return (Consumer<?, ?>)
        Proxy.newProxyInstance(
            Consumer.class.getClassLoader(),
            new Class<?>[] {Consumer.class},
            (proxy, method, args) -> call(consumer, method, args));
  }

  private Object call(Consumer<?, ?> consumer, Method method, Object[] args) throws Throwable {
    switch (method.getName()) {
      case "poll" -> pollThread.beforePoll(consumer);
      case "close" -> pollThread.closing(consumer);
      case "paused" -> {
        return Set.of();
      }
      default -> {}
    }
    try {
      return method.invoke(consumer, args);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error) {
        pollThread.died(e.getCause()); // the framework ends the thread without a word
      }
      throw e.getCause();
    }
  }
}
