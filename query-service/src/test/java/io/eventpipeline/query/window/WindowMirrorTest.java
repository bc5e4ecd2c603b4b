package io.eventpipeline.query.window;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WindowMirrorTest {
  private final WindowMirror mirror = new WindowMirror(100_000_000);

  private static byte[] log(String... users) {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    for (String user : users) {
      byte[] id = user.getBytes(UTF_8);
      log.write(id.length >>> 8);
      log.write(id.length);
      log.writeBytes(id);
    }
    return log.toByteArray();
  }

  private Map<String, Integer> counts(long first, long last) {
    int[] counts = mirror.count(first, last);
    Map<String, Integer> byUser = new TreeMap<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        byUser.put(mirror.users().text(i), counts[i]);
      }
    }
    return byUser;
  }

  @Test
  void seconds_grow_in_any_order_and_the_window_includes_both_ends() {
    mirror.append(12, 0, log("ann", "bob"));
    mirror.append(10, 0, log("ann", "", "v\u00e9\nx"));
    mirror.append(11, 0, log("eve"));
    mirror.append(12, mirror.read(12), log("ann"));

    assertThat(counts(10, 12))
        .isEqualTo(Map.of("", 1, "ann", 3, "bob", 1, "eve", 1, "v\u00e9\nx", 1));
    assertThat(counts(11, 11)).isEqualTo(Map.of("eve", 1));
    assertThat(counts(13, 99)).isEmpty();
    assertThat(mirror.read(10)).isEqualTo(log("ann", "", "v\u00e9\nx").length);
    assertThat(mirror.events()).isEqualTo(7);
  }

  @Test
  void a_record_that_is_cut_off_is_read_once_it_is_whole() {
    byte[] whole = log("ann", "x".repeat(300));
    for (int end = 0; end <= whole.length; end++) {
      long from = mirror.read(7);
      mirror.append(7, from, Arrays.copyOfRange(whole, (int) from, end));
    }
    assertThat(counts(7, 7)).isEqualTo(Map.of("ann", 1, "x".repeat(300), 1));
    assertThat(mirror.read(7)).isEqualTo(whole.length);
  }

  @Test
  void what_redis_forgot_is_replaced() {
    mirror.append(5, 0, log("ann", "ann"));
    mirror.append(6, 0, log("bob"));
    mirror.append(5, 0, log("eve"));
    mirror.append(6, 0, new byte[0]);
    assertThat(counts(0, 9)).isEqualTo(Map.of("eve", 1));
    assertThat(mirror.events()).isEqualTo(1);
    mirror.clear();
    assertThat(counts(0, 9)).isEmpty();
    assertThat(mirror.read(5)).isZero();
  }

  @Test
  void old_seconds_go_and_their_users_too() {
    for (int second = 0; second < 100; second++) {
      for (int user = 0; user < 1000; user++) {
        mirror.append(second, mirror.read(second), log(second + "-" + user));
      }
      mirror.keepFrom(second - 4);
    }
    assertThat(mirror.events()).isEqualTo(5000);
    assertThat(mirror.users().size()).isLessThan(20_000);
    assertThat(counts(0, 99)).hasSize(5000).containsEntry("95-0", 1).containsEntry("99-999", 1);
  }

  @Test
  void an_event_takes_less_than_two_bytes_and_a_half() {
    Random random = new Random(1);
    int[] model = new int[100_000];
    for (int i = 0; i < model.length; i++) {
      mirror.append(1, 0, log("user-" + i)); // gives each its number
    }
    mirror.append(1, 0, new byte[0]);
    long names = mirror.bytes();
    for (int second = 100; second < 200; second++) {
      for (int part = 0; part < 10; part++) {
        String[] users = new String[333];
        Arrays.setAll(users, i -> "user-" + (int) (Math.pow(random.nextDouble(), 3) * 100_000));
        Arrays.stream(users).forEach(user -> model[Integer.parseInt(user.substring(5))]++);
        mirror.append(second, mirror.read(second), log(users));
      }
    }
    assertThat(mirror.events()).isEqualTo(333_000);
    assertThat(mirror.bytes() - names).isLessThan(333_000 * 5 / 2);
    assertThat(mirror.count(100, 199)).isEqualTo(model);
  }

  @Test
  void memory_is_bounded_and_the_oldest_second_goes_first() {
    WindowMirror small = new WindowMirror(1_000_000);
    for (int second = 0; second < 100; second++) {
      for (int i = 0; i < 10; i++) {
        String[] users = new String[1000];
        Arrays.setAll(users, user -> "u" + user);
        small.append(second, small.read(second), log(users));
      }
      assertThat(small.bytes()).isLessThanOrEqualTo(1_000_000);
    }
    assertThat(small.highestDropped()).isBetween(10L, 98L);
    assertThat(small.count(small.highestDropped() + 1, 99)[0])
        .isEqualTo((int) (99 - small.highestDropped()) * 10);
    long dropped = small.highestDropped();
    small.append(dropped, 0, log("late"));
    assertThat(small.read(dropped)).isZero();
  }
}
