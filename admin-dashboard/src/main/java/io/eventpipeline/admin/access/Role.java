package io.eventpipeline.admin.access;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a person may do. An operator may also do all that a viewer may. */
public enum Role {
  VIEWER,
  OPERATOR;

  /** For {@code @Secured}: may see pages. */
  public static final String SEE = "viewer";

  /** For {@code @Secured}: may act. */
  public static final String ACT = "operator";

  /** Null if there is no such role. */
  static @Nullable Role of(String text) {
    for (Role role : values()) {
      if (role.text().equals(text)) {
        return role;
      }
    }
    return null;
  }

  /** As it stands in settings, in sessions and in the audit. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What {@code @Secured} asks for. */
  List<String> rights() {
    return this == OPERATOR ? List.of(SEE, ACT) : List.of(SEE);
  }
}
