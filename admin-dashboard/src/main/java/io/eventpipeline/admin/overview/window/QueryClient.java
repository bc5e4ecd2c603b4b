package io.eventpipeline.admin.overview.window;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the query service for a window. Threads: any; callers wait, at most a second. */
@Singleton
final class QueryClient {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final JsonFactory JSON = new JsonFactory();
  private static final String ATTRIBUTE = "by_";

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(PATIENCE)
          .build();
  private final QuerySettings settings;

  QueryClient(QuerySettings settings) {
    this.settings = settings;
  }

  @PreDestroy
  void close() {
    http.shutdownNow();
  }

  WindowAnswer ask(int seconds) {
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request(seconds), BodyHandlers.ofByteArray());
    try {
      HttpResponse<byte[]> response = answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return switch (response.statusCode()) {
        case 200 -> read(response.body());
        case 400 -> new WindowAnswer.Away("it does not keep " + seconds + " s of events");
        case 401 -> new WindowAnswer.Away("it wants another key: set query.api-key");
        default -> new WindowAnswer.Away("it answers with status " + response.statusCode());
      };
    } catch (TimeoutException e) {
      var unused = answer.cancel(true);
      return new WindowAnswer.Away("it has not answered for a second");
    } catch (ExecutionException e) {
      return new WindowAnswer.Away("nothing answers at query.url");
    } catch (IOException e) {
      return new WindowAnswer.Away("its answer cannot be read");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new WindowAnswer.Away("the dashboard is being stopped");
    }
  }

  private HttpRequest request(int seconds) {
    String url = settings.url().value();
    String base = url.endsWith("/") ? url : url + "/";
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + "metrics?window=" + seconds)).timeout(PATIENCE);
    String key = settings.apiKey().value();
    return key.isEmpty()
        ? request.build()
        : request.header("Authorization", "Bearer " + key).build();
  }

  private static WindowAnswer read(byte[] body) throws IOException {
    Map<String, Double> figures = new HashMap<>();
    List<WindowChart> charts = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(body)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        if (token == JsonToken.START_OBJECT && name.startsWith(ATTRIBUTE)) {
          charts.add(WindowChart.of(name.substring(ATTRIBUTE.length()), counts(parser)));
        } else if (token.isNumeric()) {
          figures.put(name, parser.getDoubleValue());
        } else {
          parser.skipChildren();
        }
      }
    }
    return new WindowAnswer.Known(
        figure(figures, "window_sec").intValue(),
        figure(figures, "events_per_sec"),
        figure(figures, "unique_users").longValue(),
        figure(figures, "unknown").longValue(),
        charts);
  }

  private static Double figure(Map<String, Double> figures, String name) throws IOException {
    Double figure = figures.get(name);
    if (figure == null) {
      throw new IOException("no " + name);
    }
    return figure;
  }

  private static Map<String, Long> counts(JsonParser parser) throws IOException {
    Map<String, Long> counts = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String value = parser.currentName();
      if (parser.nextToken().isNumeric()) {
        counts.put(value, parser.getLongValue());
      } else {
        parser.skipChildren();
      }
    }
    return counts;
  }
}
