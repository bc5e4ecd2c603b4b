package io.eventpipeline.ingest.webhook;

import io.eventpipeline.contract.EventRules;
import io.eventpipeline.runtime.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Makes the event id from the id that a sender gave. The same id always gives the same event id,
 * and no source makes ids of another.
 *
 * @param prefix of the ids, without the colon
 * @param isBare whether legal ids stay without the prefix
 * @param others prefixes of the other sources
 */
record EventIds(String prefix, boolean isBare, List<String> others) {
  /** Between the prefix and the id. */
  static final String COLON = ":";

  private static final String HASHED = "sha256-";

  String of(String id) {
    String eventId = isBare ? id : prefix + COLON + id;
    boolean isOurs = !isBare || others.stream().noneMatch(other -> id.startsWith(other + COLON));
    return isOurs && EventRules.checkId(eventId) == null ? eventId : hashed(id);
  }

  private String hashed(String id) {
    byte[] hash = Sha256.of(id.getBytes(StandardCharsets.UTF_8));
    return prefix + COLON + HASHED + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  /** Whether all ids with this prefix are legal. */
  static boolean isLegal(String prefix) {
    return EventRules.checkId(new EventIds(prefix, false, List.of()).hashed("")) == null;
  }
}
