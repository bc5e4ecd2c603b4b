package io.eventpipeline.consumer.ledger;

import io.eventpipeline.runtime.redis.LuaScript;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What an operator's tools do with dead letters, through the scripts that they use. */
public final class Operator {
  public static final Duration STALE = Duration.ofMinutes(2);
  private static final String FOLDER = "/io/eventpipeline/runtime/deadletter/";
  private static final String MARK = script("unlist", "replay-mark");
  private static final String UNMARK = script("replay-unmark");
  private static final String PURGE = script("unlist", "purge");

  private final RedisCommands<String, String> store;

  public Operator(RedisCommands<String, String> store) {
    this.store = store;
  }

  private static String script(String... names) {
    String[] paths = new String[names.length];
    for (int i = 0; i < names.length; i++) {
      paths[i] = FOLDER + names[i];
    }
    return LuaScript.beside(LuaScript.class, paths).source();
  }

  /** Marks one dead letter for replay. Returns the code of the script. */
  public String mark(String id, String token) {
    return mark(id, token, STALE, false);
  }

  /**
   * Marks one dead letter for replay. Returns the code of the script.
   *
   * @param stale age from which a mark that led to nothing is replaced
   * @param silent true if the replay emits nothing
   */
  public String mark(String id, String token, Duration stale, boolean silent) {
    return store.eval(
        MARK,
        ScriptOutputType.VALUE,
        new String[] {"dlq:list", "dlq:" + id, "event:" + id, "inflight:" + id},
        "op",
        Long.toString(stale.toMillis()),
        silent ? "1" : "0",
        id,
        token);
  }

  /** Takes the right of a token back. True if it was still there. */
  public boolean unmark(String id, String token) {
    Long count =
        store.eval(
            UNMARK, ScriptOutputType.INTEGER, new String[] {"dlq:" + id, "inflight:" + id}, token);
    return count == 1;
  }

  /** Deletes dead letters for good. Returns a code for each. */
  public String purge(Duration stale, String... ids) {
    List<String> keys = new ArrayList<>(List.of("dlq:list"));
    List<String> args = new ArrayList<>(List.of(Long.toString(stale.toMillis())));
    for (String id : ids) {
      keys.add("dlq:" + id);
      keys.add("inflight:" + id);
      args.add(id);
    }
    return store.eval(
        PURGE, ScriptOutputType.VALUE, keys.toArray(String[]::new), args.toArray(String[]::new));
  }
}
