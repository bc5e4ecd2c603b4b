package io.eventpipeline.query.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.query.reference.ReferenceTable;
import io.eventpipeline.query.reference.TestTables;
import io.eventpipeline.query.window.WindowMirror;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** Mirror, table and count agree with the model, whatever happens in whatever order. */
class WindowMetricsPropertyTest {
  private static final int RETENTION = 40;

  private final Map<Long, ByteArrayOutputStream> log = new TreeMap<>();
  private final WindowMirror mirror = new WindowMirror(10_000_000);
  private final TableJoin join = new TableJoin();
  private final MetricsModel model = new MetricsModel();
  private @Nullable ReferenceTable table;
  private int version;
  private long now = 1000;

  @Property(tries = 10_000)
  void answers_are_those_of_the_model(@ForAll long seed) {
    Random random = new Random(seed);
    for (int step = 0; step < 40; step++) {
      switch (random.nextInt(10)) {
        case 0 -> replaceTable(random);
        case 1 -> now += random.nextInt(5);
        case 2 -> forget(random);
        case 3, 4 -> look(random);
        case 5, 6 -> ask(random);
        default -> event(random);
      }
    }
    ask(random);
  }

  private void event(Random random) {
    String user = "u" + random.nextInt(12);
    long second = now - 50 + random.nextInt(60);
    model.event(user, second);
    ByteArrayOutputStream text = log.computeIfAbsent(second, none -> new ByteArrayOutputStream());
    byte[] id = user.getBytes(UTF_8);
    text.write(0);
    text.write(id.length);
    text.writeBytes(id);
  }

  private void replaceTable(Random random) {
    Map<String, Map<String, String>> users = new HashMap<>();
    for (int i = random.nextInt(10); i > 0; i--) {
      Map<String, String> attributes = new HashMap<>();
      for (String name : new String[] {"plan", "region", "tier"}) {
        if (random.nextInt(4) > 0) {
          attributes.put(name, "v" + random.nextInt(3));
        }
      }
      users.put("u" + random.nextInt(12), attributes);
    }
    model.table(users);
    table = TestTables.of(users);
    version++;
  }

  private void forget(Random random) {
    if (random.nextInt(10) == 0) {
      log.clear();
      model.forget();
      table = null;
      mirror.clear();
    }
  }

  /** Reads parts of what is new, cut off anywhere. */
  private void look(Random random) {
    log.forEach(
        (second, text) -> {
          long from = mirror.read(second);
          int left = text.size() - (int) from;
          int to = (int) from + random.nextInt(left + 1);
          mirror.append(second, from, Arrays.copyOfRange(text.toByteArray(), (int) from, to));
        });
  }

  private void ask(Random random) {
    log.forEach(
        (second, text) -> {
          int from = (int) mirror.read(second);
          byte[] all = text.toByteArray();
          mirror.append(second, from, Arrays.copyOfRange(all, from, all.length));
        });
    mirror.keepFrom(now - RETENTION);
    int seconds = 1 + random.nextInt(RETENTION);
    int[] counts = mirror.count(now - seconds + 1, now);
    int[] rows =
        table == null ? counts : join.rows(mirror.users(), Integer.toString(version), table);
    assertThat(WindowTotals.of(counts, rows, table)).isEqualTo(model.last(seconds, now));
  }
}
