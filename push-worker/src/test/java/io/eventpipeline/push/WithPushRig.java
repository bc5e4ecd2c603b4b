package io.eventpipeline.push;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests that share one Redis. Each begins with an empty one, and without workers. */
abstract class WithPushRig {
  @TempDir static Path dir;
  static PushRig rig;

  @BeforeAll
  static void start() {
    rig = new PushRig(dir);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @BeforeEach
  void reset() {
    rig.reset();
  }
}
