package io.eventpipeline.ingest.http;

import io.eventpipeline.contract.FieldError;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The one form of an error answer: a problem document of RFC 9457. */
final class Problem {
  private static final MediaType TYPE = new MediaType("application/problem+json");

  private Problem() {}

  /** Makes {@code response} say it. */
  static MutableHttpResponse<byte[]> on(
      MutableHttpResponse<?> response, HttpStatus status, String detail, List<FieldError> errors) {
    Json json = new Json().raw("{\"type\":\"about:blank\",\"title\":").string(status.getReason());
    json.raw(",\"status\":" + status.getCode() + ",\"detail\":").string(detail);
    if (!errors.isEmpty()) {
      json.raw(",\"errors\":[");
      String comma = "";
      for (FieldError error : errors) {
        json.raw(comma + "{\"detail\":").string(error.detail());
        json.raw(",\"pointer\":").string(error.pointer()).raw("}");
        comma = ",";
      }
      json.raw("]");
    }
    return response
        .status(status)
        .contentType(TYPE)
        .body(json.raw("}").toString().getBytes(StandardCharsets.UTF_8));
  }
}
