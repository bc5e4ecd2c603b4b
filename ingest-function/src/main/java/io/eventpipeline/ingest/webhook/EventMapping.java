package io.eventpipeline.ingest.webhook;

import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.Parsed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of an event stand in a webhook.
 *
 * @param time null if the events have no time of their own
 * @param payload all alternatives are paths
 * @param seq null if the events are unordered
 */
record EventMapping(
    EventIds ids,
    Expression eventId,
    Expression user,
    Expression type,
    @Nullable Expression time,
    Expression payload,
    @Nullable Expression seq) {
  static final String SEQ = "seq";

  /** Reads the event; Invalid with pointers into the body. */
  Parsed<EventDraft> event(byte[] body, RequestHeaders headers) {
    return switch (PathFinder.find(body, paths())) {
      case Parsed.Invalid<Map<JsonPath, JsonFind>>(List<FieldError> errors, String id) ->
          new Parsed.Invalid<>(errors, id);
      case Parsed.Valid<Map<JsonPath, JsonFind>>(Map<JsonPath, JsonFind> found) ->
          new MappedEvent(this, found, headers).draft();
    };
  }

  private Set<JsonPath> paths() {
    Stream<JsonPath> seqs =
        seq == null ? Stream.of() : payload.paths().map(path -> path.member(SEQ));
    return Stream.concat(expressions().flatMap(Expression::paths), seqs)
        .collect(Collectors.toSet());
  }

  /** Headers that decide about the event, as configured. */
  Stream<String> headers() {
    return expressions().flatMap(Expression::headers);
  }

  private Stream<Expression> expressions() {
    List<Expression> all = new ArrayList<>(List.of(eventId, user, type, payload));
    if (time != null) {
      all.add(time);
    }
    if (seq != null) {
      all.add(seq);
    }
    return all.stream();
  }
}
