package io.eventpipeline.ingest.function;

import io.micronaut.core.value.PropertyResolver;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes the path of a request from what API Gateway tells. */
final class GatewayPath {
  /** The stage that does not stand in paths. */
  private static final String DEFAULT_STAGE = "$default";

  /** What no path of a URI may hold; a percent sign only before two hexadecimal digits. */
  private static final Pattern NOT_IN_A_PATH =
      Pattern.compile("[^A-Za-z0-9\\-._~!$&'()*+,;=:@/%]+|%(?![0-9A-Fa-f]{2})");

  private final String basePath;

  /**
   * @param settings of them {@code micronaut.server.context-path}, under which the API's routes are
   */
  GatewayPath(PropertyResolver settings) {
    String path = settings.getProperty("micronaut.server.context-path", String.class).orElse("");
    String bare = path.replaceAll("^/+|/+$", "");
    basePath = bare.isEmpty() ? "" : "/" + bare;
  }

  /**
   * Without the stage, and encoded: APIs decode some characters of it, and a path that is no URI
   * would fail the call.
   *
   * @param stage of the API, if its name may stand before the path
   */
  String of(String path, @Nullable String stage) {
    String own = isUnder(basePath, path) ? path : withoutStage(path, stage);
    // Two slashes would begin the name of a host.
    String rooted = own.startsWith("//") ? "/%2F" + own.substring(2) : own;
    return NOT_IN_A_PATH
        .matcher(rooted)
        .replaceAll(
            found -> URLEncoder.encode(found.group(), StandardCharsets.UTF_8).replace("+", "%20"));
  }

  private static String withoutStage(String path, @Nullable String stage) {
    String prefix = stage == null || stage.equals(DEFAULT_STAGE) ? "" : "/" + stage;
    if (path.equals(prefix)) {
      return "/";
    }
    return isUnder(prefix, path) ? path.substring(prefix.length()) : path;
  }

  private static boolean isUnder(String prefix, String path) {
    return !prefix.isEmpty()
        && path.startsWith(prefix)
        && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
  }
}
