package io.eventpipeline.local.command;

import io.lettuce.core.api.sync.RedisCommands;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which story {@link Demo} tells, if any. */
final class StoryOptions {
  private static final String SHOP = "shop";
  private static final String BROKERS = "KAFKA_BOOTSTRAP_SERVERS";

  @Option(
      names = "--story",
      paramLabel = SHOP,
      description =
          "tell a story instead: "
              + SHOP
              + " shows a signed webhook, orders, a payment, rows, a push, metrics and a replay")
  private @Nullable String story;

  @Option(
      names = "--query-url",
      paramLabel = "URL",
      description = "query service of the story (default: that of the running pipeline)")
  private @Nullable URI query;

  @Option(
      names = "--admin-url",
      paramLabel = "URL",
      description = "dashboard for the links of the story (default: that of the running pipeline)")
  private @Nullable URI admin;

  boolean isTold() {
    return story != null;
  }

  /**
   * Checks that the pipeline can play it.
   *
   * @param where the pipeline runs, see {@link DataFolder#whereRunning}; empty if that is unknown
   * @throws IllegalStateException saying what to do
   */
  void check(Properties where) {
    if (story != null && !story.equals(SHOP)) {
      throw new IllegalStateException("--story must be " + SHOP);
    }
    if (!where.isEmpty()) {
      ShopStory.requireIn(where);
    } else if (query == null
        || WebhookSecret.of(where).isBlank()
        || System.getenv(BROKERS) == null) {
      throw new IllegalStateException(
          "the story needs --query-url, %s with the secret that the API has, and %s for a replay"
              .formatted(WebhookSecret.VARIABLE, BROKERS));
    }
  }

  /**
   * Tells it, after {@link #check}.
   *
   * @param store URI of Redis
   */
  void tell(
      HttpClient http,
      URI api,
      String run,
      Properties where,
      String store,
      RedisCommands<String, String> redis)
      throws InterruptedException {
    URI at = query != null ? query : URI.create(where.getProperty("query"));
    String page = admin != null ? admin.toString() : where.getProperty("admin", "");
    Map<String, String> servers = new TreeMap<>(Map.of("REDIS_URI", store));
    if (where.containsKey("kafka")) {
      servers.put(BROKERS, where.getProperty("kafka"));
    }
    StoryTeller teller = new StoryTeller(http, page);
    new ShopStory(teller, api, at, WebhookSecret.of(where), redis, servers, run).tell();
  }
}
