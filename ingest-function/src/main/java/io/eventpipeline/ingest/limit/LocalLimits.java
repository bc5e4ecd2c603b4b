package io.eventpipeline.ingest.limit;

import java.util.HashMap;
import java.util.Map;

/** The limits as this process counts them alone, without Redis. Threads: any. */
final class LocalLimits {
  private final LimitSettings settings;
  private final LocalWindow users;
  private final LocalWindow addresses;

  LocalLimits(LimitSettings settings) {
    this.settings = settings;
    this.users = new LocalWindow(settings.eventsPerSecond(), LimitSettings.WINDOW);
    this.addresses = new LocalWindow(settings.ipEventsPerSecond(), LimitSettings.WINDOW);
  }

  Permits take(PermitRequest request) {
    long now = System.nanoTime();
    if (!settings.limitsAddresses()) {
      return new Permits(settings, takeForUsers(request, Integer.MAX_VALUE, now), null);
    }
    int total = request.total();
    WindowPermits address = addresses.take(request.address(), total, total, now);
    Map<String, WindowPermits> users = takeForUsers(request, address.granted(), now);
    int unused = address.granted() - WindowPermits.totalGranted(users);
    addresses.giveBack(request.address(), unused);
    return new Permits(settings, users, address.without(unused));
  }

  private Map<String, WindowPermits> takeForUsers(PermitRequest request, int most, long now) {
    Map<String, WindowPermits> taken = HashMap.newHashMap(request.wanted().size());
    int open = most;
    for (Map.Entry<String, Integer> user : request.wanted().entrySet()) {
      WindowPermits permits = users.take(user.getKey(), user.getValue(), open, now);
      open -= permits.granted();
      taken.put(user.getKey(), permits);
    }
    return taken;
  }
}
