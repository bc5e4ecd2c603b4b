package io.eventpipeline.runtime.deadletter;

import io.eventpipeline.runtime.redis.LuaScript;

/**
 * The operator's scripts. No fence stands before them, because an operator owns no partition. Each
 * header is the contract. Threads: any.
 */
public final class DeadLetterScripts {
  /** Gives dead letters the right to run once more. */
  public static final LuaScript MARK =
      LuaScript.beside(DeadLetterScripts.class, "unlist", "replay-mark");

  /** Takes that right back. */
  public static final LuaScript UNMARK = LuaScript.beside(DeadLetterScripts.class, "replay-unmark");

  /** Deletes dead letters for good. */
  public static final LuaScript PURGE =
      LuaScript.beside(DeadLetterScripts.class, "unlist", "purge");

  private DeadLetterScripts() {}
}
