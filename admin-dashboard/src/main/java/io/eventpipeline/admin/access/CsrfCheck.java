package io.eventpipeline.admin.access;

import io.eventpipeline.admin.html.Refusal;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.body.ByteBody.SplitBackpressureMode;
import io.micronaut.http.body.CloseableAvailableByteBody;
import io.micronaut.http.body.CloseableByteBody;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Every action of a session brings the session's token: in the header {@code X-CSRF-Token}, or in
 * the field {@code _csrf} of a form.
 */
@ServerFilter("/admin/**")
final class CsrfCheck implements Ordered {
  private static final String HEADER = "X-CSRF-Token";
  private static final String FIELD = "_csrf=";
  private static final long PATIENCE_SECONDS = 10;

  @Override
  public int getOrder() {
    return ServerFilterPhase.SECURITY.after();
  }

  @RequestFilter
  @ExecuteOn(TaskExecutors.BLOCKING)
  void check(HttpRequest<?> request) {
    Person person = Person.find(request);
    if (person == null || person.session() == null || Gate.SAFE.contains(request.getMethod())) {
      return;
    }
    String sent = sent(request);
    if (sent == null || !SecretText.equal(person.csrf(), sent)) {
      throw new Refusal(
          HttpStatus.FORBIDDEN, "the page is too old for this: load it again, then try again");
    }
  }

  private static @Nullable String sent(HttpRequest<?> request) {
    String header = request.getHeaders().get(HEADER);
    if (header != null) {
      return header;
    }
    boolean isForm =
        request
            .getContentType()
            .filter(type -> type.getName().equals(MediaType.APPLICATION_FORM_URLENCODED))
            .isPresent();
    return isForm && request instanceof ServerHttpRequest<?> server ? field(server) : null;
  }

  /** Reads a copy of the body; the controller gets it too. */
  private static @Nullable String field(ServerHttpRequest<?> request) {
    try (CloseableByteBody copy = request.byteBody().split(SplitBackpressureMode.FASTEST);
        CloseableAvailableByteBody form =
            copy.buffer().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      for (String part : form.toString(StandardCharsets.UTF_8).split("&")) {
        if (part.startsWith(FIELD)) {
          return URLDecoder.decode(part.substring(FIELD.length()), StandardCharsets.UTF_8);
        }
      }
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } catch (ExecutionException | TimeoutException | IllegalArgumentException e) {
      return null;
    }
  }
}
