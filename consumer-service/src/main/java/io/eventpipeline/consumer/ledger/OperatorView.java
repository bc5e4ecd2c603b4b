package io.eventpipeline.consumer.ledger;

import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.redis.KeySpaces;
import io.eventpipeline.runtime.redis.SingleKeys;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * What a consumer shows in Redis to operators. It goes away by itself soon after the consumer.
 * Calls are as those of {@link RedisLedger}.
 */
@Singleton
public final class OperatorView {
  /** How often a consumer shows it again. */
  public static final Duration EVERY = Duration.ofSeconds(2);

  private static final String TTL_MS = Long.toString(EVERY.multipliedBy(5).toMillis());

  private final RedisLedger ledger;
  private final KeySpaces spaces;

  public OperatorView(RedisLedger ledger, KeySpaces spaces) {
    this.ledger = ledger;
    this.spaces = spaces;
  }

  /** Shows who waits in a partition, in place of what was shown before. */
  public CompletionStage<ScriptResult<Boolean>> show(Ownership owner, List<ShownUser> users) {
    KeySpace space = spaces.ofPartition(owner.partition());
    List<String> keys = new ArrayList<>();
    keys.add(space.owner(owner.topic(), owner.partition()));
    keys.add(space.lanes(owner.topic(), owner.partition()));
    List<String> args = new ArrayList<>();
    args.addAll(List.of(owner.epoch(), TTL_MS, Integer.toString(users.size())));
    for (ShownUser user : users) {
      args.add(user.name());
      args.add(user.json());
      String event = user.leased();
      // A script may touch the keys of one space only.
      if (event != null && spaces.ofUser(user.name()).equals(space)) {
        keys.add(space.inflight(event));
        args.add(Integer.toString(keys.size()));
      } else {
        args.add("");
      }
    }
    return ledger.run(
        Script.SHOW, keys.toArray(String[]::new), args.toArray(String[]::new), reply -> true);
  }

  /** Shows what a consumer works on, and that it is there. */
  public CompletionStage<ScriptResult<Boolean>> beat(String consumer, Map<String, String> fields) {
    List<String> args = new ArrayList<>();
    args.add(TTL_MS);
    fields.forEach(
        (name, value) -> {
          args.add(name);
          args.add(value);
        });
    var shown =
        ledger.run(
            Script.BEAT,
            new String[] {SingleKeys.consumer(consumer)},
            args.toArray(String[]::new),
            reply -> true);
    // A call of its own: the two keys belong to no space, so they may be on two nodes.
    var listed =
        ledger.run(
            Script.ENLIST,
            new String[] {SingleKeys.consumers()},
            new String[] {consumer, TTL_MS},
            reply -> true);
    return shown.thenCombine(listed, (one, other) -> one);
  }
}
