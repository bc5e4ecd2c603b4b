package io.eventpipeline.ingest;

import static io.eventpipeline.ingest.webhook.Signing.bytes;
import static io.eventpipeline.ingest.webhook.Signing.hex;

import io.eventpipeline.ingest.webhook.SignedRequests;
import io.micronaut.runtime.server.EmbeddedServer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints how long a 401 takes, by how many characters of the signature are right. Runs only by its
 * name: {@code -Dit.test=WebhookTiming}.
 */
class WebhookTiming {
  private static final int REQUESTS = 10_000;
  private static final int[] RIGHT = {0, 16, 32, 48, 63};

  @TempDir static Path dir;

  @Test
  void medians() {
    Map<String, Object> settings = new HashMap<>(SignedRequests.settings());
    settings.put("webhooks.sources.own.rate", "999999/s");
    try (Rig rig = new Rig(dir)) {
      EmbeddedServer api = rig.api(settings);
      long[][] nanos = new long[RIGHT.length][REQUESTS];
      for (int round = -1000; round < REQUESTS; round++) {
        for (int i = 0; i < RIGHT.length; i++) {
          long took = refused(api, RIGHT[i]);
          if (round >= 0) {
            nanos[i][round] = took;
          }
        }
      }
      for (int i = 0; i < RIGHT.length; i++) {
        Arrays.sort(nanos[i]);
        System.out.printf(
            "401 with %d right characters: median %.1f us%n",
            RIGHT[i], nanos[i][REQUESTS / 2] / 1000.0);
      }
    }
  }

  private static long refused(EmbeddedServer api, int right) {
    String body = "{\"id\":\"x\",\"user\":\"u\"}";
    String time = Long.toString(SignedRequests.now());
    StringBuilder signature = new StringBuilder(hex(SignedRequests.SECRET, "", bytes(body)));
    for (int i = right; i < signature.length(); i++) {
      signature.setCharAt(i, signature.charAt(i) == '0' ? '1' : '0');
    }
    long from = System.nanoTime();
    int status =
        Rig.post(
                api,
                "/webhooks/own",
                body,
                "X-Timestamp",
                time,
                "X-Signature",
                signature.toString())
            .statusCode();
    long took = System.nanoTime() - from;
    if (status != 401) {
      throw new AssertionError("status " + status);
    }
    return took;
  }
}
