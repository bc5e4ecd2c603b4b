package io.eventpipeline.local.command;

import io.lettuce.core.api.sync.RedisCommands;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which story {@link Demo} tells, if any. */
final class StoryOptions {
  private static final String SHOP = "shop";

  @Option(
      names = "--story",
      paramLabel = SHOP,
      description =
          "tell a story instead: "
              + SHOP
              + " shows a user, orders, a payment, stock, a notification and metrics")
  private @Nullable String story;

  @Option(
      names = "--query-url",
      paramLabel = "URL",
      description = "query service of the story (default: that of the running pipeline)")
  private @Nullable URI query;

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
    } else if (query == null || WebhookSecret.of(where).isBlank()) {
      throw new IllegalStateException(
          "the story needs --query-url, and %s with the secret that the API has"
              .formatted(WebhookSecret.VARIABLE));
    }
  }

  /** Tells it, after {@link #check}. */
  void tell(
      HttpClient http, URI api, String run, Properties where, RedisCommands<String, String> redis)
      throws InterruptedException {
    URI at = query != null ? query : URI.create(where.getProperty("query"));
    new ShopStory(new StoryTeller(http), api, at, WebhookSecret.of(where), redis, run).tell();
  }
}
