package io.eventpipeline.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micronaut.runtime.server.EmbeddedServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API for devices. */
class DevicesIT {
  /** SHA-256 of {@code key}. */
  private static final String KEY_HASH =
      "2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683";

  @TempDir static Path dir;
  static PushRig rig;
  static EmbeddedServer open;
  static EmbeddedServer guarded;

  @BeforeAll
  static void start() {
    rig = new PushRig(dir);
    open = rig.worker();
    guarded = rig.worker("http.api-keys", KEY_HASH);
    for (EmbeddedServer worker : new EmbeddedServer[] {open, guarded}) {
      await()
          .atMost(PushRig.SOON)
          .until(() -> rig.get(worker, "/health/readiness").statusCode() == 200);
    }
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String part) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.body()).contains("\"status\":" + status, part);
  }

  @Test
  void a_device_comes_and_goes() {
    assertThat(rig.call(open, "PUT", "/devices/ann/a:B_c-1").statusCode()).isEqualTo(204);
    assertThat(rig.call(open, "PUT", "/devices/ann/a:B_c-1").statusCode()).isEqualTo(204);
    assertThat(rig.call(open, "PUT", "/devices/ann/second").statusCode()).isEqualTo(204);
    assertThat(rig.store.smembers("fcm:tokens:ann")).containsExactlyInAnyOrder("a:B_c-1", "second");
    assertThat(rig.call(open, "DELETE", "/devices/ann/second").statusCode()).isEqualTo(204);
    assertThat(rig.call(open, "DELETE", "/devices/ann/second").statusCode()).isEqualTo(204);
    assertThat(rig.store.smembers("fcm:tokens:ann")).containsExactly("a:B_c-1");
  }

  @Test
  void a_wrong_name_is_refused_by_its_field() {
    assertProblem(rig.call(open, "PUT", "/devices/%20/token"), 400, "\"pointer\":\"/userId\"");
    assertProblem(rig.call(open, "PUT", "/devices/ann/a%20b"), 400, "\"pointer\":\"/token\"");
    assertProblem(
        rig.call(open, "DELETE", "/devices/ann/" + "x".repeat(1001)), 400, "1 to 1000 printable");
    assertProblem(rig.call(open, "PUT", "/devices/ann"), 404, "nothing at this path");
    assertProblem(rig.call(open, "POST", "/devices/ann/a"), 405, "does not allow the method");
  }

  @Test
  void a_user_has_at_most_100_devices() {
    for (int i = 0; i < 100; i++) {
      rig.device("many", "t" + i);
    }
    assertProblem(rig.call(open, "PUT", "/devices/many/t100"), 409, "as many devices");
    assertThat(rig.call(open, "PUT", "/devices/many/t99").statusCode()).isEqualTo(204);
  }

  @Test
  void with_keys_only_their_holders_may_change_devices() {
    HttpResponse<String> missing = rig.call(guarded, "PUT", "/devices/bob/t");
    assertProblem(missing, 401, "missing API key");
    assertThat(missing.headers().firstValue("WWW-Authenticate"))
        .hasValue("Bearer realm=\"devices\"");
    assertProblem(rig.call(guarded, "PUT", "/devices/bob/t", "X-API-Key", "no"), 401, "unknown");
    assertProblem(rig.call(guarded, "DELETE", "/devices/bob/t"), 401, "missing API key");
    assertThat(rig.store.exists("fcm:tokens:bob")).isZero();
    assertThat(
            rig.call(guarded, "PUT", "/devices/bob/t", "Authorization", "Bearer key").statusCode())
        .isEqualTo(204);
    assertThat(rig.get(guarded, "/health").statusCode()).isEqualTo(200);
  }

  @Test
  void without_keys_a_proxy_speaks_for_others() {
    assertProblem(
        rig.call(open, "PUT", "/devices/eve/t", "X-Forwarded-For", "10.0.0.7"),
        403,
        "set http.api-keys");
    assertThat(rig.store.exists("fcm:tokens:eve")).isZero();
  }
}
