package io.eventpipeline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nobody reaches the dashboard by accident: not without a user, and not from outside. */
class DashboardFilesTest {
  private static final Path TOP = Path.of("..");

  @Test
  void compose_refuses_to_start_it_without_a_user_and_opens_it_to_this_machine_only()
      throws IOException {
    String service = service();
    assertThat(service)
        .contains("ADMIN_USERS_OPERATOR_PASSWORD_HASH: ${ADMIN_PASSWORD_HASH:?")
        .contains("ADMIN_USERS_OPERATOR_ROLE: operator\n")
        .contains("ports: [\"127.0.0.1:${ADMIN_PORT:-8082}:8082\"]\n")
        .doesNotContain(":8085\"");
    assertThat(read("pipeline")).contains("add_to_env \"ADMIN_PASSWORD_HASH=$hash\"");
  }

  private static String service() throws IOException {
    String compose = read("docker-compose.yml");
    int from = compose.indexOf("\n  admin-dashboard:\n");
    assertThat(from).isPositive();
    return compose.substring(from, compose.indexOf("\n\n", from) + 1);
  }

  @Test
  void kubernetes_starts_it_with_its_users_only_and_exposes_it_to_nobody() throws IOException {
    assertThat(read("infra/k8s/admin.yaml"))
        .contains("- secretRef: {name: event-pipeline-admin}\n", "type: ClusterIP\n");
    try (Stream<Path> files = Files.list(TOP.resolve("infra/k8s"))) {
      for (Path file : files.toList()) {
        String text = Files.readString(file);
        if (text.contains("kind: Ingress\n")) {
          assertThat(text).as(file.toString()).doesNotContain("name: admin-dashboard");
        }
      }
    }
    assertThat(read("infra/k8s/kustomization.yaml")).contains("  - admin.yaml\n");
  }

  @Test
  void its_image_asks_for_health_where_it_is() throws IOException {
    assertThat(ImageStages.of("admin-dashboard"))
        .startsWith("FROM service ")
        .contains("ENDPOINTS_ALL_PORT=8085", "\"io.eventpipeline.admin.AdminApplication\"]");
    assertThat(read("infra/docker/healthy")).contains("${ENDPOINTS_ALL_PORT:-");
    assertThat(read(".dockerignore"))
        .contains("!admin-dashboard/target/admin-dashboard.jar\n", "!admin-dashboard/target/lib\n");
    assertThat(read("infra/observe/prometheus/prometheus.yml"))
        .contains("{names: [admin-dashboard], type: A, port: 8085");
  }

  private static String read(String file) throws IOException {
    return Files.readString(TOP.resolve(file));
  }
}
