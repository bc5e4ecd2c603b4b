package io.eventpipeline.runtime.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Closes a connection when its service stops. */
public final class ConnectionEnd {
  private static final long LONGEST_MS = 1000;

  private ConnectionEnd() {}

  /**
   * Returns once the connection is closed, after a second at the latest. The client closes what is
   * still open when it stops, and would warn of a connection that is halfway through.
   *
   * @param closing what the connection's {@code closeAsync} returned
   */
  public static void await(CompletableFuture<Void> closing) {
    try {
      var unused = closing.copy().orTimeout(LONGEST_MS, TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      return; // the client closes it
    }
  }
}
