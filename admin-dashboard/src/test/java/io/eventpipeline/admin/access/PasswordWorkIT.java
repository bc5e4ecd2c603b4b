package io.eventpipeline.admin.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.admin.DashboardRig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a login costs: the same for every name, and never more than two processors at a time. */
class PasswordWorkIT {
  private static final CountedHashes.Work ONE = new CountedHashes.Work(10_000, 16, 256);

  @TempDir static Path dir;
  private static DashboardRig rig;
  private static Login login;
  private CountedHashes hashes;

  @BeforeAll
  static void start() {
    rig = new DashboardRig(dir);
    login = rig.withUsers().getApplicationContext().getBean(Login.class);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @BeforeEach
  void count() {
    hashes = CountedHashes.install();
  }

  @AfterEach
  void countNoMore() {
    hashes.close();
  }

  @Test
  void an_unknown_name_costs_the_work_of_a_known_one() {
    assertThat(login.login("ann", TestUsers.PASSWORD, rig.address()))
        .isInstanceOf(LoginResult.Done.class);
    assertThat(login.login("ann", "wrong", rig.address())).isInstanceOf(LoginResult.Wrong.class);
    assertThat(login.login("nobody", TestUsers.PASSWORD, rig.address()))
        .isInstanceOf(LoginResult.Wrong.class);
    assertThat(hashes.done()).containsExactly(ONE, ONE, ONE);
  }

  @Test
  void what_is_limited_costs_nothing() {
    String ip = rig.address();
    for (int i = 0; i < 5; i++) {
      assertThat(login.login("ann", "wrong", ip)).isInstanceOf(LoginResult.Wrong.class);
    }
    assertThat(login.login("ann", "wrong", ip)).isInstanceOf(LoginResult.Limited.class);
    assertThat(hashes.done()).hasSize(5);
  }

  @Test
  void a_text_that_is_longer_than_any_password_costs_nothing() {
    String longest = "x".repeat(PasswordHash.LONGEST);
    assertThat(login.login("ann", longest + "x", rig.address()))
        .isInstanceOf(LoginResult.Wrong.class);
    assertThat(hashes.done()).isEmpty();
    assertThat(login.login("ann", longest, rig.address())).isInstanceOf(LoginResult.Wrong.class);
    assertThat(hashes.done()).hasSize(1);
  }

  @Test
  void two_hashes_are_made_at_a_time_and_the_others_wait() throws Exception {
    List<LoginResult> results = new CopyOnWriteArrayList<>();
    List<Thread> people = new ArrayList<>();
    hashes.hold();
    for (int i = 0; i < 6; i++) {
      String ip = rig.address();
      people.add(
          Thread.ofPlatform().start(() -> results.add(login.login("ann", TestUsers.PASSWORD, ip))));
    }
    try {
      await()
          .atMost(DashboardRig.SOON)
          .until(
              () ->
                  hashes.inside() == 2
                      && people.stream().allMatch(one -> one.getState() == Thread.State.WAITING));
    } finally {
      hashes.release();
    }
    for (Thread one : people) {
      one.join();
    }
    assertThat(results).hasSize(6).allMatch(LoginResult.Done.class::isInstance);
    assertThat(hashes.mostInside()).isEqualTo(2);
  }
}
