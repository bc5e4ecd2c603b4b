package io.eventpipeline.testbed.fcm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the fake for a push worker on this machine, until a signal ends it. */
@Command(
    name = "fake-fcm",
    mixinStandardHelpOptions = true,
    description =
        "Runs a fake of Firebase Cloud Messaging that takes every message; Ctrl-C ends it.")
public final class FakeFcmCommand implements Callable<Integer> {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(1);

  @Option(names = "--port", defaultValue = "8086", description = "its port (${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--delay",
      defaultValue = "0",
      paramLabel = "MS",
      description = "milliseconds before each answer (${DEFAULT-VALUE})")
  private int delayMs;

  @Option(
      names = "--account",
      paramLabel = "FILE",
      defaultValue = ".pipeline/fake-fcm.json",
      description = "where to write a service account for the worker (${DEFAULT-VALUE})")
  private Path account = Path.of(".pipeline/fake-fcm.json");

  @Override
  public Integer call() throws Exception {
    try (FakeFcm fake = FakeFcm.start(port)) {
      fake.script().otherwise(FakeAnswer.taken().after(Duration.ofMillis(delayMs)));
      @Nullable Path folder = account.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(account, ServiceAccount.make("fake").json(fake.tokenUri()));
      System.out.printf(
          "A push worker sends here with FIREBASE_CREDENTIALS=%s FCM_BASE_URL=%s%n",
          account.toAbsolutePath(), fake.baseUrl());
      count(fake);
      return 0;
    }
  }

  /** Prints a line a second while messages come. */
  private static void count(FakeFcm fake) throws InterruptedException {
    long before = 0;
    while (true) {
      Thread.sleep(BETWEEN_LINES);
      long now = fake.taken();
      if (now != before) {
        System.out.printf("%d messages, %d in the last second%n", now, now - before);
      }
      before = now;
      fake.forget();
    }
  }
}
