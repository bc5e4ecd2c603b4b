package io.eventpipeline.local.command;

import io.lettuce.core.RedisException;
import java.nio.file.FileSystemException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says in one line why something failed. */
final class Reason {
  /** Redis quotes the arguments of an unknown command, which may be a password. */
  private static final Pattern QUOTED_BY_REDIS = Pattern.compile(",? with args beginning with:.*");

  private Reason() {}

  /** The messages of the error and its causes, in one text without a stack trace. */
  static String of(Throwable error) {
    StringBuilder text = new StringBuilder();
    for (Throwable each = error; each != null; each = each.getCause()) {
      String one = one(each);
      if (text.indexOf(one) < 0) {
        text.append(text.isEmpty() ? "" : ": ").append(one);
      }
    }
    return text.toString();
  }

  /** The message of the innermost cause. */
  static String innermost(Throwable error) {
    Throwable inner = error;
    while (inner.getCause() != null) {
      inner = inner.getCause();
    }
    return one(inner);
  }

  private static String one(Throwable error) {
    String name = error.getClass().getSimpleName();
    @Nullable String message = error.getMessage();
    if (message == null) {
      return name;
    }
    if (error instanceof RedisException) {
      message = QUOTED_BY_REDIS.matcher(message).replaceAll("");
    }
    boolean onlyThePath = error instanceof FileSystemException file && file.getReason() == null;
    return onlyThePath ? name + " " + message : message;
  }
}
