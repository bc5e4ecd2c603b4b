package io.eventpipeline.consumer.ledger;

import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.redis.KeySpaces;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The pauses of users, as Redis has them. Calls are as those of {@link RedisLedger}. */
@Singleton
public final class UserPauses {
  private final RedisLedger ledger;
  private final LedgerConnection connection;
  private final KeySpaces spaces;

  public UserPauses(RedisLedger ledger, LedgerConnection connection, KeySpaces spaces) {
    this.ledger = ledger;
    this.connection = connection;
    this.spaces = spaces;
  }

  /** All users that are paused now. Refused if the key holds something else. */
  public CompletionStage<ScriptResult<List<PausedUser>>> read() {
    CompletionStage<ScriptResult<List<PausedUser>>> all =
        CompletableFuture.completedFuture(new ScriptResult.Given<>(List.of()));
    for (KeySpace space : spaces.all()) {
      all = all.thenCombine(read(space), UserPauses::both);
    }
    return all;
  }

  private CompletionStage<ScriptResult<List<PausedUser>>> read(KeySpace space) {
    return ledger.run(
        Script.PAUSED, new String[] {space.paused()}, new String[0], UserPauses::users);
  }

  private static List<PausedUser> users(List<Object> reply) {
    List<PausedUser> users = new ArrayList<>();
    for (int i = 1; i < reply.size(); i += 3) {
      users.add(
          new PausedUser(
              (String) reply.get(i),
              Long.parseLong((String) reply.get(i + 1)),
              Long.parseLong((String) reply.get(i + 2))));
    }
    return users;
  }

  /** The users of both; what is not given wins. */
  private static ScriptResult<List<PausedUser>> both(
      ScriptResult<List<PausedUser>> one, ScriptResult<List<PausedUser>> other) {
    if (one instanceof ScriptResult.Given<List<PausedUser>>(List<PausedUser> first)
        && other instanceof ScriptResult.Given<List<PausedUser>>(List<PausedUser> second)) {
      List<PausedUser> sum = new ArrayList<>(first);
      sum.addAll(second);
      return new ScriptResult.Given<>(sum);
    }
    return one instanceof ScriptResult.Given<List<PausedUser>> ? other : one;
  }

  /**
   * Ends a pause, unless another one of this user began meanwhile.
   *
   * @param why for operators to read
   * @return true if it ended so; false also if Redis did not answer
   */
  public CompletionStage<Boolean> end(PausedUser paused, String why) {
    KeySpace space = spaces.ofUser(paused.user());
    return connection
        .run(
            Script.UNPAUSE,
            new String[] {space.paused(), space.pause(paused.user())},
            new String[] {paused.user(), Long.toString(paused.until()), why})
        .handle((reply, error) -> error == null && reply.getFirst().equals(1L));
  }
}
