package io.eventpipeline.acceptance;

import io.eventpipeline.local.WebhookSignature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of HTTP requests as editors read them: blocks between lines that begin with {@code ###},
 * variables as {@code @name = value}. A comment {@code # -> 202} names the expected status; {@code
 * # sign: SECRET} adds the headers of a webhook signed with HMAC-SHA256.
 */
final class RequestsFile {
  private static final Pattern VARIABLE = Pattern.compile("@(\\S+) = (.*)");
  private static final Pattern REFERENCE = Pattern.compile("\\{\\{([^}]+)}}");

  private final Map<String, String> variables = new LinkedHashMap<>();
  private final List<Entry> entries = new ArrayList<>();

  /**
   * One request of the file.
   *
   * @param title the text after {@code ###}
   * @param secret to sign with, or null
   * @param text its lines without comments, as they stand in the file
   */
  record Entry(String title, int status, @Nullable String secret, String text) {
    @Override
    public String toString() {
      return title + " " + text.lines().findFirst().orElse("");
    }
  }

  private RequestsFile() {}

  /**
   * @param variables replace those of the file
   */
  static RequestsFile read(Path file, Map<String, String> variables) {
    RequestsFile requests = new RequestsFile();
    try {
      for (String block : Files.readString(file).split("(?m)^(?=###)")) {
        requests.readBlock(block);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    requests.variables.putAll(variables);
    return requests;
  }

  List<Entry> entries() {
    return entries;
  }

  private void readBlock(String block) {
    String title = "";
    int status = 0;
    String secret = null;
    StringBuilder text = new StringBuilder();
    for (String line : block.lines().toList()) {
      Matcher variable = VARIABLE.matcher(line);
      if (line.startsWith("###")) {
        title = line.substring(3).strip();
      } else if (line.startsWith("# -> ")) {
        status = Integer.parseInt(line.substring(5).strip());
      } else if (line.startsWith("# sign: ")) {
        secret = line.substring(8).strip();
      } else if (variable.matches()) {
        variables.put(variable.group(1), variable.group(2).strip());
      } else if (!line.startsWith("#")) {
        text.append(line).append('\n');
      }
    }
    if (!text.toString().isBlank()) {
      entries.add(new Entry(title, status, secret, text.toString().strip()));
    }
  }

  /** The request with all variables filled in. */
  HttpRequest request(Entry entry) {
    String[] parts = filledIn(entry.text()).split("\n\n", 2);
    List<String> head = parts[0].lines().toList();
    String[] start = head.getFirst().split(" ");
    byte[] body = parts.length == 1 ? new byte[0] : parts[1].getBytes(StandardCharsets.UTF_8);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(start[1]))
            .method(start[0], HttpRequest.BodyPublishers.ofByteArray(body));
    for (String header : head.subList(1, head.size())) {
      String[] pair = header.split(":", 2);
      request.header(pair[0], pair[1].strip());
    }
    if (entry.secret() != null) {
      request.header(WebhookSignature.TIMESTAMP, Long.toString(Instant.now().getEpochSecond()));
      request.header(
          WebhookSignature.SIGNATURE, WebhookSignature.of(body, filledIn(entry.secret())));
    }
    return request.build();
  }

  private String filledIn(String text) {
    return REFERENCE
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(value(found.group(1))));
  }

  private String value(String name) {
    return switch (name) {
      case "$guid" -> UUID.randomUUID().toString();
      case "$datetime iso8601" -> Instant.now().toString();
      case "$timestamp" -> Long.toString(Instant.now().getEpochSecond());
      default -> {
        String value = variables.get(name);
        if (value == null) {
          throw new IllegalStateException("no variable " + name);
        }
        yield value;
      }
    };
  }
}
