package io.eventpipeline.admin.page;

import io.eventpipeline.admin.access.Person;
import io.eventpipeline.admin.access.Role;
import java.util.List;

/**
 * What every page knows. The first parameter of the layout.
 *
 * @param person who looks
 * @param path of the page, without its query
 * @param query of the page, without the question mark; empty if there is none
 * @param troubles what is away now, one sentence each
 */
public record PageContext(
    Person person, String path, String query, List<String> troubles, Strip strip) {
  public PageContext {
    troubles = List.copyOf(troubles);
  }

  /** True if the page may show buttons. */
  public boolean operator() {
    return person.role() == Role.OPERATOR;
  }

  /** For the hidden field {@code _csrf} of each form. */
  public String csrf() {
    return person.csrf();
  }

  /** Path and query, to come back to. */
  public String here() {
    return query.isEmpty() ? path : path + "?" + query;
  }

  /** True for the page whose part of the menu this is, and for those below it. */
  public boolean isAt(String menu) {
    return path.equals(menu) || path.startsWith(menu + "/");
  }
}
