package io.eventpipeline.testbed.chaos;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What operators and accidents do to the outbox. Each returns the ids of the notifications that it
 * concerns, read in the same step.
 */
final class OutboxActs {
  private static final String OUTBOX = "outbox:push";
  private static final String IN_HAND =
      """
      local texts = {}
      local pending = redis.pcall('XPENDING', KEYS[1], 'workers', '-', '+', 1000000)
      if not pending.err then
        for _, one in ipairs(pending) do
          local entry = redis.call('XRANGE', KEYS[1], one[1], one[1])[1]
          if entry then
            texts[#texts + 1] = entry[2][2]
          end
        end
      end
      """;
  private static final String DESTROY =
      """
      redis.pcall('XGROUP', 'DESTROY', KEYS[1], 'workers')
      """;
  private static final String DELETE =
      """
      local texts = {}
      for _, entry in ipairs(redis.call('XRANGE', KEYS[1], '-', '+')) do
        texts[#texts + 1] = entry[2][2]
      end
      redis.call('DEL', KEYS[1])
      """;
  private static final String ANSWER = "return texts";

  private OutboxActs() {}

  /** Changes nothing. Returns what workers have in hand. */
  static Set<String> look(RedisCommands<String, String> redis) {
    return run(redis, IN_HAND + ANSWER);
  }

  /** Destroys the group. Returns what workers had in hand. */
  static Set<String> destroyGroup(RedisCommands<String, String> redis) {
    return run(redis, IN_HAND + DESTROY + ANSWER);
  }

  /** Deletes the stream. Returns what it held. */
  static Set<String> deleteStream(RedisCommands<String, String> redis) {
    return run(redis, DELETE + ANSWER);
  }

  private static Set<String> run(RedisCommands<String, String> redis, String script) {
    List<String> texts = redis.eval(script, ScriptOutputType.MULTI, OUTBOX);
    return texts.stream().map(OutboxActs::noteId).collect(Collectors.toSet());
  }

  /**
   * @param text {@code attempt|id|json}
   */
  static String noteId(String text) {
    return text.split("\\|", 3)[1];
  }
}
