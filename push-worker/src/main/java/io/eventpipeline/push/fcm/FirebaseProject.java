package io.eventpipeline.push.fcm;

import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** A Firebase project and the credentials for it. Asks nobody for an access token yet. */
record FirebaseProject(String id, GoogleCredentials credentials) {
  private static final List<String> SCOPES =
      List.of("https://www.googleapis.com/auth/firebase.messaging");
  private static final String DEFAULT = "default";

  /**
   * Reads what the settings name.
   *
   * @throws IllegalStateException naming the property that is wrong
   */
  static FirebaseProject read(
      FirebaseSettings firebase, FcmSettings fcm, HttpTransportFactory transport) {
    GoogleCredentials named =
        firebase.isFile()
            ? ofFile(firebase.credentials(), transport)
            : ofAccount(firebase, transport);
    GoogleCredentials ready = withoutRetries(withTokenUri(named, fcm.tokenUri()));
    String id = firebase.projectId().isBlank() ? ready.getProjectId() : firebase.projectId();
    if (id == null || id.isBlank()) {
      throw new IllegalStateException(
          "firebase.project-id is missing, and firebase.credentials name no project");
    }
    return new FirebaseProject(id, ready);
  }

  private static GoogleCredentials ofAccount(
      FirebaseSettings firebase, HttpTransportFactory transport) {
    try {
      return ServiceAccountCredentials.newBuilder()
          .setClientEmail(firebase.clientEmail())
          .setPrivateKeyString(firebase.privateKey().value().replace("\\n", "\n"))
          .setHttpTransportFactory(transport)
          .build();
    } catch (IOException | RuntimeException quotesTheKey) {
      throw new IllegalStateException(
          "firebase.private-key must be a private key in PEM, from BEGIN PRIVATE KEY to END PRIVATE"
              + " KEY");
    }
  }

  private static GoogleCredentials ofFile(String credentials, HttpTransportFactory transport) {
    if (credentials.equals(DEFAULT)) {
      return ofDefault(transport);
    }
    try (InputStream file = Files.newInputStream(Path.of(credentials))) {
      return parsed(file, credentials, transport);
    } catch (IOException | InvalidPathException unreadable) {
      throw new IllegalStateException(
          "firebase.credentials names a file that cannot be read, " + credentials);
    }
  }

  private static GoogleCredentials parsed(
      InputStream file, String name, HttpTransportFactory transport) {
    try {
      return GoogleCredentials.fromStream(file, transport);
    } catch (IOException | RuntimeException mayQuoteTheKey) {
      throw new IllegalStateException(
          "firebase.credentials names a file without Google's credentials, " + name);
    }
  }

  private static GoogleCredentials ofDefault(HttpTransportFactory transport) {
    try {
      return GoogleCredentials.getApplicationDefault(transport);
    } catch (IOException | RuntimeException none) {
      throw new IllegalStateException(
          "firebase.credentials is default, but this machine has no default credentials of Google");
    }
  }

  private static GoogleCredentials withTokenUri(GoogleCredentials credentials, String tokenUri) {
    if (tokenUri.isBlank()) {
      return credentials;
    }
    if (credentials instanceof ServiceAccountCredentials account) {
      return account.toBuilder().setTokenServerUri(URI.create(tokenUri)).build();
    }
    throw new IllegalStateException(
        "fcm.token-uri is for service accounts, and firebase.credentials name none");
  }

  /** The worker repeats by its own schedule. */
  private static GoogleCredentials withoutRetries(GoogleCredentials credentials) {
    return credentials.createScoped(SCOPES).createWithCustomRetryStrategy(false);
  }
}
