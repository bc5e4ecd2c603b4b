package io.eventpipeline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The gateway of compose and the Ingress of Kubernetes send every public path to its service. */
class GatewayFilesTest {
  private static final Path TOP = Path.of("..");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern LOCATION =
      Pattern.compile("location ~ (\\S+) \\{\\s*proxy_pass http://\\$(\\w+);");
  private static final Pattern RULE =
      Pattern.compile(
          "\\{path: (\\S+), pathType: (\\w+), backend: \\{service: \\{name: ([\\w-]+),");

  /** A path of the template's DefinitionBody, and what is below it. */
  private static final Pattern PROXIED = Pattern.compile("(?m)^ {10}(/\\S*):\n((?: {12}.*\n)+)");

  private static final Pattern METHOD = Pattern.compile("(?m)^[ -]+([a-z]+): \\{x-amazon");

  @Test
  void the_gateway_knows_each_public_path_once() throws IOException {
    Map<Pattern, String> locations = new LinkedHashMap<>();
    LOCATION
        .matcher(read("infra/gateway/default.conf.template"))
        .results()
        .forEach(match -> locations.put(Pattern.compile(match.group(1)), match.group(2)));
    publicPaths("ingest", "query", "push")
        .forEach(
            (path, service) ->
                assertThat(
                        locations.entrySet().stream()
                            .filter(location -> location.getKey().matcher(path).find())
                            .map(Map.Entry::getValue))
                    .as(path)
                    .containsExactly(service));
  }

  @Test
  void the_ingress_knows_each_public_path_once() throws IOException {
    String file = read("infra/k8s/ingress.yaml");
    publicPaths("ingest", "query-service", "push-worker")
        .forEach((path, service) -> assertThat(backends(file, path)).containsExactly(service));
    assertThat(backends(file, "/admin/events")).isEmpty();
  }

  /** Those of the ingest API are the function's own, which TemplateTest compares. */
  @Test
  void the_lambda_template_knows_each_public_path_of_the_other_services() throws IOException {
    Map<String, String> methods = new TreeMap<>();
    PROXIED
        .matcher(read("infra/aws/template.yaml"))
        .results()
        .forEach(
            path ->
                methods.put(
                    path.group(1),
                    METHOD
                        .matcher(path.group(2))
                        .results()
                        .map(method -> method.group(1))
                        .collect(Collectors.joining(" "))));
    Map<String, String> wanted = new TreeMap<>(Map.of("/devices/{userId}/{token}", "put delete"));
    paths("query-service")
        .properties()
        .forEach(
            path ->
                wanted.put(
                    path.getKey(),
                    Stream.of("get", "put", "post", "delete")
                        .filter(path.getValue()::has)
                        .collect(Collectors.joining(" "))));
    assertThat(methods).isEqualTo(wanted);
  }

  @Test
  void health_and_metrics_of_the_services_are_not_public() throws IOException {
    String gateway = read("infra/gateway/default.conf.template");
    String ingress = read("infra/k8s/ingress.yaml");
    for (String path : List.of("/health", "/healthz", "/prometheus", "/swagger-ui")) {
      assertThat(
              LOCATION
                  .matcher(gateway)
                  .results()
                  .filter(match -> Pattern.compile(match.group(1)).matcher(path).find()))
          .as(path)
          .isEmpty();
      assertThat(backends(ingress, path)).as(path).isEmpty();
    }
  }

  private static List<String> backends(String ingress, String path) {
    List<String> found = new ArrayList<>();
    RULE.matcher(ingress)
        .results()
        .forEach(
            rule -> {
              boolean exact = rule.group(2).equals("Exact");
              if (path.equals(rule.group(1)) || !exact && path.startsWith(rule.group(1) + "/")) {
                found.add(rule.group(3));
              }
            });
    return found;
  }

  /** Paths with the names of their services: those that the services' documents list. */
  private static Map<String, String> publicPaths(String ingest, String query, String push)
      throws IOException {
    Map<String, String> paths = new TreeMap<>();
    documented("ingest-function").forEach(path -> paths.put(path, ingest));
    paths.put("/api/webhook/order.created", ingest);
    documented("query-service").forEach(path -> paths.put(path, query));
    paths.put("/devices/user/token", push);
    return paths;
  }

  private static List<String> documented(String module) throws IOException {
    List<String> names = new ArrayList<>();
    paths(module).fieldNames().forEachRemaining(name -> names.add(name.replaceAll("[{}]", "")));
    assertThat(names).isNotEmpty();
    return names;
  }

  private static JsonNode paths(String module) throws IOException {
    Path document = TOP.resolve(module + "/target/classes/META-INF/swagger/openapi.json");
    return JSON.readTree(Files.readString(document)).path("paths");
  }

  private static String read(String file) throws IOException {
    return Files.readString(TOP.resolve(file));
  }
}
