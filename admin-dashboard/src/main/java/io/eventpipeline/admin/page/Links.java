package io.eventpipeline.admin.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Builds addresses of pages. Pure. */
public final class Links {
  private Links() {}

  /**
   * A path with a query. Parameters that are empty are left out.
   *
   * @param parameters in the order of the query
   */
  public static String with(String path, Map<String, String> parameters) {
    StringBuilder link = new StringBuilder(path);
    char before = '?';
    for (Map.Entry<String, String> one : parameters.entrySet()) {
      if (!one.getValue().isEmpty()) {
        link.append(before).append(one.getKey()).append('=').append(encoded(one.getValue()));
        before = '&';
      }
    }
    return link.toString();
  }

  /** One text as part of a path. */
  public static String segment(String text) {
    return encoded(text).replace("+", "%20");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
