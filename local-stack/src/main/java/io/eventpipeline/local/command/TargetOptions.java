package io.eventpipeline.local.command;

import io.eventpipeline.local.simulate.SimulationTarget;
import java.net.URI;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where {@link Simulate} sends. */
final class TargetOptions {
  private static final Pattern HTTP = Pattern.compile("https?://[^/?#]+[^?#]*");

  @Mixin private RunningPipeline running = new RunningPipeline();

  @Option(names = "--port", description = "port of the API (default: that of the running pipeline)")
  private @Nullable Integer port;

  @Option(
      names = "--url",
      defaultValue = "${env:PIPELINE_URL}",
      description = "URL of the API; overrides --port")
  private @Nullable String url;

  @Option(
      names = "--query-url",
      paramLabel = "URL",
      defaultValue = "${env:PIPELINE_QUERY_URL}",
      description = "URL of the query service (default: that of the running pipeline)")
  private @Nullable String queryUrl;

  /**
   * Finds the pipeline.
   *
   * @param webhooks whether it needs the secret
   * @param clicks whether it needs the query service
   * @throws IllegalStateException saying what to do, if something is unknown or wrong
   */
  SimulationTarget target(boolean webhooks, boolean clicks) {
    boolean isGiven = url != null || port != null;
    Properties where = isGiven ? new Properties() : running.where();
    String secret = WebhookSecret.of(where);
    if (webhooks && secret.isBlank()) {
      throw new IllegalStateException(
          "--webhooks needs the secret that the API has: set " + WebhookSecret.VARIABLE);
    }
    URI api = api(where);
    URI query = query(where);
    if (clicks && query == null) {
      throw new IllegalStateException(
          "--clicks needs the query service: start the pipeline without --only core and without"
              + " --without query, or give --query-url");
    }
    return new SimulationTarget(api, query, secret);
  }

  private URI api(Properties where) {
    String noted = where.getProperty("api");
    if (url != null) {
      return base("--url", url);
    }
    if (port == null && noted == null) {
      throw new IllegalStateException(
          "no pipeline runs on "
              + running
              + ": ./pipeline up starts one (or give --port or --url)");
    }
    return URI.create(port != null ? "http://localhost:" + port : noted);
  }

  private @Nullable URI query(Properties where) {
    String noted = where.getProperty("query", "");
    if (queryUrl != null) {
      return base("--query-url", queryUrl);
    }
    return noted.isEmpty() ? null : URI.create(noted);
  }

  /** Without a slash at its end, so that paths can be added. */
  private static URI base(String option, String text) {
    if (!HTTP.matcher(text).matches()) {
      throw new IllegalStateException(option + " must be a URL such as http://localhost:3000");
    }
    return URI.create(text.replaceFirst("/+$", ""));
  }
}
