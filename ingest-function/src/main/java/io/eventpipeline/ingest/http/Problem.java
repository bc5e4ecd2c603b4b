package io.eventpipeline.ingest.http;

import io.eventpipeline.contract.FieldError;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The one form of an error answer: a problem document of RFC 9457.
 *
 * @param type what kind it is, as a URI
 * @param detail what went wrong, in words; any text, it is escaped
 * @param errors what is wrong with which field, if that is known
 * @param members more members, as JSON that begins with a comma, or {@code ""}
 */
record Problem(
    HttpStatus status,
    String type,
    String title,
    String detail,
    List<FieldError> errors,
    String members) {
  /** The client has used up what it may use. */
  static final String QUOTA_EXCEEDED =
      "https://iana.org/assignments/http-problem-types#quota-exceeded";

  /** The server takes less than usual. */
  static final String REDUCED_CAPACITY =
      "https://iana.org/assignments/http-problem-types#temporary-reduced-capacity";

  private static final MediaType TYPE = new MediaType("application/problem+json");

  /** A problem that is no more than its status. */
  static Problem of(HttpStatus status, String detail) {
    return new Problem(status, "about:blank", status.getReason(), detail, List.of(), "");
  }

  /** A body or header that breaks the rules. */
  static Problem invalid(List<FieldError> errors) {
    HttpStatus status = HttpStatus.BAD_REQUEST;
    return new Problem(
        status, "about:blank", status.getReason(), "the request is not valid", errors, "");
  }

  Problem typed(String type, String title) {
    return new Problem(status, type, title, detail, errors, members);
  }

  /**
   * @param value as JSON
   */
  Problem with(String member, String value) {
    String more = members + ",\"" + member + "\":" + value;
    return new Problem(status, type, title, detail, errors, more);
  }

  /** An answer that says it. */
  MutableHttpResponse<byte[]> response() {
    return on(HttpResponse.status(status));
  }

  /** Makes {@code response} say it. */
  MutableHttpResponse<byte[]> on(MutableHttpResponse<?> response) {
    Json json = new Json().raw("{\"type\":").string(type).raw(",\"title\":").string(title);
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
        .body(json.raw(members).raw("}").toString().getBytes(StandardCharsets.UTF_8));
  }
}
