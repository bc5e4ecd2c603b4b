package io.eventpipeline.testbed.rig;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An answer of the API.
 *
 * @param sentAt before the request was sent, {@link System#nanoTime()}
 * @param cameAt after the answer was read, {@link System#nanoTime()}
 */
public record HttpReply(HttpResponse<byte[]> response, long sentAt, long cameAt) {

  public int status() {
    return response.statusCode();
  }

  /** The media type without parameters, or an empty string. */
  public String contentType() {
    return header("content-type").split(";", 2)[0].strip();
  }

  /** The header, or an empty string. */
  public String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  public JsonNode json() {
    return Json.read(response.body());
  }

  /** The {@code field} of each result of a batch; null where it is absent. */
  public List<String> results(String field) {
    List<String> values = new ArrayList<>();
    json().path("results").forEach(result -> values.add(result.path(field).asText(null)));
    return values;
  }

  /** The pointers in the field errors of a problem document. */
  public List<String> pointers() {
    List<String> pointers = new ArrayList<>();
    json().path("errors").forEach(error -> pointers.add(error.path("pointer").asText(null)));
    return pointers;
  }

  @Override
  public String toString() {
    String body = new String(response.body(), StandardCharsets.UTF_8);
    return status()
        + " "
        + header("content-type")
        + " "
        + body.substring(0, Math.min(body.length(), 500));
  }
}
