package io.eventpipeline.push.fcm;

import io.eventpipeline.push.send.PushMessage;
import io.eventpipeline.push.send.PushSender;
import io.eventpipeline.push.send.SendResult;
import io.eventpipeline.runtime.time.SystemTime;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;

/** Sends to FCM over HTTP. Threads: any. */
final class FcmSender implements PushSender {
  private final Endpoint endpoint;
  private final TimedHttp http;
  private final AccessTokens tokens;
  private final JsonMapper json;

  /**
   * Where and how to send.
   *
   * @param send the URI of the project's {@code messages:send}
   * @param validateOnly true to let FCM check messages and deliver none
   * @param timeout of one send; a wait for an access token counts, but may last longer
   */
  record Endpoint(URI send, boolean validateOnly, Duration timeout) {}

  FcmSender(Endpoint endpoint, TimedHttp http, AccessTokens tokens, JsonMapper json) {
    this.endpoint = endpoint;
    this.http = http;
    this.tokens = tokens;
    this.json = json;
  }

  @Override
  public SendResult send(PushMessage message) {
    long end = SystemTime.nanos() + endpoint.timeout().toNanos();
    try {
      return send(message, end);
    } catch (NoAccessToken none) {
      return none.result();
    } catch (IOException failed) {
      return new SendResult.Failed("no answer of FCM: " + TimedHttp.words(failed), null);
    } catch (RuntimeException bug) { // its message may quote the request
      return new SendResult.Failed("cannot send: " + bug.getClass().getSimpleName(), null);
    }
  }

  private SendResult send(PushMessage message, long end) throws IOException, NoAccessToken {
    byte[] body = json.writeValueAsBytes(FcmMessage.of(message, endpoint.validateOnly()));
    String token = tokens.current();
    FcmReply reply = post(body, token, end);
    if (reply.refusesAccessToken()) {
      reply = post(body, tokens.after(token), end);
    }
    return reply.result(message.to());
  }

  private FcmReply post(byte[] body, String token, long end) throws IOException {
    Duration left = Duration.ofNanos(end - SystemTime.nanos());
    if (!left.isPositive()) {
      throw new HttpTimeoutException("the access token came too late");
    }
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.send())
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    return FcmReply.read(
        http.send(request, left), json, Instant.ofEpochMilli(SystemTime.unixMillis()));
  }
}
