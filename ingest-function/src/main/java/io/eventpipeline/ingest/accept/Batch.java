package io.eventpipeline.ingest.accept;

import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.ingest.idempotency.KeyClaim;
import io.eventpipeline.ingest.idempotency.KeyStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The events of one request on their way. Those over a user's limit are the last ones of that user.
 * One thread at a time.
 */
final class Batch {
  private final List<Item> items;

  /** In the order sent. */
  Batch(List<Item> sent) {
    items = new ArrayList<>(sent.size());
    Map<String, Integer> firstWithKey = new HashMap<>();
    for (Item item : sent) {
      items.add(item instanceof Item.Keyed keyed ? withoutRepeat(keyed, firstWithKey) : item);
    }
  }

  /** Only the first item with a key claims it. */
  private Item withoutRepeat(Item.Keyed item, Map<String, Integer> firstWithKey) {
    Integer earlier = firstWithKey.putIfAbsent(item.claim().keyId(), items.size());
    if (earlier == null) {
      return item;
    }
    return items.get(earlier) instanceof Item.Keyed first
            && first.claim().fingerprint().equals(item.claim().fingerprint())
        ? new Item.Repeat(earlier)
        : new Item.Decided(new ItemOutcome.Conflict(item.draft().eventId()));
  }

  boolean isOneEvent() {
    return items.size() == 1;
  }

  /** The claims on idempotency keys, in the order sent. Their keys differ. */
  List<KeyClaim> claims() {
    List<KeyClaim> claims = new ArrayList<>(0);
    for (Item item : items) {
      if (item instanceof Item.Keyed keyed) {
        claims.add(keyed.claim());
      }
    }
    return claims;
  }

  /**
   * Notes what became of the claims.
   *
   * @param statuses of {@link #claims}, in their order
   */
  void resolve(List<KeyStatus> statuses) {
    int next = 0;
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof Item.Keyed keyed) {
        items.set(i, resolve(keyed, statuses.get(next++)));
      }
    }
  }

  private Item resolve(Item.Keyed item, KeyStatus status) {
    return switch (status) {
      case FIRST -> new Item.Ready(item.draft(), item.eventId(), item.claim());
      case REPEAT -> new Item.Decided(new ItemOutcome.Duplicate(item.eventId()));
      case CONFLICT -> new Item.Decided(new ItemOutcome.Conflict(item.draft().eventId()));
      // A single event has waited long enough; one of many waits on its own.
      case UNDER_WAY ->
          isOneEvent() ? new Item.Decided(new ItemOutcome.Unavailable(item.eventId())) : item;
    };
  }

  /** How many permits each user needs. */
  Map<String, Integer> wantedPermits() {
    if (isOneEvent()) {
      return items.getFirst() instanceof Item.Ready(EventDraft draft, var id, var claim)
          ? Map.of(draft.userId(), 1)
          : Map.of();
    }
    Map<String, Integer> wanted = new LinkedHashMap<>();
    for (Item item : items) {
      if (item instanceof Item.Ready ready) {
        wanted.merge(ready.draft().userId(), 1, Integer::sum);
      }
    }
    return wanted;
  }

  /**
   * Starts what is left to do for each item, in the order sent.
   *
   * @param publish limits and publishes
   * @param wait for the request that holds the item's key
   * @return the outcomes, once all are known
   */
  CompletionStage<List<ItemOutcome>> outcomes(
      Function<Item.Ready, CompletionStage<ItemOutcome>> publish,
      Function<Item.Keyed, CompletionStage<ItemOutcome>> wait) {
    List<CompletionStage<ItemOutcome>> started = new ArrayList<>(items.size());
    for (Item item : items) {
      started.add(
          switch (item) {
            case Item.Decided(ItemOutcome outcome) -> CompletableFuture.completedFuture(outcome);
            case Item.Repeat(int earlier) -> started.get(earlier).thenApply(Item.Repeat::outcome);
            case Item.Ready ready -> publish.apply(ready);
            case Item.Keyed underWay -> wait.apply(underWay);
          });
    }
    return AllOutcomes.of(started);
  }
}
