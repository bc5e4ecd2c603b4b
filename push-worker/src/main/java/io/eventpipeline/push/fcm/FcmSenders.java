package io.eventpipeline.push.fcm;

import io.eventpipeline.push.PushSettings;
import io.eventpipeline.push.fcm.FcmSender.Endpoint;
import io.eventpipeline.push.send.PushSender;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.json.JsonMapper;
import java.net.URI;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the sender that the settings ask for. */
@Factory
final class FcmSenders {
  private static final Logger LOG = LoggerFactory.getLogger(FcmSenders.class);

  /** A fetch of an access token. Independent of the time of a send, which may be set very short. */
  private static final Duration TOKEN_TIMEOUT = Duration.ofSeconds(5);

  private final FcmSettings fcm;
  private final FirebaseSettings firebase;
  private final Duration timeout;

  FcmSenders(FcmSettings fcm, FirebaseSettings firebase, PushSettings push) {
    this.fcm = fcm;
    this.firebase = firebase;
    this.timeout = push.sendTimeout();
  }

  /**
   * Made at the start, so that wrong credentials end it.
   *
   * @throws IllegalStateException naming the property that is wrong
   */
  @Context
  PushSender sender(JsonMapper json) {
    FcmMode mode = FcmMode.of(fcm, firebase);
    if (mode == FcmMode.DRY_RUN) {
      LOG.info("Dry run: notifications appear in this log only");
      return new LogSender();
    }
    TimedHttp http = new TimedHttp();
    FirebaseProject project =
        FirebaseProject.read(firebase, fcm, () -> new TokenTransport(http, TOKEN_TIMEOUT));
    LOG.info(
        "{} notifications of project {} {} {}",
        mode == FcmMode.VALIDATE ? "Validates" : "Sends",
        project.id(),
        mode == FcmMode.VALIDATE ? "at" : "to",
        fcm.baseUrl());
    return new FcmSender(
        new Endpoint(sendUri(project.id()), mode == FcmMode.VALIDATE, timeout),
        http,
        new AccessTokens(project.credentials()),
        json);
  }

  private URI sendUri(String project) {
    return URI.create(fcm.baseUrl() + "/v1/projects/" + project + "/messages:send");
  }
}
