package io.eventpipeline.ingest.http;

import io.eventpipeline.ingest.http.api.WebhooksApi;
import io.eventpipeline.ingest.webhook.Delivery;
import io.eventpipeline.ingest.webhook.WebhookReceiver;
import io.eventpipeline.runtime.http.ClientAddress;
import io.micronaut.context.annotation.Executable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Receives webhooks. The signature takes the place of an API key. */
@Controller("/webhooks")
@Consumes(MediaType.ALL)
class WebhookController implements WebhooksApi {
  /** Name of the method that serves the other paths of sources. */
  static final String AT_PATH = "receiveAtPath";

  private final WebhookReceiver receiver;
  private final ClientAddress addresses;
  private final WebhookPaths paths;

  WebhookController(WebhookReceiver receiver, ClientAddress addresses, WebhookPaths paths) {
    this.receiver = receiver;
    this.addresses = addresses;
    this.paths = paths;
  }

  @Override
  @Post("/{source}")
  public CompletionStage<HttpResponse<?>> receive(
      HttpRequest<?> request, @PathVariable String source) {
    if (request.getContentLength() > WebhookReceiver.MAX_BODY) {
      return CompletableFuture.completedFuture(WebhookResponse.of(receiver.tooLarge()));
    }
    return RawBody.of(request)
        .thenCompose(body -> receiver.receive(source, delivery(request, body)))
        .thenApply(WebhookResponse::of);
  }

  @Executable
  CompletionStage<HttpResponse<?>> receiveAtPath(HttpRequest<?> request) {
    return receive(request, paths.sourceOf(request));
  }

  private Delivery delivery(HttpRequest<?> request, byte[] body) {
    return new Delivery(
        request.getHeaders()::getAll, body, addresses.of(request), RequestTrace.of(request));
  }
}
