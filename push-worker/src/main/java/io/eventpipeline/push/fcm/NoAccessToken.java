package io.eventpipeline.push.fcm;

import com.google.api.client.http.HttpResponseException;
import io.eventpipeline.push.send.SendResult;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * There is no access token: the credentials are refused, or the token endpoint is away. Its message
 * is not the library's, which quotes the endpoint's answer.
 */
final class NoAccessToken extends Exception {
  private static final long serialVersionUID = 1;
  private static final Pattern CODE = Pattern.compile("\"error\"\\s*:\\s*\"([a-z_]{1,40})\"");

  private final transient SendResult result;

  private NoAccessToken(SendResult result) {
    this.result = result;
  }

  /** Reads what the library threw. */
  static NoAccessToken because(IOException error) {
    HttpResponseException answer = answer(error);
    if (answer == null) {
      String why = "no access token: " + TimedHttp.words(unwrapped(error));
      return new NoAccessToken(new SendResult.Failed(why, null));
    }
    String why = "the token endpoint answered " + answer.getStatusCode() + code(answer);
    return new NoAccessToken(
        switch (answer.getStatusCode()) {
          case 400, 401, 403 -> new SendResult.Unauthorized(why);
          default -> new SendResult.Failed(why, null);
        });
  }

  /** What it means for a message. */
  SendResult result() {
    return result;
  }

  private static @Nullable HttpResponseException answer(Throwable error) {
    for (@Nullable Throwable t = error; t != null; t = t.getCause()) {
      if (t instanceof HttpResponseException answer) {
        return answer;
      }
    }
    return null;
  }

  /** The library wraps what our transport threw. */
  private static IOException unwrapped(IOException error) {
    return error.getCause() instanceof IOException ours ? ours : error;
  }

  private static String code(HttpResponseException answer) {
    Matcher code = CODE.matcher(answer.getContent() == null ? "" : answer.getContent());
    return code.find() ? " " + code.group(1) : "";
  }
}
