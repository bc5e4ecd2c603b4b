package io.eventpipeline.ingest.function;

import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/** A bean that nobody asks for. */
@Singleton
class UnaskedBean {
  static final AtomicInteger MADE = new AtomicInteger();

  UnaskedBean() {
    MADE.incrementAndGet();
  }
}
