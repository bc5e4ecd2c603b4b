package io.eventpipeline.query.reference;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.eventpipeline.contract.EventRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Reads the users of a table, and checks each. One thread, one table. */
final class UserMetadata {
  private static final Pattern ATTRIBUTE = Pattern.compile("[A-Za-z0-9_]{1,64}");
  private static final int LONGEST_VALUE = 256;
  private static final int LONGEST_IN_POINTER = 300;

  /** Between two looks at the memory that the table takes. */
  private static final int USERS_BETWEEN_LOOKS = 1000;

  private final TableBuilder table;
  private final AllowedValues allowed;
  private final long mostBytes;
  private long count;

  /**
   * @param mostBytes memory that the table may take
   */
  UserMetadata(TableBuilder table, AllowedValues allowed, long mostBytes) {
    this.table = table;
    this.allowed = allowed;
    this.mostBytes = mostBytes;
  }

  /** Reads from the object's start to its end. */
  void read(JsonParser json) throws IOException {
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String userId = json.currentName();
      String wrong = EventRules.checkName(userId);
      if (wrong != null) {
        throw UploadStopped.invalid(pointer(userId), "the user id " + wrong);
      }
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw UploadStopped.invalid(pointer(userId), "must be an object");
      }
      byte[] id = userId.getBytes(StandardCharsets.UTF_8);
      table.user(id, 0, id.length);
      attributes(json, userId);
      if (++count % USERS_BETWEEN_LOOKS == 0) {
        checkMemory();
      }
    }
    checkMemory();
  }

  private void checkMemory() throws UploadStopped {
    if (table.bytes() > mostBytes) {
      throw new UploadStopped(
          new UploadResult.TooLarge(
              "the table needs more than 30 % of the service's heap; give it a larger one"));
    }
  }

  private void attributes(JsonParser json, String userId) throws IOException {
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken kind = json.nextToken();
      if (!ATTRIBUTE.matcher(name).matches()) {
        throw UploadStopped.invalid(
            pointer(userId, name), "an attribute's name must have 1 to 64 of A-Z a-z 0-9 _");
      }
      if (kind != JsonToken.VALUE_NULL) {
        value(userId, name, kind, json);
      }
    }
  }

  private void value(String userId, String name, JsonToken kind, JsonParser json)
      throws IOException {
    if (!kind.isScalarValue()) {
      throw UploadStopped.invalid(
          pointer(userId, name), "must be a string, a number, a boolean or null");
    }
    String text = json.getText();
    if (text.codePointCount(0, text.length()) > LONGEST_VALUE) {
      throw UploadStopped.invalid(
          pointer(userId, name), "must have at most " + LONGEST_VALUE + " characters");
    }
    byte[] value = text.getBytes(StandardCharsets.UTF_8);
    String wrong =
        text.codePoints().anyMatch(UserMetadata::isHalf)
            ? "must be well-formed Unicode"
            : allowed.refusal(name, text);
    if (wrong != null) {
      throw UploadStopped.invalid(pointer(userId, name), wrong);
    }
    int attribute = table.attribute(name);
    if (attribute < 0) {
      throw UploadStopped.invalid(
          pointer(userId, name),
          "a table has at most " + TableBuilder.MOST_ATTRIBUTES + " attributes");
    }
    table.value(attribute, value, 0, value.length);
  }

  private static boolean isHalf(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private static String pointer(String... names) {
    StringBuilder pointer = new StringBuilder("/user_metadata");
    for (String name : names) {
      String cut =
          name.length() > LONGEST_IN_POINTER ? name.substring(0, LONGEST_IN_POINTER) + "…" : name;
      pointer.append('/').append(cut.replace("~", "~0").replace("/", "~1"));
    }
    return pointer.toString();
  }
}
