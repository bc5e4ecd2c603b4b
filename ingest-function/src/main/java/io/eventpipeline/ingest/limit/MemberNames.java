package io.eventpipeline.ingest.limit;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Prefixes for the members of windows in Redis, each never used before. Threads: any. */
final class MemberNames {
  private final String process = UUID.randomUUID().toString().substring(0, 8);
  private final AtomicLong calls = new AtomicLong();

  String nextPrefix() {
    return process + Long.toString(calls.incrementAndGet(), 36);
  }
}
