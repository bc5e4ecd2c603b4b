package io.eventpipeline.ingest.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.eventpipeline.local.LocalLambda;
import io.eventpipeline.local.WebhookSignature;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** infra/aws/template.yaml matches the code. */
class TemplateTest {
  private static final Path AWS = Path.of("..", "infra", "aws");
  private static final Pattern SUB = Pattern.compile("\\$\\{([A-Za-z]+)[.}]");

  /** CloudFormation's built-in names, which the template need not define. */
  private static final Set<String> GIVEN = Set.of("AWS::NoValue");

  /** The longest call, including a start, while neither Kafka nor Redis answers. */
  private static final int LONGEST_ANSWER_SECONDS = 15;

  /** The paths of webhook sources besides {@code /webhooks/{source}}. */
  private static final String ALIASES = "POST /api/webhook/{name+}";

  /** How long an HTTP API waits. */
  private static final int GATEWAY_SECONDS = 30;

  private static Map<String, Node> template;
  private static Map<String, Node> function;

  @BeforeAll
  static void read() throws IOException {
    try (Reader file = Files.newBufferedReader(AWS.resolve("template.yaml"))) {
      template = fields(new Yaml().compose(file));
    }
    function = at("Resources", "Ingest", "Properties");
  }

  private static Map<String, Node> fields(Node node) {
    Map<String, Node> fields = new LinkedHashMap<>();
    ((MappingNode) node)
        .getValue()
        .forEach(field -> fields.put(text(field.getKeyNode()), field.getValueNode()));
    return fields;
  }

  private static Map<String, Node> at(String... path) {
    Map<String, Node> here = template;
    for (String name : path) {
      assertThat(here).as(String.join("/", path)).containsKey(name);
      here = fields(here.get(name));
    }
    return here;
  }

  private static String text(Node node) {
    return ((ScalarNode) node).getValue();
  }

  @Test
  void the_handler_is_the_class_that_handles() throws Exception {
    String handler = text(function.get("Handler"));
    assertThat(handler).isEqualTo(LocalLambda.HTTP_API).isEqualTo(HttpApiFunction.class.getName());
    assertThat(LocalLambda.REST_API).isEqualTo(RestApiFunction.class.getName());
    for (Class<?> function : List.of(HttpApiFunction.class, RestApiFunction.class)) {
      assertThat(RequestHandler.class).isAssignableFrom(function);
      assertThat(function.getConstructor()).isNotNull();
    }
  }

  @Test
  void the_runtime_is_the_one_that_the_build_puts_together() throws Exception {
    assertThat(text(function.get("Runtime"))).isEqualTo("provided.al2023");
    Path bootstrap = AWS.resolve("bootstrap");
    assertThat(bootstrap).isExecutable();
    assertThat(Files.readString(bootstrap)).contains(LocalLambda.RUNTIME_CLIENT);
    assertThat(Class.forName(LocalLambda.RUNTIME_CLIENT, false, getClass().getClassLoader()))
        .isNotNull();
    Path code = AWS.resolve(text(function.get("CodeUri"))).normalize();
    assertThat(code).isEqualTo(Path.of("..", "ingest-lambda", "target", "function"));
    assertThat(Files.readString(Path.of("..", "scripts", "function")))
        .contains("built=ingest-lambda/target")
        .contains("out=$built/function");
  }

  @Test
  void every_variable_is_a_setting() throws Exception {
    Set<String> known =
        ProducerConfig.configNames().stream()
            .map(name -> "kafka." + name)
            .map(TemplateTest::variable)
            .collect(Collectors.toSet());
    Properties ours = new Properties();
    try (Reader file =
        Files.newBufferedReader(
            Path.of("..", "ingest-function", "src/main/resources/application.properties"))) {
      ours.load(file);
    }
    ours.stringPropertyNames().forEach(name -> known.add(variable(name)));
    Set<String> given = fields(fields(function.get("Environment")).get("Variables")).keySet();
    assertThat(known).containsAll(given);
    assertThat(given)
        .contains(
            "KAFKA_BOOTSTRAP_SERVERS",
            "KAFKA_SECURITY_PROTOCOL",
            "KAFKA_SASL_MECHANISM",
            "KAFKA_SASL_JAAS_CONFIG",
            "REDIS_URI");
  }

