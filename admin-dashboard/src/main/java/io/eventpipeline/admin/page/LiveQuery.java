package io.eventpipeline.admin.page;

import io.eventpipeline.admin.access.Role;
import java.util.Map;

/**
 * What a browser watches.
 *
 * @param view the name of the view
 * @param role buttons are for operators only
 * @param parameters of the page's own query; the first value of each
 */
public record LiveQuery(String view, Role role, Map<String, String> parameters) {
  public LiveQuery {
    parameters = Map.copyOf(parameters);
  }

  /** A parameter; empty if it is missing. */
  public String get(String name) {
    return parameters.getOrDefault(name, "");
  }

  public boolean operator() {
    return role == Role.OPERATOR;
  }
}
