package io.eventpipeline.push.fcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.eventpipeline.push.PushSettings;
import io.eventpipeline.push.send.PushSender;
import io.eventpipeline.runtime.config.Durations;
import io.eventpipeline.runtime.config.Secret;
import io.eventpipeline.runtime.config.SettingsCheck;
import io.eventpipeline.runtime.start.StartFailure;
import io.eventpipeline.testbed.fcm.ServiceAccount;
import io.micronaut.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FcmSettingsTest {
  private static final ServiceAccount ACCOUNT = ServiceAccount.make("shop");
  private static final String TWO_WAYS =
      "; credentials are firebase.project-id, firebase.client-email and firebase.private-key, or"
          + " firebase.credentials";

  @ParameterizedTest
  @ValueSource(classes = {FcmSettings.class, FirebaseSettings.class})
  void each_setting_is_guarded_and_its_default_is_right(Class<?> settings) {
    SettingsCheck.assertGuarded(settings);
    assertThat(SettingsCheck.reason(settings, Map.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fcm.dry-run | maybe | fcm.dry-run must be true, false or validate: maybe",
        "fcm.base-url | fcm.example | fcm.base-url must be a URL like https://host:443/path",
        "fcm.base-url | https://fcm.example/ | fcm.base-url must be a URL like",
        "fcm.base-url | https://fcm.example/?a=MARK | fcm.base-url must be a URL like",
        "fcm.token-uri | ftp://a | fcm.token-uri must be a URL like",
        "firebase.project-id | a/b | firebase.project-id must be the id of a Firebase project: a/b",
        "firebase.client-email | me | firebase.client-email must be an e-mail address: me",
      })
  void a_wrong_one_stops_the_start_by_its_name(String name, String value, String line) {
    Class<?> type = name.startsWith("fcm") ? FcmSettings.class : FirebaseSettings.class;
    assertThat(SettingsCheck.reason(type, Map.of(name, value))).startsWith(line);
  }

  /** Why the start stops; null if it does not. */
  private static @Nullable String refusal(String dryRun, FirebaseSettings firebase) {
    return refusal(new FcmSettings(dryRun, "http://localhost:1", ""), firebase);
  }

  private static @Nullable String refusal(FcmSettings fcm, FirebaseSettings firebase) {
    Throwable failure = catchThrowable(() -> make(fcm, firebase));
    return failure == null ? null : StartFailure.reason(new RuntimeException("bean", failure));
  }

  private static PushSender make(FcmSettings fcm, FirebaseSettings firebase) {
    PushSettings push =
        new PushSettings(new Durations(List.of(Duration.ofSeconds(1))), Duration.ofSeconds(10), 1);
    return new FcmSenders(fcm, firebase, push).sender(JsonMapper.createDefault());
  }

  private static FirebaseSettings firebase(String project, String email, String key, String file) {
    return new FirebaseSettings(project, email, new Secret(key), file);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      emptyValue = "",
      nullValues = "none",
      value = {
        "''       | ''   | ''    | ''  | ''  | none",
        "true     | ''   | ''    | ''  | ''  | none",
        "true     | shop | ''    | key | no  | none",
        "''       | shop | ''    | ''  | ''  | firebase.client-email is missing",
        "''       | shop | a@b   | ''  | ''  | firebase.private-key is missing",
        "''       | ''   | a@b   | key | ''  | firebase.project-id is missing",
        "''       | shop | ''    | key | ''  | firebase.client-email is missing",
        "false    | ''   | ''    | ''  | ''  | fcm.dry-run is false, but firebase.project-id is"
            + " missing",
        "validate | shop | a@b   | ''  | ''  | fcm.dry-run is validate, but firebase.private-key is"
            + " missing",
      })
  void half_credentials_stop_the_start(
      String dryRun, String project, String email, String key, String file, String line) {
    String expected = line == null ? null : line + TWO_WAYS;
    assertThat(refusal(dryRun, firebase(project, email, key, file))).isEqualTo(expected);
  }

  @Test
  void two_sets_of_credentials_stop_the_start() {
    assertThat(refusal("", firebase("shop", "a@b", "key", "file")))
        .isEqualTo("firebase.credentials excludes firebase.client-email and firebase.private-key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"MARK", "-----BEGIN PRIVATE KEY-----\\nTUFSSw==\\n-----END PRIVATE KEY-----"})
  void a_wrong_key_stops_the_start_and_is_not_shown(String key) {
    assertThat(refusal("", firebase("shop", "a@b", key, "")))
        .isEqualTo(
            "firebase.private-key must be a private key in PEM, from BEGIN PRIVATE KEY to END"
                + " PRIVATE KEY");
  }

  @Test
  void line_ends_of_a_key_may_be_escaped() {
    String pem = ACCOUNT.pem();
    assertThat(refusal("", firebase("shop", "a@b", pem, ""))).isNull();
    assertThat(refusal("", firebase("shop", "a@b", pem.replace("\n", "\\n"), ""))).isNull();
  }

  @Test
  void a_file_that_is_none_stops_the_start(@TempDir Path folder) throws Exception {
    Path good = Files.writeString(folder.resolve("good"), ACCOUNT.json("http://localhost:1/t"));
    Path bad = Files.writeString(folder.resolve("bad"), "{\"type\":\"MARK\"}");
    Path gone = folder.resolve("gone");

    assertThat(refusal("", firebase("", "", "", good.toString()))).isNull();
    assertThat(refusal("", firebase("", "", "", bad.toString())))
        .isEqualTo("firebase.credentials names a file without Google's credentials, " + bad);
    assertThat(refusal("", firebase("", "", "", gone.toString())))
        .isEqualTo("firebase.credentials names a file that cannot be read, " + gone);
  }

  @Test
  void credentials_of_a_user_need_a_project_and_have_no_token_uri(@TempDir Path folder)
      throws Exception {
    String user =
        "{\"type\":\"authorized_user\",\"client_id\":\"c\",\"client_secret\":\"s\",\"refresh_token\":\"r\"}";
    String file = Files.writeString(folder.resolve("user"), user).toString();
    FcmSettings withTokenUri = new FcmSettings("", "http://localhost:1", "http://localhost:1/t");

    assertThat(refusal("", firebase("shop", "", "", file))).isNull();
    assertThat(refusal("", firebase("", "", "", file)))
        .isEqualTo("firebase.project-id is missing, and firebase.credentials name no project");
    assertThat(refusal(withTokenUri, firebase("shop", "", "", file)))
        .isEqualTo("fcm.token-uri is for service accounts, and firebase.credentials name none");
  }
}
