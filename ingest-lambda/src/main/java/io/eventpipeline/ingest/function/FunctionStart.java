package io.eventpipeline.ingest.function;

import io.eventpipeline.ingest.accept.Acceptor;
import io.eventpipeline.ingest.backpressure.Backpressure;
import io.eventpipeline.ingest.publish.TopicProducer;
import io.eventpipeline.runtime.start.StartFailure;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.Environment;
import io.micronaut.http.server.RouteExecutor;
import java.time.Duration;

/** The start of a function, which is the same for each kind of API. */
final class FunctionStart {
  /** Lambda gives the start 10 seconds, and the first answer should not be a 503. */
  static final Duration FIRST_TOPIC = Duration.ofSeconds(4);

  private FunctionStart() {}

  /**
   * Starts the API. Beans are made when something asks for them. The framework's own builder for
   * Lambda makes all singletons at the start, and no later setting undoes that: a start takes
   * longer, and a client that connects when it is made fails the start while its server is away.
   *
   * @throws IllegalStateException naming what stands in the way, such as a wrong setting. It has no
   *     cause, because Lambda logs each message of an exception, and a library's may quote a secret
   */
  static ApplicationContext context() {
    try {
      ApplicationContext context =
          ApplicationContext.builder()
              .environments(Environment.FUNCTION)
              .deduceEnvironment(false)
              .deduceCloudEnvironment(false)
              .banner(false)
              .start();
      // First, because it asks Kafka for the topic while the others are made.
      context.getBean(TopicProducer.class);
      context.getBean(Backpressure.class);
      // What the first call and the framework's function ask for, where a failure is still ours.
      context.getBean(Acceptor.class);
      context.getBean(RouteExecutor.class);
      return context;
    } catch (RuntimeException e) {
      throw new IllegalStateException("the ingest API cannot start: " + StartFailure.reason(e));
    }
  }

  /** Waits for the topic, at most {@link #FIRST_TOPIC}. */
  static void awaitTopic(ApplicationContext context) {
    context.getBean(TopicProducer.class).await(FIRST_TOPIC);
  }
}
