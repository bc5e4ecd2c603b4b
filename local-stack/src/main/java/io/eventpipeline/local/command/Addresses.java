package io.eventpipeline.local.command;

import io.eventpipeline.local.FreePort;
import io.eventpipeline.local.GivenRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks the addresses in the options before anything starts. Each failure says what to do. */
final class Addresses {
  private static final Pattern HOST_PORT =
      Pattern.compile("(\\[[0-9a-fA-F:]+]|[A-Za-z0-9._-]+):(\\d{1,5})");
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private Addresses() {}

  static void requireFree(String option, int port) {
    requirePort(option, port, 1);
    if (FreePort.isTaken("127.0.0.1", port)) {
      throw new IllegalStateException(
          "port "
              + port
              + " is taken: stop the program that listens there, or choose another port with "
              + option);
    }
  }

  /** Like {@link #requireFree}; 0 means any port. */
  static void requireFreeUnlessAny(String option, int port) {
    requirePort(option, port, 0);
    if (port != 0) {
      requireFree(option, port);
    }
  }

  private static void requirePort(String option, int port, int lowest) {
    if (port < lowest || port > 65_535) {
      throw new IllegalStateException(
          "%s must be a port from %d to 65535, not %d".formatted(option, lowest, port));
    }
  }

  static void requireKafka(String address) {
    Matcher parts = HOST_PORT.matcher(address);
    if (!parts.matches() || Integer.parseInt(parts.group(2)) > 65_535) {
      throw new IllegalStateException("--kafka must be HOST:PORT");
    }
    if (!FreePort.isTaken(parts.group(1), Integer.parseInt(parts.group(2)))) {
      throw new IllegalStateException(
          "no Kafka answers at "
              + address
              + ": start it, correct --kafka, or omit --kafka to start one here");
    }
  }

  static void requireRedis(String uri) {
    RedisURI address = GivenRedis.parse(uri);
    address.setTimeout(PATIENCE);
    RedisClient client = RedisClient.create(address);
    try {
      client.connect().sync().ping();
    } catch (RedisException e) {
      throw new IllegalStateException(
          "no Redis answers where --redis says (%s): start it, correct --redis, or omit --redis to start one here"
              .formatted(Reason.innermost(e)));
    } finally {
      client.shutdown(Duration.ZERO, PATIENCE);
    }
  }
}
