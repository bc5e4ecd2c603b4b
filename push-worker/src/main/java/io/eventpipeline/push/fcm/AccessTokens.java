package io.eventpipeline.push.fcm;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.OAuth2Credentials;
import java.io.IOException;

/**
 * The access token that all sends share. Google's library fetches one for the first caller, and
 * again before it ends; callers at the same time share one fetch. Threads: any; a fetch blocks.
 */
final class AccessTokens {
  private final OAuth2Credentials credentials;

  AccessTokens(OAuth2Credentials credentials) {
    this.credentials = credentials;
  }

  /** The present token. */
  String current() throws NoAccessToken {
    try {
      credentials.refreshIfExpired();
      return value();
    } catch (IOException none) {
      throw NoAccessToken.because(none);
    }
  }

  /** The token after one that FCM refused: a new one, unless another caller fetched it already. */
  String after(String refused) throws NoAccessToken {
    try {
      if (value().equals(refused)) {
        credentials.refresh();
      }
      return value();
    } catch (IOException none) {
      throw NoAccessToken.because(none);
    }
  }

  private String value() throws IOException {
    AccessToken token = credentials.getAccessToken();
    if (token == null) {
      throw new IOException("the token endpoint gave none");
    }
    return token.getTokenValue();
  }
}
