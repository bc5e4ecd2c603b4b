package io.eventpipeline.push.fcm;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;

/**
 * Carries Google's requests for access tokens over {@link TimedHttp}. Its own transport has
 * timeouts that nobody can set.
 */
final class TokenTransport extends HttpTransport {
  private final TimedHttp http;
  private final Duration timeout;

  /**
   * @param timeout for a whole answer
   */
  TokenTransport(TimedHttp http, Duration timeout) {
    this.http = http;
    this.timeout = timeout;
  }

  @Override
  protected LowLevelHttpRequest buildRequest(String method, String url) {
    return new TokenRequest(method, HttpRequest.newBuilder(URI.create(url)));
  }

  private final class TokenRequest extends LowLevelHttpRequest {
    private final String method;
    private final HttpRequest.Builder request;

    TokenRequest(String method, HttpRequest.Builder request) {
      this.method = method;
      this.request = request;
    }

    @Override
    public void addHeader(String name, String value) {
      request.header(name, value);
    }

    @Override
    public LowLevelHttpResponse execute() throws IOException {
      if (getContentType() != null) {
        request.header("Content-Type", getContentType());
      }
      return new TokenResponse(http.send(request.method(method, body()).build(), timeout));
    }

    private BodyPublisher body() throws IOException {
      if (getStreamingContent() == null) {
        return BodyPublishers.noBody();
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      getStreamingContent().writeTo(bytes);
      return BodyPublishers.ofByteArray(bytes.toByteArray());
    }
  }
}
