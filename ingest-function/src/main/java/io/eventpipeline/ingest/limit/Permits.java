package io.eventpipeline.ingest.limit;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The permits of one request, handed out event by event. One thread at a time. */
public final class Permits {
  private final LimitSettings settings;
  private final Map<String, WindowPermits> users;
  private final @Nullable WindowPermits address;
  private final Map<String, Integer> used = new HashMap<>();
  private Duration reset = LimitSettings.WINDOW;

  /**
   * @param users what the window of each user granted
   * @param address what the address's window granted; null if addresses are not limited
   */
  Permits(
      LimitSettings settings, Map<String, WindowPermits> users, @Nullable WindowPermits address) {
    this.settings = settings;
    this.users = users;
    this.address = address;
  }

  /**
   * Uses up the next permit of a user. Its first events get permits, the rest do not.
   *
   * @throws IllegalArgumentException if none was asked for this user
   */
  public Permit use(String userId) {
    WindowPermits user = users.get(userId);
    if (user == null) {
      throw new IllegalArgumentException("no permit was asked for user " + userId);
    }
    int before = used.merge(userId, 1, Integer::sum) - 1;
    return before < user.granted() ? Permit.GRANTED : refuse(user);
  }

  private Permit refuse(WindowPermits user) {
    boolean byAddress = user.left() > 0;
    long waitMs = Math.max(user.waitMs(), byAddress && address != null ? address.waitMs() : 0);
    reset = Duration.ofMillis(waitMs);
    return new Permit(false, reset, byAddress ? Policy.ADDRESS : Policy.USER);
  }

  /** What remains of each limit; empty if no permit was asked for. */
  public List<Remaining> remaining() {
    if (users.isEmpty()) {
      return List.of();
    }
    int ofUser = Integer.MAX_VALUE;
    for (WindowPermits user : users.values()) {
      ofUser = Math.min(ofUser, user.left());
    }
    Remaining user = new Remaining(Policy.USER, ofUser, reset);
    return address == null
        ? List.of(user)
        : List.of(user, new Remaining(Policy.ADDRESS, address.left(), reset));
  }
}
