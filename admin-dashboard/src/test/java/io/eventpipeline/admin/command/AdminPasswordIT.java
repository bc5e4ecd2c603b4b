package io.eventpipeline.admin.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.admin.DashboardRig;
import io.micronaut.runtime.server.EmbeddedServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command that makes the hash of a password, as a process. */
class AdminPasswordIT {
  private static final String PASSWORD = "grüne Bohnen, 3 $%&=+ ";

  @TempDir Path dir;

  private CommandProcess hash(String input) throws Exception {
    return CommandProcess.run(dir, Map.of(), input, "admin-password");
  }

  @Test
  void what_it_prints_lets_the_person_in_with_this_password_alone() throws Exception {
    CommandProcess printed = hash(PASSWORD + "\n");
    assertThat(printed.status()).isZero();
    assertThat(printed.output())
        .matches("pbkdf2-sha256:600000:[A-Za-z0-9+/]{22}==:[A-Za-z0-9+/]{43}=\n")
        .doesNotContain("Bohnen");
    try (DashboardRig rig = new DashboardRig(dir.resolve("redis"))) {
      EmbeddedServer service =
          rig.withUsers("admin.users.ann.password-hash", printed.output().strip());
      assertThat(login(rig, service, PASSWORD)).isEqualTo(303);
      assertThat(login(rig, service, PASSWORD.strip())).isEqualTo(401);
    }
  }

  private static int login(DashboardRig rig, EmbeddedServer service, String password) {
    return rig.post(service, "/admin/login", Map.of("name", "ann", "password", password))
        .statusCode();
  }

  @Test
  void the_same_password_has_another_hash_each_time() throws Exception {
    assertThat(hash(PASSWORD + "\n").output()).isNotEqualTo(hash(PASSWORD + "\n").output());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 1025})
  void a_password_that_is_too_short_or_too_long_is_refused_and_not_shown(int characters)
      throws Exception {
    CommandProcess refused = hash("q".repeat(characters) + "\n");
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.output())
        .contains("a password has 8 to 1024 characters")
        .doesNotContain("pbkdf2", "qq");
  }

  @Test
  void nothing_at_all_is_refused() throws Exception {
    assertThat(hash("").status()).isEqualTo(2);
  }

  @Test
  void its_help_says_what_it_reads_and_prints() throws Exception {
    CommandProcess help = CommandProcess.run(dir, Map.of(), "", "admin-password", "--help");
    assertThat(help.status()).isZero();
    assertThat(help.output())
        .contains("Usage: pipeline admin-password", "admin.users.NAME.password-hash");
  }
}
