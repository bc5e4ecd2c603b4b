package io.eventpipeline.push.fcm;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.local.ServiceProcess;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of the built worker. Redis is away, which must not hide it. */
class WrongCredentialsIT {
  @Test
  void they_end_the_start_with_one_line(@TempDir Path folder) throws Exception {
    try (ServiceProcess worker =
        ServiceProcess.of("the push worker", Path.of("target", "push-worker.jar"))
            .env("REDIS_URI", "redis://127.0.0.1:1")
            .env("FIREBASE_PROJECT_ID", "shop")
            .env("FIREBASE_CLIENT_EMAIL", "a@b.c")
            .env("FIREBASE_PRIVATE_KEY", "MARK")
            .logTo(folder.resolve("worker.log"))
            .start()) {
      assertThat(worker.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(worker.process().exitValue()).isEqualTo(1);
      assertThat(worker.output())
          .contains("The push worker cannot start: firebase.private-key must be a private key")
          .doesNotContain("MARK");
    }
  }
}
