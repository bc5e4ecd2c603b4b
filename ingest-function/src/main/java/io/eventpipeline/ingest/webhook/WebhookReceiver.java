package io.eventpipeline.ingest.webhook;

import io.eventpipeline.ingest.limit.SourceLimiter;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Takes webhooks, in this order: size → source → limit → timestamp → signature → JSON → mapping →
 * backpressure → once → publish. What the request's bytes decide is decided first, on the calling
 * thread; it has no effect before the limit lets the request pass. Never fails. Threads: any.
 */
@Singleton
public final class WebhookReceiver {
  /** Longest body, in bytes. */
  public static final int MAX_BODY = 1 << 20;

  private final WebhookSources sources;
  private final Judge judge;
  private final SourceLimiter limiter;
  private final WebhookCounts counts;
  private final OncePublisher publisher;

  WebhookReceiver(
      WebhookSources sources,
      Judge judge,
      SourceLimiter limiter,
      WebhookCounts counts,
      OncePublisher publisher) {
    this.sources = sources;
    this.judge = judge;
    this.limiter = limiter;
    this.counts = counts;
    this.publisher = publisher;
  }

  /** Takes one webhook for the source with this name. */
  public CompletionStage<WebhookAnswer> receive(String name, Delivery delivery) {
    if (delivery.body().length > MAX_BODY) {
      return CompletableFuture.completedFuture(tooLarge());
    }
    WebhookSource source = sources.named(name);
    if (source == null) {
      return CompletableFuture.completedFuture(new WebhookAnswer.UnknownSource());
    }
    if (!source.enabled()) {
      return CompletableFuture.completedFuture(new WebhookAnswer.SwitchedOff());
    }
    return receive(source, judge.judge(source, delivery), delivery);
  }

  private CompletionStage<WebhookAnswer> receive(
      WebhookSource source, Judgement judgement, Delivery delivery) {
    if (judgement instanceof Judgement.Genuine && !source.limitsGenuine()) {
      return act(source, judgement, delivery);
    }
    return limiter
        .take(source.name(), delivery.address(), source.limit())
        .thenCompose(
            permit ->
                permit.granted()
                    ? act(source, judgement, delivery)
                    : refuse(new WebhookAnswer.RateLimited(permit.retryAfter())));
  }

  /** The answer to a body above {@link #MAX_BODY}, which need not be read. */
  public WebhookAnswer tooLarge() {
    return counts.count(new WebhookAnswer.TooLarge(MAX_BODY));
  }

  private CompletionStage<WebhookAnswer> act(
      WebhookSource source, Judgement judgement, Delivery delivery) {
    return switch (judgement) {
      case Judgement.Refused(WebhookAnswer answer) -> refuse(answer);
      case Judgement.Genuine(int secret, Judgement.Content content) -> {
        counts.countGenuine(source.name(), secret);
        yield take(source, content, delivery).thenApply(counts::count);
      }
    };
  }

  private CompletionStage<WebhookAnswer> take(
      WebhookSource source, Judgement.Content content, Delivery delivery) {
    return switch (content) {
      case Judgement.Ping() -> CompletableFuture.completedFuture(new WebhookAnswer.Ping());
      case Judgement.Broken(var errors) ->
          CompletableFuture.completedFuture(new WebhookAnswer.Invalid(errors));
      case Judgement.Good event -> publisher.publish(event, delivery.trace(), source.ackWait());
    };
  }

  private CompletionStage<WebhookAnswer> refuse(WebhookAnswer answer) {
    return CompletableFuture.completedFuture(counts.count(answer));
  }
}
