package io.eventpipeline.ingest.accept;

import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.ingest.idempotency.KeyClaim;
import io.eventpipeline.ingest.idempotency.KeyStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The items of one batch on their way; those over a user's limit are the tail of its valid ones. An
 * item with the key of an earlier one follows that one and asks for nothing itself. One thread.
 */
final class Batch {
  private final List<Item> items;
  private final Map<String, Integer> firstWithKey = new HashMap<>();

  /**
   * @param attempts makes the attempt of an event and its idempotency key
   */
  Batch(List<Parsed<EventDraft>> parsed, BiFunction<EventDraft, String, KeyClaim> attempts) {
    items = new ArrayList<>(parsed.size());
    for (Parsed<EventDraft> one : parsed) {
      Item item = item(one, attempts);
      if (item instanceof Item.Keyed keyed) {
        firstWithKey.putIfAbsent(keyed.attempt().keyId(), items.size());
      }
      items.add(item);
    }
  }

  private static Item item(
      Parsed<EventDraft> parsed, BiFunction<EventDraft, String, KeyClaim> attempts) {
    return switch (parsed) {
      case Parsed.Invalid<EventDraft>(List<FieldError> errors, String id) ->
          new Item.Bad(new ItemOutcome.Invalid(errors, id));
      case Parsed.Valid<EventDraft>(EventDraft draft) -> {
        String key = draft.idempotencyKey();
        yield key == null
            ? new Item.Plain(draft)
            : new Item.Keyed(draft, attempts.apply(draft, key), KeyStatus.FIRST);
      }
    };
  }

  /** The attempts of the first item with each key, in their order. */
  List<KeyClaim> attempts() {
    List<KeyClaim> attempts = new ArrayList<>(firstWithKey.size());
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof Item.Keyed keyed && leader(i) == i) {
        attempts.add(keyed.attempt());
      }
    }
    return attempts;
  }

  /**
   * @param standings of {@link #attempts}, in their order
   */
  Batch standing(List<KeyStatus> standings) {
    int next = 0;
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof Item.Keyed keyed && leader(i) == i) {
        items.set(i, keyed.standing(standings.get(next++)));
      }
    }
    return this;
  }

  /** How many places each user asks for. */
  Map<String, Integer> demand() {
    Map<String, Integer> demand = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i++) {
      if (leader(i) == i && items.get(i).asksForPlace() instanceof EventDraft draft) {
        demand.merge(draft.userId(), 1, Integer::sum);
      }
    }
    return demand;
  }

  /** Publishes in order. Done when every item has its outcome. */
  CompletionStage<List<ItemOutcome>> outcomes(Function<Item, CompletionStage<ItemOutcome>> publish) {
    List<CompletionStage<ItemOutcome>> started = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      int leader = leader(i);
      started.add(
          leader == i
              ? publish.apply(items.get(i))
              : started.get(leader).thenApply(following(items.get(i), items.get(leader))));
    }
    return all(started);
  }

  /** The item whose outcome decides this one's: the first with its key, or itself. */
  private int leader(int i) {
    return items.get(i) instanceof Item.Keyed keyed
        ? firstWithKey.getOrDefault(keyed.attempt().keyId(), i)
        : i;
  }

  private static Function<ItemOutcome, ItemOutcome> following(Item item, Item leader) {
    if (item instanceof Item.Keyed mine
        && leader instanceof Item.Keyed first
        && !mine.attempt().fingerprint().equals(first.attempt().fingerprint())) {
      return outcome -> new ItemOutcome.Conflict(mine.draft().eventId());
    }
    return outcome ->
        outcome instanceof ItemOutcome.Accepted(String id) ? new ItemOutcome.Duplicate(id) : outcome;
  }

  private static CompletionStage<List<ItemOutcome>> all(List<CompletionStage<ItemOutcome>> started) {
    ItemOutcome[] outcomes = new ItemOutcome[started.size()];
    AtomicInteger open = new AtomicInteger(started.size());
    CompletableFuture<List<ItemOutcome>> done = new CompletableFuture<>();
    for (int i = 0; i < outcomes.length; i++) {
      int index = i;
      started
          .get(i)
          .whenComplete(
              (outcome, error) -> {
                outcomes[index] = outcome;
                if (error != null) {
                  done.completeExceptionally(error);
                } else if (open.decrementAndGet() == 0) {
                  done.complete(Arrays.asList(outcomes));
                }
              });
    }
    return done;
  }
}
