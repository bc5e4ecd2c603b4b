package io.eventpipeline.runtime.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Waits for a connection to close when its service stops. */
public final class ConnectionEnd {
  private static final long LONGEST_MS = 1000;

  private ConnectionEnd() {}

  /**
   * Waits until the connection is closed, for a second at most. Otherwise the client, which closes
   * all open connections when it stops, would warn about a half-closed one.
   *
   * @param closing what the connection's {@code closeAsync} returned
   */
  public static void await(CompletableFuture<Void> closing) {
    try {
      var unused = closing.copy().orTimeout(LONGEST_MS, TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      return; // the client closes it when it stops
    }
  }
}
