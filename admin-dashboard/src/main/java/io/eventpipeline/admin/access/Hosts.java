package io.eventpipeline.admin.access;

import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names by which browsers may ask for the dashboard. Without users a page of another site could
 * otherwise give this machine a name of its own, and read. Threads: any.
 */
@Singleton
final class Hosts {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9a-f:.]+]|[^:\\[\\]/@]+)(?::[0-9]+)?");

  private final Set<String> known = new HashSet<>(LOOPBACK);
  private final boolean any;

  Hosts(AccessSettings settings, Users users) {
    for (String host : settings.hosts()) {
      if (!host.isBlank()) {
        known.add(host.strip().toLowerCase(Locale.ROOT));
      }
    }
    any = !users.none() && known.size() == LOOPBACK.size();
  }

  /** Whether a header {@code Host} names the dashboard. A port does not matter. */
  boolean knows(@Nullable String host) {
    if (any) {
      return true;
    }
    if (host == null) {
      return false;
    }
    Matcher parts = HOST.matcher(host.strip().toLowerCase(Locale.ROOT));
    return parts.matches() && known.contains(parts.group(1));
  }
}
