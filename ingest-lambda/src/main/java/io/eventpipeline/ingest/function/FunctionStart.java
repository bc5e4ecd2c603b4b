package io.eventpipeline.ingest.function;

import io.eventpipeline.ingest.accept.Acceptor;
import io.eventpipeline.ingest.backpressure.Backpressure;
import io.eventpipeline.ingest.publish.TopicProducer;
import io.eventpipeline.runtime.start.StartFailure;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.Environment;
import io.micronaut.http.server.RouteExecutor;
import java.time.Duration;

/** Starts a function, the same way for each kind of API. */
final class FunctionStart {
  /** Lambda allows 10 seconds for the start, and the first response should not be a 503. */
  static final Duration FIRST_TOPIC = Duration.ofSeconds(4);

  private FunctionStart() {}

  /**
   * Starts the API, and creates beans only on demand. The framework's own builder for Lambda
   * creates all singletons, and no later setting undoes that. A start would take longer, and would
   * fail while a server is away whose client connects on creation.
   *
   * @throws IllegalStateException with the reason, such as a wrong setting. It has no cause,
   *     because Lambda logs the messages of all causes, and a library may quote a secret in one
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
      // First, because it asks Kafka for the topic while the other beans start.
      context.getBean(TopicProducer.class);
      context.getBean(Backpressure.class);
      // The first call needs these; here a failure is still ours to report.
      context.getBean(Acceptor.class);
      context.getBean(RouteExecutor.class);
      return context;
    } catch (RuntimeException e) {
      throw new IllegalStateException("The ingest API cannot start: " + StartFailure.reason(e));
    }
  }

  /** Waits for the topic, at most {@link #FIRST_TOPIC}. */
  static void awaitTopic(ApplicationContext context) {
    context.getBean(TopicProducer.class).await(FIRST_TOPIC);
  }
}
