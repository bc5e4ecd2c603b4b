package io.eventpipeline.ingest.webhook;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request brings to prove its sender.
 *
 * @param time its timestamp as sent; null if it has none
 * @param prefix what the sender signed in front of the body
 * @param signatures as sent
 */
record Proof(@Nullable String time, String prefix, List<String> signatures) {
  byte[] prefixBytes() {
    return prefix.getBytes(StandardCharsets.UTF_8);
  }
}
