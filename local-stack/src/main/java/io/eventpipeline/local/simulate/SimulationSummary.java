package io.eventpipeline.local.simulate;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a run did, in text for people. */
record SimulationSummary(SimulationCounts counts, SimulationTarget target) {
  private static final String WIDTH = "%10s";

  /** The counts of each kind, what was wrong, and what can be looked up. */
  String text() {
    return Stream.of(table(), verdict(), lookups()).collect(Collectors.joining("\n"));
  }

  /** A row for each kind, a column for each status. */
  private String table() {
    Set<String> statuses = counts.statuses();
    StringBuilder table = new StringBuilder("%-14s".formatted(""));
    table.append(WIDTH.formatted("sent"));
    statuses.forEach(status -> table.append(WIDTH.formatted(status)));
    counts
        .sent()
        .forEach(
            (kind, sent) -> {
              table.append("%n%-14s".formatted(kind.title())).append(WIDTH.formatted(sent));
              statuses.forEach(
                  status -> table.append(WIDTH.formatted(counts.answers(kind, status))));
            });
    return table.append('\n').toString();
  }

  private String verdict() {
    SimulationCounts.Totals all = counts.totals();
    StringBuilder lines =
        new StringBuilder(
            "%d sent: %d accepted, %d refused as they must be, %d wrong; %d tries repeated%n"
                .formatted(all.sent(), all.accepted(), all.refused(), all.wrong(), all.repeated()));
    if (counts.unsent() > 0) {
      lines.append("%d were not sent in time: choose a lower --rate%n".formatted(counts.unsent()));
    }
    counts.reasons().forEach(reason -> lines.append("wrong: ").append(reason).append('\n'));
    return lines.toString();
  }

  private String lookups() {
    Map<SendKind, PlannedSend> last = counts.lastAccepted();
    PlannedSend sale =
        Stream.of(SendKind.PAYMENT, SendKind.ORDER, SendKind.USER)
            .map(last::get)
            .filter(each -> each != null)
            .findFirst()
            .orElse(null);
    StringBuilder lines = new StringBuilder();
    if (sale != null) {
      add(lines, "a user with the last orders", target.query(), "/users/", sale.user());
      add(lines, "an order with its payment", target.query(), "/orders/", sale.order());
      add(lines, "what became of an event", target.api(), "/events/", sale.eventId());
    }
    PlannedSend failing = last.get(SendKind.FAILING);
    if (failing != null) {
      add(lines, "an event that must fail", target.api(), "/events/", failing.eventId());
    }
    if (last.containsKey(SendKind.CLICKS)) {
      add(lines, "the last minute", target.query(), "/metrics?window=", "60");
    }
    return lines.isEmpty() ? "" : "Look up:\n" + lines;
  }

  private static void add(
      StringBuilder lines, String what, @Nullable Object base, String path, @Nullable String id) {
    if (base != null && id != null) {
      lines.append("  curl '%s%s%s'   # %s%n".formatted(base, path, id, what));
    }
  }
}
