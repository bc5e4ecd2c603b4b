package io.eventpipeline.consumer.ledger;

import io.eventpipeline.runtime.pause.PauseScripts;
import io.eventpipeline.runtime.redis.LuaScript;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/** The atomic steps, one Lua file each. The head of a file is its contract. */
enum Script {
  TAKE(),
  CLAIM("fence", "lease"),
  SETTLE("fence"),
  REPLAY_CLAIM("fence", "lease"),
  REPLAY_SETTLE("fence"),
  JUMP("fence"),
  RELEASE("fence"),
  COUNT_DEAD(),
  OUTBOX(),
  PAUSED(),
  UNPAUSE(PauseScripts.UNPAUSE),
  SHOW("fence"),
  BEAT(),
  ENLIST();

  private final LuaScript lua;

  /**
   * @param heads files that stand before its own
   */
  Script(String... heads) {
    String file = name().toLowerCase(Locale.ROOT).replace('_', '-');
    lua =
        LuaScript.beside(
            Script.class,
            Stream.concat(Arrays.stream(heads), Stream.of(file)).toArray(String[]::new));
  }

  /**
   * @param shared a script that other services run as well
   */
  Script(LuaScript shared) {
    lua = shared;
  }

  LuaScript lua() {
    return lua;
  }
}
