package io.eventpipeline.ingest.status;

import io.eventpipeline.contract.Event;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The final state of an event.
 *
 * @param status {@code processed}, {@code failed} or {@code skipped}
 * @param processedAt when, in unix milliseconds
 * @param attempts handler runs that ended
 * @param userId {@code ""} if the record in the topic named none
 * @param type {@code ""} if the record in the topic named none
 * @param seq from 1, or {@link Event#NO_SEQ}
 * @param error why the event failed, or null
 */
public record FinalState(
    String status,
    long processedAt,
    int attempts,
    String userId,
    String type,
    long seq,
    @Nullable String error) {

  /**
   * Reads the fields of a hash; null if they hold no final state.
   *
   * @throws NumberFormatException if another program wrote the hash
   */
  static @Nullable FinalState of(Map<String, String> hash) {
    String status = hash.get("status");
    if (status == null) {
      return null;
    }
    String seq = hash.get("seq");
    return new FinalState(
        status,
        Long.parseLong(hash.getOrDefault("processedAt", "0")),
        Integer.parseInt(hash.getOrDefault("attempts", "0")),
        hash.getOrDefault("userId", ""),
        hash.getOrDefault("type", ""),
        seq == null ? Event.NO_SEQ : Long.parseLong(seq),
        hash.get("error"));
  }
}
