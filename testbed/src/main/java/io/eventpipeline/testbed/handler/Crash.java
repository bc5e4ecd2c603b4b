package io.eventpipeline.testbed.handler;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ends the process at once, like SIGKILL, at a named place with a given probability. The system
 * property {@code testbed.crash} names the places: {@code start=0.001,commit=0.05}.
 */
final class Crash {
  private static final Map<String, Double> ODDS = parse(System.getProperty("testbed.crash", ""));

  private Crash() {}

  /** Returns, or ends the process. */
  static void at(String place) {
    Double odds = ODDS.get(place);
    if (odds != null && ThreadLocalRandom.current().nextDouble() < odds) {
      Runtime.getRuntime().halt(77);
    }
  }

  private static Map<String, Double> parse(String text) {
    Map<String, Double> odds = new HashMap<>();
    for (String pair : text.split(",")) {
      String[] part = pair.split("=", 2);
      if (part.length == 2) {
        odds.put(part[0], Double.valueOf(part[1]));
      }
    }
    return odds;
  }
}
