package io.eventpipeline.contract.forms;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.JsonDocument;
import io.eventpipeline.contract.Parsed;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event in the typed form: {@code eventType} says what the object is, and the whole object
 * is the payload. The user is the first of {@code userId}, {@code orderId} and {@code sku}; null
 * counts as absent. For one event, on one thread.
 */
final class TypedForm {
  static final String TYPE = "eventType";
  private static final String TIMESTAMP = "timestamp";

  /** The fields that name the user, the best first. */
  private static final List<String> USERS = List.of(OwnForm.USER_ID, "orderId", "sku");

  private final EventFields fields;

  /** Position in {@link #USERS} of the best field so far. */
  private int userRank = USERS.size();

  /** Its value; null if it is no string. */
  private @Nullable String user;

  private TypedForm(byte[] text, JsonParser parser) {
    fields = new EventFields(text, parser);
  }

  static Parsed<EventDraft> read(byte[] event) {
    return JsonDocument.object(
        event, (text, parser) -> atTopLevel(new TypedForm(text, parser).read()));
  }

  /** The payload is the document itself. */
  private static Parsed<EventDraft> atTopLevel(Parsed<EventDraft> parsed) {
    return parsed instanceof Parsed.Invalid<EventDraft>(List<FieldError> errors, String id)
        ? new Parsed.Invalid<>(errors.stream().map(TypedForm::atTopLevel).toList(), id)
        : parsed;
  }

  private static FieldError atTopLevel(FieldError error) {
    return new FieldError(
        error.pointer().replaceFirst("^/" + PayloadReader.FIELD + "(?=/|$)", ""), error.detail());
  }

  private Parsed<EventDraft> read() throws IOException {
    fields.payload.read(this::readMember);
    fields.require(EventFields.TYPE, TYPE);
    if (userRank == USERS.size()) {
      fields.members.reportError(OwnForm.USER_ID, "or orderId or sku is required");
    } else if (user == null) {
      fields.members.reportError(USERS.get(userRank), "must be a string");
    } else {
      fields.takeUser(user, USERS.get(userRank));
    }
    return fields.toDraft();
  }

  /** Notes a member of the payload that is a field of the event too. */
  private void readMember(String name) throws IOException {
    boolean isNull = fields.members.token() == JsonToken.VALUE_NULL;
    switch (name) {
      case TYPE -> fields.readType(name);
      case OwnForm.EVENT_ID -> {
        if (!isNull) {
          fields.readId(name);
        }
      }
      case TIMESTAMP -> {
        if (!isNull) {
          fields.readTs(name);
        }
      }
      default -> {
        if (!isNull) {
          noteUser(USERS.indexOf(name));
        }
      }
    }
  }

  private void noteUser(int rank) throws IOException {
    if (rank >= 0 && rank <= userRank) {
      if (rank == userRank) {
        fields.members.reportError(USERS.get(rank), EventFields.TWICE);
      }
      userRank = rank;
      user = fields.members.token() == JsonToken.VALUE_STRING ? fields.members.text() : null;
    }
  }
}
