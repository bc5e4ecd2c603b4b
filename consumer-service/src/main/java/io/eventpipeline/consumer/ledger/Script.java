package io.eventpipeline.consumer.ledger;

import io.eventpipeline.runtime.redis.LuaScript;
import java.util.Locale;

/** The atomic steps, one Lua file each. The head of a file is its contract. */
enum Script {
  TAKE(),
  CLAIM("fence"),
  SETTLE("fence"),
  JUMP("fence"),
  RELEASE("fence"),
  COUNT_DEAD();

  private final LuaScript lua;

  Script() {
    lua = LuaScript.beside(Script.class, file());
  }

  Script(String head) {
    lua = LuaScript.beside(Script.class, head, file());
  }

  private String file() {
    return name().toLowerCase(Locale.ROOT);
  }

  LuaScript lua() {
    return lua;
  }
}
