package io.eventpipeline.projection.row;

import com.fasterxml.jackson.core.JsonToken;
import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.JsonMembers;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members of one payload that a row needs. Each getter notes an error if its member is not
 * right, and then returns something of no meaning. For one payload, on one thread.
 */
final class PayloadFields {
  /** Longest text, in code points. */
  private static final int MAX_TEXT = 256;

  private static final int DECIMALS = 2;
  private static final int MAX_WHOLE_DIGITS = 15;
  private static final int DIGITS_OF_LONG = 19;

  private final JsonMembers members;
  private final Map<String, Scalar> scalars = new HashMap<>();

  /**
   * @param text of a string or number; empty for all else
   */
  private record Scalar(JsonToken token, String text) {}

  /** Reads the whole payload. */
  PayloadFields(ProjectedType type, JsonMembers members) throws IOException {
    this.members = members;
    for (@Nullable String name = members.next(); name != null; name = members.next()) {
      if (type.reads(name)) {
        note(name);
      } else {
        members.skip();
      }
    }
  }

  private void note(String name) throws IOException {
    JsonToken token = members.token();
    String text = token == JsonToken.VALUE_STRING || token.isNumeric() ? members.text() : "";
    if (scalars.put(name, new Scalar(token, text)) != null) {
      members.reportError(name, "must not occur twice");
    }
    members.skip();
  }

  /** All errors so far. */
  List<FieldError> errors() {
    return members.errors();
  }

  void reportError(String name, String detail) {
    members.reportError(name, detail);
  }

  /** Only that it is there: the event has its value. */
  void requireTime() {
    Scalar found = required(ProjectedType.TIMESTAMP);
    if (found != null && found.text().isEmpty()) {
      reportError(ProjectedType.TIMESTAMP, "must be a time");
    }
  }

  String text(String name) {
    Scalar found = required(name);
    if (found == null) {
      return "";
    }
    String error =
        found.token() == JsonToken.VALUE_STRING ? textError(found.text()) : "must be a string";
    if (error != null) {
      reportError(name, error);
    }
    return found.text();
  }

  private static @Nullable String textError(String text) {
    if (text.isEmpty()) {
      return "must not be empty";
    }
    if (text.indexOf('\0') >= 0) {
      return "must not have the character U+0000";
    }
    if (hasLoneSurrogate(text)) {
      return "must be well-formed Unicode";
    }
    return text.codePointCount(0, text.length()) > MAX_TEXT
        ? "must have at most " + MAX_TEXT + " characters"
        : null;
  }

  private static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (Character.charCount(text.codePointAt(i)) == 1) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  /** A number, or a string with one. */
  BigDecimal amount(String name) {
    Scalar found = required(name);
    if (found == null) {
      return BigDecimal.ZERO;
    }
    DecimalText number = DecimalText.parse(found.text());
    String error = amountError(number);
    if (number == null || error != null) {
      reportError(name, String.valueOf(error));
      return BigDecimal.ZERO;
    }
    return number.toBigDecimal().setScale(DECIMALS);
  }

  private static @Nullable String amountError(@Nullable DecimalText number) {
    if (number == null) {
      return "must be a decimal number";
    }
    if (number.decimals() > DECIMALS) {
      return "must have at most " + DECIMALS + " decimals";
    }
    return number.wholeDigits() > MAX_WHOLE_DIGITS
        ? "must be below 10^" + MAX_WHOLE_DIGITS + " either side of zero"
        : null;
  }

  /** A number without a fraction, in 64 bits. */
  long quantity(String name) {
    Scalar found = required(name);
    if (found == null) {
      return 0;
    }
    DecimalText number = found.token().isNumeric() ? DecimalText.parse(found.text()) : null;
    if (number == null || number.decimals() > 0) {
      reportError(name, "must be a whole number");
      return 0;
    }
    if (number.wholeDigits() > DIGITS_OF_LONG
        || number.toBigDecimal().toBigInteger().bitLength() >= Long.SIZE) {
      reportError(name, "must fit into 64 bits");
      return 0;
    }
    return number.toBigDecimal().longValueExact();
  }

  /** Null, and an error, if the member is missing or null. */
  private @Nullable Scalar required(String name) {
    Scalar found = scalars.get(name);
    if (found == null || found.token() == JsonToken.VALUE_NULL) {
      reportError(name, "is required");
      return null;
    }
    return found;
  }
}
