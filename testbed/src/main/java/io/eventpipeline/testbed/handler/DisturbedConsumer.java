package io.eventpipeline.testbed.handler;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.core.order.Ordered;
import jakarta.inject.Singleton;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * Wraps the service's Kafka consumer. It may end the process before a commit. While the file named
 * by the system property {@code testbed.poll-error} exists, polls throw an error, as on a broken
 * installation.
 */
@Singleton
final class DisturbedConsumer implements BeanCreatedEventListener<Consumer<?, ?>>, Ordered {
  private final Path pollError = Path.of(System.getProperty("testbed.poll-error", "none"));

  /** Runs before the service's own listener, so that this wrapper is the inner one. */
  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
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
    if (method.getName().startsWith("commit")) {
      Crash.at("commit");
    }
    if (method.getName().equals("poll") && Files.exists(pollError)) {
      throw new NoClassDefFoundError("a poll that breaks on purpose");
    }
    try {
      return method.invoke(consumer, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
