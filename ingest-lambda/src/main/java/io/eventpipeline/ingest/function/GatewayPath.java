package io.eventpipeline.ingest.function;

import io.micronaut.core.value.PropertyResolver;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes the path of a request from what API Gateway sends. */
final class GatewayPath {
  /** The stage that does not occur in paths. */
  private static final String DEFAULT_STAGE = "$default";

  /** What the path of a URI must not contain: also a percent sign without two hex digits. */
  private static final Pattern NOT_IN_A_PATH =
      Pattern.compile("[^A-Za-z0-9\\-._~!$&'()*+,;=:@/%]+|%(?![0-9A-Fa-f]{2})");

  private final String basePath;

  /**
   * @param settings including {@code micronaut.server.context-path}, the base path of the API
   */
  GatewayPath(PropertyResolver settings) {
    String path = settings.getProperty("micronaut.server.context-path", String.class).orElse("");
    String bare = path.replaceAll("^/+|/+$", "");
    basePath = bare.isEmpty() ? "" : "/" + bare;
  }

  /**
   * The path without the stage, encoded: gateways decode some characters, and a path that is not a
   * URI would fail the call.
   *
   * @param stage of the API, if its name may precede the path
   */
  String of(String path, @Nullable String stage) {
    String own = isUnder(basePath, path) ? path : withoutStage(path, stage);
    // Two slashes would start a host name.
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
