package io.eventpipeline.contract.forms;

import com.fasterxml.jackson.core.JsonToken;
import io.eventpipeline.contract.EventRules;
import io.eventpipeline.contract.JsonMembers;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the value of one field and reports what is wrong with it; the value is null then. For one
 * event, on one thread.
 */
final class FieldReader {
  private final JsonMembers members;

  FieldReader(JsonMembers members) {
    this.members = members;
  }

  @Nullable String readId(String field) throws IOException {
    return legalId(members.readString(field), field);
  }

  /** A user id or type. */
  @Nullable String readName(String field) throws IOException {
    return checkedName(members.readString(field), field);
  }

  @Nullable String readIdempotencyKey(String field) throws IOException {
    String key = members.readString(field);
    String error = key == null ? null : EventRules.checkIdempotencyKey(key);
    if (error != null) {
      members.reportError(field, error);
    }
    return key;
  }

  /** When the event happened: unix milliseconds, or ISO-8601 with offset. */
  @Nullable Long readTime(String field) throws IOException {
    Long time =
        members.token() == JsonToken.VALUE_STRING
            ? EventTime.parse(members.text())
            : members.readInteger(-EventRules.MAX_SEQ, EventRules.MAX_SEQ);
    if (time == null) {
      members.reportError(field, "must be unix milliseconds, or ISO-8601 with offset");
    }
    members.skip();
    return time;
  }

  /** Unix milliseconds. Null counts as absent. */
  @Nullable Long readMillis(String field) throws IOException {
    Long millis = null;
    if (members.token() != JsonToken.VALUE_NULL) {
      millis = members.readInteger(0, EventRules.MAX_SEQ);
      if (millis == null) {
        members.reportError(field, "must be unix milliseconds");
      }
    }
    members.skip();
    return millis;
  }

  /** Null counts as false. */
  boolean readFlag(String field) throws IOException {
    JsonToken value = members.token();
    boolean isTrue = value == JsonToken.VALUE_TRUE;
    if (!isTrue && value != JsonToken.VALUE_FALSE && value != JsonToken.VALUE_NULL) {
      members.reportError(field, "must be true or false");
    }
    members.skip();
    return isTrue;
  }

  @Nullable String legalId(@Nullable String value, String field) {
    String error = value == null ? null : EventRules.checkId(value);
    if (error != null) {
      members.reportError(field, error);
      return null;
    }
    return value;
  }

  /** The value itself, also if it is wrong. */
  @Nullable String checkedName(@Nullable String value, String field) {
    String error = value == null ? null : EventRules.checkName(value);
    if (error != null) {
      members.reportError(field, error);
    }
    return value;
  }
}
