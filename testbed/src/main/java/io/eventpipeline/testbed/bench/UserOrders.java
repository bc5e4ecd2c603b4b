package io.eventpipeline.testbed.bench;

import java.util.List;
import java.util.stream.IntStream;

/** The lists {@code order:{user}}, which must hold each seq of the user once, in their order. */
final class UserOrders {
  private UserOrders() {}

  /**
   * Checks the order of each user.
   *
   * @param events with seqs, as many for one user as for another
   * @throws IllegalStateException naming a user whose order is another
   */
  static void require(String redis, BenchEvents events) {
    List<String> wanted =
        IntStream.rangeClosed(1, events.count() / events.users())
            .mapToObj(Integer::toString)
            .toList();
    try (RawRedis client = new RawRedis(redis)) {
      for (int user = 0; user < events.users(); user++) {
        String key = "order:" + events.user(user);
        List<String> order = client.ask("LRANGE", key, "0", "-1").lines().toList();
        if (!order.equals(wanted)) {
          throw new IllegalStateException(key + " holds " + order);
        }
      }
    }
  }
}
