package io.eventpipeline.runtime.pause;

import io.eventpipeline.runtime.redis.LuaScript;

/**
 * The scripts of a user's pause. Both return an integer. The keys of both are {@code
 * KeySpace.paused()} and {@code KeySpace.pause(user)}, of the user's space. A consumer notices
 * within a second.
 */
public final class PauseScripts {
  /** Most users that may be paused at once: the last argument of {@link #PAUSE}. */
  public static final int MOST_PAUSED = 1000;

  /**
   * Pauses a user, or gives its pause a new end.
   *
   * <p>Arguments: user; how long in milliseconds, 24 h at most; by whom; why, or empty; {@link
   * #MOST_PAUSED}. Returns the end in unix milliseconds of Redis' clock, or -1 if too many users
   * are paused.
   */
  public static final LuaScript PAUSE = LuaScript.beside(PauseScripts.class, "pause");

  /**
   * Ends a user's pause.
   *
   * <p>Arguments: user; the end of the pause in unix milliseconds, or empty for whatever pause it
   * is; by whom or why it ends. Returns 1, or 0 if there was no such pause.
   */
  public static final LuaScript UNPAUSE = LuaScript.beside(PauseScripts.class, "unpause");

  private PauseScripts() {}
}
