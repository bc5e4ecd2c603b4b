package io.eventpipeline.testbed.chaos;

import io.lettuce.core.api.sync.RedisCommands;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The tokens of users' devices. Of five users, one has no device and one has two.
 *
 * @param tokens by user
 */
record UserDevices(Map<String, List<String>> tokens) {
  private static final int KINDS = 5;

  static UserDevices plan(Collection<String> users) {
    Map<String, List<String>> tokens = new TreeMap<>();
    int number = 0;
    for (String user : new TreeSet<>(users)) {
      int kind = number++ % KINDS;
      tokens.put(
          user,
          switch (kind) {
            case 0 -> List.of();
            case 1 -> List.of("phone-of-" + user, "tablet-of-" + user);
            default -> List.of("phone-of-" + user);
          });
    }
    return new UserDevices(tokens);
  }

  /** The tokens of a user; empty for one without a device. */
  List<String> of(String user) {
    return tokens.getOrDefault(user, List.of());
  }

  /** Registers all: a user's only device under its own key, two in the user's set. */
  void register(RedisCommands<String, String> redis) {
    tokens.forEach(
        (user, devices) ->
            devices.forEach(
                token -> {
                  if (devices.size() == 1) {
                    redis.set("fcm:token:" + user, token);
                  } else {
                    redis.sadd("fcm:tokens:" + user, token);
                  }
                }));
  }
}
