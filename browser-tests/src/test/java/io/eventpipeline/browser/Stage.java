package io.eventpipeline.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import io.eventpipeline.testbed.rig.AdminSide;
import io.eventpipeline.testbed.rig.Pipeline;
import io.eventpipeline.testbed.rig.PipelineBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A whole pipeline with a dashboard, and a Chromium in front of it, for the tests of one class.
 * Classes of the shared stage use the same two. After each test it closes the tabs and expects that
 * the browser had nothing to complain about.
 */
final class Stage implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  /** The longest wait for anything that a person waits for. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Fields whose values nobody sees. */
  static final String MASKED = "cardNumber";

  private static final ExtensionContext.Namespace SPACE =
      ExtensionContext.Namespace.create(Stage.class);

  private final boolean isShared;
  private final List<Tab> tabs = new ArrayList<>();
  private Scene scene;

  private Stage(boolean isShared) {
    this.isShared = isShared;
  }

  /** A stage for classes that leave it as they found it, but for events. */
  static Stage shared() {
    return new Stage(true);
  }

  /** A stage of this class alone, which may stop its servers. */
  static Stage ofItsOwn() {
    return new Stage(false);
  }

  /**
   * What runs.
   *
   * @param mended file whose existence lets events of the type {@code test.mend} succeed
   */
  private record Scene(
      Pipeline pipeline, Chromium chromium, Map<String, String> sessions, Path mended)
      implements AutoCloseable {

    static Scene open(String name) {
      Chromium chromium = new Chromium();
      try {
        Path mended = Files.createTempDirectory("stage").resolve("mended");
        return new Scene(described(name, mended).start(), chromium, new HashMap<>(), mended);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (RuntimeException e) {
        chromium.close();
        throw e;
      }
    }

    private static PipelineBuilder described(String name, Path mended) {
      return Pipeline.named(name)
          .consumerJvm("-Dtestbed.mended=" + mended)
          .pushWorkers(1)
          .notifyingOf("test.notify")
          .consumer("ORDER_GAP_TIMEOUT", "60s")
          .counting()
          .showing()
          .withUsers()
          .admin("ADMIN_MASKED_FIELDS", MASKED);
    }

    @Override
    public void close() {
      chromium.close();
      pipeline.close();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    setDefaultAssertionTimeout(PATIENCE.toMillis());
    if (isShared) {
      scene =
          context
              .getRoot()
              .getStore(SPACE)
              .getOrComputeIfAbsent(Scene.class, key -> Scene.open("browser"), Scene.class);
    } else {
      scene = Scene.open(context.getRequiredTestClass().getSimpleName());
    }
  }

  Pipeline pipeline() {
    return scene.pipeline();
  }

  /** Lets events of the type {@code test.mend} succeed from now on. */
  void mend() {
    try {
      Files.createFile(scene.mended());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A tab of somebody who is logged in. */
  Tab as(String user, Look look) {
    String session = scene.sessions().computeIfAbsent(user, this::logIn);
    return add(() -> context(look.options().setStorageState(session)));
  }

  Tab operator() {
    return as(AdminSide.OPERATOR, Look.LIGHT);
  }

  Tab viewer() {
    return as(AdminSide.VIEWER, Look.LIGHT);
  }

  /** A tab of somebody who is not logged in. */
  Tab stranger(Look look) {
    return add(() -> context(look.options()));
  }

  private BrowserContext context(Browser.NewContextOptions options) {
    BrowserContext context = scene.chromium().browser().newContext(options);
    context.setDefaultTimeout(PATIENCE.toMillis());
    return context;
  }

  private Tab add(Supplier<BrowserContext> context) {
    Tab tab = new Tab(context.get(), pipeline().admin().page("/"));
    tabs.add(tab);
    return tab;
  }

  /** Logs in once, because each login costs a second. Returns what the browser keeps. */
  private String logIn(String user) {
    try (Tab tab = new Tab(context(Look.LIGHT.options()), pipeline().admin().page("/"))) {
      LoginForm.fill(tab.open("/admin/login"), user, AdminSide.PASSWORD);
      return tab.context().storageState();
    }
  }

  /** Lets the next tab of this user log in anew, because a test ended the session. */
  void forget(String user) {
    scene.sessions().remove(user);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    List<String> complaints = tabs.stream().flatMap(tab -> tab.complaints().stream()).toList();
    tabs.forEach(Tab::close);
    tabs.clear();
    assertThat(complaints).as("what the browser complained about").isEmpty();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (!isShared && scene != null) {
      scene.close();
    }
  }
}
