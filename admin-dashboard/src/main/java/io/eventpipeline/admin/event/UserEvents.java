package io.eventpipeline.admin.event;

import io.eventpipeline.admin.log.EventState;
import io.eventpipeline.admin.log.ProgressReader;
import io.eventpipeline.admin.log.Search;
import io.eventpipeline.admin.log.SearchState;
import io.eventpipeline.admin.log.Searches;
import io.eventpipeline.admin.log.StateReader;
import io.eventpipeline.admin.log.Wanted;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Searches for the events of a user. Threads: any; they wait. */
@Singleton
final class UserEvents {
  /** A page waits so long for its first hits. */
  private static final Duration PATIENCE = Duration.ofMillis(400);

  private final Searches searches;
  private final ProgressReader progress;
  private final StateReader states;

  UserEvents(Searches searches, ProgressReader progress, StateReader states) {
    this.searches = searches;
    this.progress = progress;
    this.states = states;
  }

  /** Starts a search, unless the same one was made just now. */
  FoundEvents search(Wanted.ByUser wanted) {
    Search search = searches.fresh(wanted);
    return found(wanted, search.await(PATIENCE));
  }

  /** How far the search is. */
  FoundEvents watch(Wanted.ByUser wanted) {
    return found(wanted, searches.known(wanted).state());
  }

  private FoundEvents found(Wanted.ByUser wanted, SearchState search) {
    Map<Integer, Long> committed = progress.last().committedByPartition();
    Map<String, EventState> found = states.states(search.hits(), committed);
    List<EventRow> rows =
        search.hits().stream()
            .map(row -> new EventRow(row, found.getOrDefault(row.id(), EventState.UNKNOWN)))
            .toList();
    return new FoundEvents(wanted.userId(), wanted.everywhere(), search, rows);
  }
}
