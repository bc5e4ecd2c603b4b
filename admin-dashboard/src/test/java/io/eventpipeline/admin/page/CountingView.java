package io.eventpipeline.admin.page;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A live page of tests. */
@Singleton
final class CountingView implements LiveView {
  final AtomicInteger made = new AtomicInteger();
  volatile String text = "first";

  @Override
  public String name() {
    return "counting";
  }

  @Override
  public List<LivePart> parts(LiveQuery query) {
    int n = made.incrementAndGet();
    return switch (query.get("what")) {
      case "large" -> List.of(new LivePart("rows", n + "x".repeat(1 << 20)));
      case "broken" -> throw new IllegalStateException("broken");
      default -> List.of(new LivePart("rows", "<p>" + text + query.operator() + "</p>"));
    };
  }
}
