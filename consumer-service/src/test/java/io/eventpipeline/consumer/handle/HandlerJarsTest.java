package io.eventpipeline.consumer.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventpipeline.contract.EventHandler;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandlerJarsTest {
  private static final String BODY =
      """
      { public java.util.Set<String> types() { return java.util.Set.of("order"); }
        public void handle(io.eventpipeline.contract.Event event) {} }
      """;
  private static final String ORDERS =
      "public class Orders implements io.eventpipeline.contract.EventHandler " + BODY;

  @TempDir Path dir;
  private Path folder;

  @BeforeEach
  void handlers() throws Exception {
    folder = Files.createDirectories(dir.resolve("handlers"));
  }

  private static HandlerJars on(Path... classPath) {
    return HandlerJars.on(
        Stream.of(classPath).map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
  }

  private static EventHandler instance(String name, Path... jars) throws Exception {
    List<URL> urls = new ArrayList<>();
    for (Path jar : jars) {
      urls.add(jar.toUri().toURL());
    }
    ClassLoader loader =
        new URLClassLoader(urls.toArray(URL[]::new), EventHandler.class.getClassLoader());
    return (EventHandler)
        Class.forName("com.acme." + name, true, loader).getDeclaredConstructor().newInstance();
  }

  @Test
  void a_handler_that_is_no_bean_is_named_with_its_jar_and_the_likely_cause() throws Exception {
    Path jar = TeamJar.of("Orders", ORDERS).writeTo(folder.resolve("orders.jar"));
    assertThatThrownBy(() -> on(jar).check(List.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("com.acme.Orders of orders.jar")
        .hasMessageContaining("annotation processor micronaut-inject-java");
  }

  @Test
  void an_emitting_handler_is_a_handler_too() throws Exception {
    String emitting =
        """
        public class Orders implements io.eventpipeline.contract.EmittingHandler {
          public java.util.Set<String> types() { return java.util.Set.of("order"); }
          public java.util.List<io.eventpipeline.contract.Emission> run(
              io.eventpipeline.contract.Event event) { return java.util.List.of(); } }
        """;
    Path jar = TeamJar.of("Orders", emitting).writeTo(folder.resolve("orders.jar"));
    assertThatThrownBy(() -> on(jar).check(List.of()))
        .hasMessageContaining("com.acme.Orders of orders.jar");
    Path later = TeamJar.of("Orders", emitting).forJava(99).writeTo(folder.resolve("later.jar"));
    assertThatThrownBy(() -> on(later)).hasMessageContaining("is compiled for Java 99");
  }

  @Test
  void jars_without_any_handler_are_named() throws Exception {
    Path jar = TeamJar.of("Tool", "public class Tool {}").writeTo(folder.resolve("tool.jar"));
    assertThatThrownBy(() -> on(jar).check(List.of()))
        .hasMessageContaining("handlers/ has no handler")
        .hasMessageContaining("tool.jar");
  }

  @Test
  void a_handler_that_two_jars_bring_stops_the_start() throws Exception {
    Path now = TeamJar.of("Orders", ORDERS).writeTo(folder.resolve("orders.jar"));
    Path old = TeamJar.of("Orders", ORDERS).writeTo(folder.resolve("old.jar"));
    EventHandler handler = instance("Orders", now);
    assertThatThrownBy(() -> on(now, old).check(List.of(handler)))
        .hasMessage(
            "the handler com.acme.Orders is in orders.jar and in old.jar: remove one of the two"
                + " jars from handlers/");
  }

  @Test
  void a_library_beside_a_handler_is_fine() throws Exception {
    Path orders = TeamJar.of("Orders", ORDERS).writeTo(folder.resolve("orders.jar"));
    Path tool = TeamJar.of("Tool", "public class Tool {}").writeTo(folder.resolve("tool.jar"));
    assertThat(on(tool, orders).check(List.of(instance("Orders", orders)))).isEmpty();
  }

  @Test
  void a_class_that_is_no_bean_beside_a_handler_is_warned_of() throws Exception {
    Path orders = TeamJar.of("Orders", ORDERS).writeTo(folder.resolve("orders.jar"));
    Path mail =
        TeamJar.of("Mail", ORDERS.replace("Orders", "Mail")).writeTo(folder.resolve("mail.jar"));
    assertThat(on(orders, mail).check(List.of(instance("Orders", orders))))
        .singleElement()
        .asString()
        .startsWith("com.acme.Mail of mail.jar")
        .contains("micronaut-inject-java");
  }

  @Test
  void a_handler_may_inherit_what_it_is_from_another_jar_and_a_bean_may_be_a_subclass()
      throws Exception {
    Path base =
        TeamJar.of("Base", ORDERS.replace("class Orders", "abstract class Base"))
            .writeTo(folder.resolve("base.jar"));
    Path orders =
        TeamJar.of("Orders", "public class Orders extends Base {}", base)
            .writeTo(folder.resolve("orders.jar"));
    assertThatThrownBy(() -> on(base, orders).check(List.of()))
        .hasMessageContaining("com.acme.Orders of orders.jar")
        .hasMessageNotContaining("com.acme.Base");
    Path proxy =
        TeamJar.of("Proxy", "public class Proxy extends Orders {}", base, orders)
            .writeTo(dir.resolve("proxy.jar"));
    assertThat(on(base, orders).check(List.of(instance("Proxy", base, orders, proxy)))).isEmpty();
  }

  @Test
  void a_handler_that_should_be_a_bean_and_cannot_be_loaded_stops_the_start() throws Exception {
    TeamJar jar =
        TeamJar.of("Orders", ORDERS)
            .with(TeamJar.of("$Orders$Definition", "public class $Orders$Definition {}"));
    Path orders = jar.writeTo(folder.resolve("orders.jar"));
    Path other =
        TeamJar.of("Mail", ORDERS.replace("Orders", "Mail")).writeTo(dir.resolve("mail.jar"));
    // Our own class loader knows nothing of it, as if its jar lacked what it needs.
    assertThatThrownBy(() -> on(orders).check(List.of(instance("Mail", other))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("com.acme.Orders of orders.jar cannot be loaded");
  }

  @Test
  void a_handler_for_a_later_java_is_named_with_its_jar() throws Exception {
    Path jar = TeamJar.of("Orders", ORDERS).forJava(99).writeTo(folder.resolve("orders.jar"));
    assertThatThrownBy(() -> on(jar))
        .hasMessageContaining("com/acme/Orders.class of orders.jar")
        .hasMessageContaining("Java 99");
    Path tool =
        TeamJar.of("Tool", "public class Tool {}").forJava(99).writeTo(folder.resolve("tool.jar"));
    assertThat(on(tool)).isNotNull();
  }

  @Test
  void a_jar_that_cannot_be_read_is_named() throws Exception {
    Path torn = folder.resolve("torn.jar");
    Files.writeString(torn, "PK");
    assertThatThrownBy(() -> on(torn)).hasMessageContaining("handlers/torn.jar cannot be read");
    assertThatThrownBy(() -> on(folder.resolve("gone.jar"))).hasMessageContaining("gone.jar");
  }

  @Test
  void the_folder_instead_of_its_jars_is_refused() throws Exception {
    assertThat(on(folder).check(List.of())).isEmpty();
    TeamJar.of("Orders", ORDERS).writeTo(folder.resolve("orders.jar"));
    assertThatThrownBy(() -> on(folder)).hasMessageContaining("write 'handlers/*'");
  }

  @Test
  void jars_from_elsewhere_are_the_services_own() throws Exception {
    Path lib = TeamJar.of("Orders", ORDERS).writeTo(dir.resolve("lib").resolve("orders.jar"));
    assertThat(on(lib, folder.resolve("*"), dir.resolve("none")).check(List.of())).isEmpty();
  }

  @Test
  void what_fails_in_a_class_of_the_team_is_blamed_on_its_jar() throws Exception {
    String broken = ORDERS.replace("{ public java", "{ { Missing.x(); } public java");
    Path missing =
        TeamJar.of("Missing", "public class Missing { static void x() {} }")
            .writeTo(dir.resolve("missing.jar"));
    Path jar = TeamJar.of("Orders", broken, missing).writeTo(folder.resolve("orders.jar"));
    assertThatThrownBy(() -> instance("Orders", jar))
        .satisfies(
            failure ->
                assertThat(on(jar).blame(new RuntimeException("no bean", failure)))
                    .contains("com.acme.Orders of orders.jar"));
    assertThat(on(jar).blame(new UnsupportedClassVersionError("com/acme/Orders has been compiled")))
        .contains("com.acme.Orders of orders.jar");
    assertThat(on(jar).blame(new RuntimeException("com.acme.Orders"))).isEmpty();
  }
}
