package io.eventpipeline.runtime.redis;

import io.eventpipeline.runtime.config.Redacted;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why a server as a whole does not do its work, as the error tells that it answers with. An error
 * that is none of these concerns one call only, such as {@code WRONGTYPE}.
 */
public enum ServerRefusal {
  REPLICA(
      Remedy.RECONNECT,
      "it is a replica, and the address must lead to the primary",
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
      "it does not take the user and password of redis.uri",
      "NOAUTH",
      "WRONGPASS",
      "DENIED"),
  /** Perhaps because it is cut off from the others, which have a new primary. */
  TOO_FEW_REPLICAS(
      Remedy.RECONNECT, "it has fewer replicas than min-replicas-to-write wants", "NOREPLICAS"),
  CONNECTIONS(
      Remedy.RECONNECT, "it has no connection free, see maxclients", "max number of clients"),
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

  /** What helps, if anything does. Whoever needs the server is not ready until then. */
  public enum Remedy {
    /** The address may lead to another server meanwhile: look it up and connect again. */
    RECONNECT,
    /** The same server may do it later: ask again on this connection. */
    WAIT
  }

  /** What Redis 6.2 writes before the error of a command within a script. */
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

  /** What is wrong with the server, to follow its address in a sentence. */
  public String meaning() {
    return meaning;
  }

  /** What the server refuses with this error, however deep it is wrapped; null for none of all. */
  public static @Nullable ServerRefusal of(Throwable error) {
    RedisCommandExecutionException answer = answer(error);
    return answer == null ? null : ofText(String.valueOf(answer.getMessage()));
  }

  /** True if the server did answer, though with an error. */
  public static boolean isAnswer(Throwable error) {
    return answer(error) != null;
  }

  /** What went wrong, in one line: what it means if that is known, and the innermost message. */
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
