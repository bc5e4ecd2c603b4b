package io.eventpipeline.ingest.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.body.ByteBody;
import io.micronaut.http.body.CloseableAvailableByteBody;
import java.util.concurrent.CompletionStage;

/** Reads a body exactly as it was sent, whatever its content type says. */
final class RawBody {
  private RawBody() {}

  /** The bytes; fails if the body does not arrive, or is larger than the server accepts. */
  static CompletionStage<byte[]> of(HttpRequest<?> request) {
    if (!(request instanceof ServerHttpRequest<?> received)) {
      throw new IllegalStateException("not a request that a server received");
    }
    return received
        .byteBody()
        .split(ByteBody.SplitBackpressureMode.FASTEST)
        .buffer()
        .thenApply(RawBody::bytes);
  }

  private static byte[] bytes(CloseableAvailableByteBody body) {
    try (body) {
      return body.toByteArray();
    }
  }
}
