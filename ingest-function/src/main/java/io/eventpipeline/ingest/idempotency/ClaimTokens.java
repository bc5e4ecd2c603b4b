package io.eventpipeline.ingest.idempotency;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Tokens of claims, each never used before in any process. Threads: any. */
final class ClaimTokens {
  private final String process = UUID.randomUUID().toString().substring(0, 8);
  private final AtomicLong claims = new AtomicLong();

  String next() {
    return process + Long.toString(claims.incrementAndGet(), 36);
  }
}
