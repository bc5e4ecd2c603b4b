package io.eventpipeline.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventpipeline.query.metrics.MetricsModel;
import io.eventpipeline.query.metrics.WindowTotals;
import io.micronaut.runtime.server.EmbeddedServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random histories through the API and a real Redis, against the model. */
class QueryModelIT {
  private static final int HISTORIES = 100;
  private static final int STEPS = 30;

  @TempDir static Path dir;
  static QueryRig rig;
  static EmbeddedServer[] services;

  private final MetricsModel model = new MetricsModel();

  /** Of the current table; 0 if there is none. */
  private long ts;

  @BeforeAll
  static void start() {
    rig = new QueryRig(dir);
    services = new EmbeddedServer[] {rig.service(), rig.service()};
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  void answers_are_those_of_the_model() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int history = 0; history < HISTORIES; history++) {
      forget();
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(20)) {
          case 0, 1 -> replaceTable(random);
          case 2 -> forget();
          case 3, 4, 5, 6, 7 -> ask(random, "history " + history + " of seed " + seed);
          default -> event(random);
        }
      }
      ask(random, "the end of history " + history + " of seed " + seed);
    }
  }

  private void forget() {
    rig.store.flushall();
    model.forget();
    ts = 0;
  }

  private void event(Random random) {
    String user = "\u00fc" + random.nextInt(8);
    long second = rig.now() - 50 + random.nextInt(60);
    rig.event(user, second);
    model.event(user, second);
  }

  private void replaceTable(Random random) {
    Map<String, Map<String, String>> users = new HashMap<>();
    for (int i = random.nextInt(8); i > 0; i--) {
      Map<String, String> attributes = new HashMap<>();
      for (String name : new String[] {"plan", "region", "tier"}) {
        if (random.nextInt(4) > 0) {
          attributes.put(name, "v" + random.nextInt(3));
        }
      }
      users.put("\u00fc" + random.nextInt(8), attributes);
    }
    EmbeddedServer to = services[random.nextInt(2)];
    long sent = Math.max(0, ts - 1 + random.nextInt(3));
    int status = rig.put(to, QueryRig.table(sent, users)).statusCode();
    assertThat(status).isEqualTo(sent < ts ? 409 : 200);
    if (status == 200) {
      model.table(users);
      ts = sent;
    }
  }

  /** Asks until the second did not change meanwhile. */
  private void ask(Random random, String place) {
    int window = 1 + random.nextInt(60);
    EmbeddedServer from = services[random.nextInt(2)];
    while (true) {
      long before = rig.now();
      JsonNode answer = rig.metrics(from, window);
      if (rig.now() == before) {
        WindowTotals expected = model.last(window, before);
        assertThat(answer).as(place).isEqualTo(json(window, expected));
        return;
      }
    }
  }

  private static JsonNode json(int window, WindowTotals totals) {
    Map<String, Object> body = new HashMap<>();
    body.put("window_sec", window);
    body.put("events_per_sec", (double) totals.events() / window);
    body.put("unique_users", (int) totals.uniqueUsers());
    body.put("unknown", (int) totals.unknown());
    totals
        .byAttribute()
        .forEach(
            (name, counts) -> {
              Map<String, Integer> plain = new HashMap<>();
              counts.forEach((value, count) -> plain.put(value, count.intValue()));
              body.put("by_" + name, plain);
            });
    return QueryRig.JSON.valueToTree(body);
  }
}