  private static String variable(String property) {
    return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  @Test
  void kafka_takes_tls_and_sasl_and_redis_takes_tls() throws Exception {
    Map<String, Node> variables = fields(fields(function.get("Environment")).get("Variables"));
    assertThat(text(variables.get("KAFKA_SECURITY_PROTOCOL"))).isEqualTo("SASL_SSL");
    String module = text(variables.get("KAFKA_SASL_JAAS_CONFIG")).split(" ")[0];
    assertThat(Class.forName(module)).isNotNull();
    assertThat(text(variables.get("REDIS_URI"))).startsWith("rediss://").doesNotContain(" ");
  }

  @Test
  void the_timeouts_are_in_the_order_in_which_they_are_to_strike() {
    int timeout = Integer.parseInt(text(function.get("Timeout")));
    assertThat(timeout).isGreaterThan(LONGEST_ANSWER_SECONDS).isLessThan(GATEWAY_SECONDS);
    assertThat(FunctionStart.FIRST_TOPIC)
        .as("at most half of the time that Lambda gives the start")
        .isLessThanOrEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void the_routes_are_those_of_the_api() {
    List<String> routes = new ArrayList<>();
    fields(function.get("Events"))
        .values()
        .forEach(
            event -> {
              Map<String, Node> route = fields(fields(event).get("Properties"));
              routes.add(text(route.get("Method")) + " " + text(route.get("Path")));
              assertThat(text(route.get("PayloadFormatVersion"))).isEqualTo("2.0");
            });
    assertThat(routes).contains(ALIASES);
    assertThat(WebhookSignature.PATH).startsWith(ALIASES.replaceAll("^POST |\\{.*", ""));
    routes.remove(ALIASES);
    assertThat(routes).containsExactlyInAnyOrderElementsOf(routesInTheCode()).isNotEmpty();
    assertThat(text(at("Resources", "Api", "Properties").get("StageName"))).isEqualTo("$default");
  }

  /** The gateway serves neither documents nor the framework's health and metrics. */
  private static List<String> routesInTheCode() {
    List<String> routes = new ArrayList<>();
    for (JavaClass type : new ClassFileImporter().importPackages("io.eventpipeline.ingest")) {
      if (type.isAnnotatedWith(Controller.class)
          && !type.getSimpleName().equals("EchoController")) {
        String path = type.getAnnotationOfType(Controller.class).value();
        for (JavaMethod method : type.getMethods()) {
          method
              .tryGetAnnotationOfType(Post.class)
              .ifPresent(post -> routes.add(route("POST", path, post.value())));
          method
              .tryGetAnnotationOfType(Get.class)
              .ifPresent(get -> routes.add(route("GET", path, get.value())));
        }
      }
    }
    return routes;
  }

  private static String route(String method, String controller, String path) {
    return method + " " + controller + (path.equals("/") ? "" : path);
  }

  @Test
  void the_role_lets_the_function_do_nothing_but_log() {
    List<String> allowed = new ArrayList<>();
    for (Node policy : list(at("Resources", "IngestRole", "Properties").get("Policies"))) {
      for (Node node : list(fields(fields(policy).get("PolicyDocument")).get("Statement"))) {
        Map<String, Node> statement = fields(node);
        if (text(statement.get("Effect")).equals("Allow")
            && statement.get("Resource") instanceof ScalarNode resource
            && !resource.getValue().equals("*")) {
          list(statement.get("Action")).forEach(action -> allowed.add(text(action)));
        } else if (text(statement.get("Effect")).equals("Allow")) {
          assertThat(list(statement.get("Action")))
              .allSatisfy(action -> assertThat(text(action)).matches("ec2:[A-Za-z]+"));
        } else {
          assertThat(list(statement.get("Action")))
              .extracting(TemplateTest::text)
              .contains("ec2:*");
        }
      }
    }
    assertThat(allowed).containsExactlyInAnyOrder("logs:CreateLogStream", "logs:PutLogEvents");
  }

  private static List<Node> list(Node node) {
    return ((SequenceNode) node).getValue();
  }

  @Test
  void every_name_that_is_referred_to_is_there_and_every_parameter_is_used() {
    Set<String> parameters = fields(template.get("Parameters")).keySet();
    Set<String> resources = fields(template.get("Resources")).keySet();
    List<String> referred = new ArrayList<>();
    collect(template.values(), referred);
    referred.removeAll(GIVEN);
    assertThat(referred)
        .allSatisfy(
            name ->
                assertThat(parameters.contains(name) || resources.contains(name))
                    .as(name)
                    .isTrue());
    assertThat(referred).containsAll(parameters);
  }

  private static void collect(Iterable<Node> nodes, List<String> referred) {
    for (Node node : nodes) {
      switch (node) {
        case MappingNode mapping -> collect(fields(mapping).values(), referred);
        case SequenceNode sequence -> collect(sequence.getValue(), referred);
        case ScalarNode scalar -> collect(scalar.getTag().getValue(), scalar.getValue(), referred);
        default -> throw new AssertionError(node);
      }
    }
  }

  private static void collect(String tag, String value, List<String> referred) {
    switch (tag) {
      case "!Ref" -> referred.add(value);
      case "!GetAtt" -> referred.add(value.substring(0, value.indexOf('.')));
      case "!Sub" -> {
        Matcher names = SUB.matcher(value);
        while (names.find()) {
          referred.add(names.group(1));
        }
      }
      default -> {}
    }
  }
}
