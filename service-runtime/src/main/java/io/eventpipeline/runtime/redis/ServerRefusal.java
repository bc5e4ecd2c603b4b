package io.eventpipeline.runtime.redis;

import io.eventpipeline.runtime.config.Redacted;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reasons why a server refuses all work, read from its error replies. Any other error, such as
 * {@code WRONGTYPE}, concerns one call only.
 */
public enum ServerRefusal {
  REPLICA(
      Remedy.RECONNECT,
      "it is a replica, but the address must lead to the primary",
      "READONLY",
      "MASTERDOWN",
      "UNBLOCKED"),
  LOADING(Remedy.RECONNECT, "it is loading its data", "LOADING"),
  CLUSTER(
      Remedy.RECONNECT,
      "it is a node of a Redis Cluster, which is not supported",
      "MOVED",
      "ASK",
      "CROSSSLOT",
      "CLUSTERDOWN",
      "TRYAGAIN"),
  CREDENTIALS(
      Remedy.RECONNECT,
      "it rejects the user and password of redis.uri",
      "NOAUTH",
      "WRONGPASS",
      "DENIED"),
  /** Perhaps the server is cut off, and the others have a new primary. */
  TOO_FEW_REPLICAS(
      Remedy.RECONNECT, "it has fewer replicas than min-replicas-to-write demands", "NOREPLICAS"),
  CONNECTIONS(
      Remedy.RECONNECT, "it has no free connection, see maxclients", "max number of clients"),
  OTHER_KIND(
      Remedy.RECONNECT,
      "it does not know a command of Redis 6.2",
      "unknown command",
      "Unknown Redis command called"),
  PERMISSION(
      Remedy.WAIT,
      "the user of redis.uri lacks a permission, see ACL LOG",
      "NOPERM",
      "The user executing the script can't"),
  DISK(Remedy.WAIT, "it cannot write to its disk, see its log", "MISCONF"),
  MEMORY(Remedy.WAIT, "its memory is full, see maxmemory", "OOM"),
  BUSY(Remedy.WAIT, "a script keeps it busy, see SCRIPT KILL", "BUSY", "UNKILLABLE");

  /** What may help. Until then a service that needs Redis is not ready. */
  public enum Remedy {
    /** Resolve the address again and reconnect: it may lead to another server now. */
    RECONNECT,
    /** Keep the connection and ask again later. */
    WAIT
  }

  /** The prefix that Redis 6.2 puts before errors inside scripts. */
  private static final Pattern WITHIN_SCRIPT =
      Pattern.compile("^ERR Error running script \\(call to \\w+\\): (?:@\\w+: ?\\d+: )*");

  private static final int DEEPEST_CAUSE = 20;
  private static final int LONGEST_TEXT = 200;

  private final Remedy remedy;
  private final String meaning;
  private final List<String> starts;

  ServerRefusal(Remedy remedy, String meaning, String... starts) {
    this.remedy = remedy;
    this.meaning = meaning;
    this.starts = List.of(starts);
  }

  public Remedy remedy() {
    return remedy;
  }

  /** The reason, as a clause that follows the server's address. */
  public String meaning() {
    return meaning;
  }

  /** The refusal in an error, however deep it is wrapped; null if it concerns one call only. */
  public static @Nullable ServerRefusal of(Throwable error) {
    RedisCommandExecutionException answer = answer(error);
    return answer == null ? null : ofText(String.valueOf(answer.getMessage()));
  }

  /** Whether the error is a reply of the server. */
  public static boolean isAnswer(Throwable error) {
    return answer(error) != null;
  }

  /** Explains the error in one line: its meaning, if known, and the innermost message. */
  public static String explain(Throwable error) {
    ServerRefusal refusal = of(error);
    Throwable innermost = innermost(error);
    if (innermost instanceof TimeoutException
        || innermost instanceof RedisCommandTimeoutException) {
      return "it does not answer";
    }
    String text = firstLine(innermost);
    return refusal == null ? text : refusal.meaning + " (" + text + ")";
  }

  static @Nullable ServerRefusal ofText(String error) {
    String text = withoutWrapping(error);
    text = text.startsWith("ERR ") ? text.substring("ERR ".length()) : text;
    for (ServerRefusal refusal : values()) {
      for (String start : refusal.starts) {
        if (text.startsWith(start) && !isWordPart(text, start.length())) {
          return refusal;
        }
      }
    }
    return null;
  }

  private static String withoutWrapping(String error) {
    String text = WITHIN_SCRIPT.matcher(error.strip()).replaceFirst("");
    return text.startsWith("-") ? text.substring(1) : text;
  }

  private static boolean isWordPart(String text, int at) {
    return at < text.length() && Character.isLetter(text.charAt(at));
  }

  private static @Nullable RedisCommandExecutionException answer(Throwable error) {
    Throwable at = error;
    for (int depth = 0; at != null && depth < DEEPEST_CAUSE; depth++) {
      if (at instanceof RedisCommandExecutionException answer) {
        return answer;
      }
      at = at.getCause();
    }
    return null;
  }

  private static Throwable innermost(Throwable error) {
    Throwable at = error;
    for (int depth = 0; at.getCause() != null && depth < DEEPEST_CAUSE; depth++) {
      at = at.getCause();
    }
    return at;
  }

  private static String firstLine(Throwable error) {
    String message = error.getMessage() == null ? error.toString() : error.getMessage();
    String line = Redacted.text(withoutWrapping(message.lines().findFirst().orElse(message)));
    return line.length() > LONGEST_TEXT ? line.substring(0, LONGEST_TEXT) + "…" : line;
  }
}
