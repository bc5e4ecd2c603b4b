package io.eventpipeline.ingest.transport;

import io.eventpipeline.ingest.Rig;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** A server in this JVM, over HTTP. */
public final class NettyTransport implements Transport {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final EmbeddedServer server;

  public NettyTransport(Map<String, String> settings) {
    Map<String, Object> all = new java.util.TreeMap<>(settings);
    all.put("micronaut.server.port", -1);
    server = ApplicationContext.run(EmbeddedServer.class, all);
  }

  @Override
  public TransportReply send(TransportRequest request) throws Exception {
    return send(request, HttpRequest.BodyPublishers.ofByteArray(request.body()));
  }

  /** Sends the body in chunks, without its length. */
  public TransportReply sendChunked(TransportRequest request) throws Exception {
    return send(
        request,
        HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(request.body())));
  }

  private TransportReply send(TransportRequest request, HttpRequest.BodyPublisher body)
      throws Exception {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.getPort() + request.target()))
            .timeout(Rig.PATIENCE)
            .method(request.method(), body);
    request.headers().forEach((name, values) -> values.forEach(v -> builder.header(name, v)));
    HttpResponse<byte[]> response =
        HTTP.send(builder.build(), HttpResponse.BodyHandlers.ofByteArray());
    return new TransportReply(response.statusCode(), response.headers().map(), response.body());
  }

  @Override
  public void close() {
    server.close();
  }
}
