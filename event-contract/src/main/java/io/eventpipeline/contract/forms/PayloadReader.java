package io.eventpipeline.contract.forms;

import com.fasterxml.jackson.core.JsonToken;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.EventRules;
import io.eventpipeline.contract.JsonMembers;
import io.eventpipeline.contract.JsonSlice;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the payload of one event: checks its depth and its seq, and keeps its text. For one event,
 * on one thread.
 */
final class PayloadReader {
  static final String FIELD = "payload";

  private static final String SEQ = FIELD + "/seq";

  /** The event itself is the first level, its payload the second. */
  private static final int DEPTH = 2;

  private final JsonMembers members;
  private @Nullable JsonSlice json;
  private @Nullable Long seq;

  /** What is wrong with the seq, unless it is plain data; null if nothing is. */
  private @Nullable String seqError;

  PayloadReader(JsonMembers members) {
    this.members = members;
  }

  /** What else to do with a member of the payload. */
  interface MemberReading {
    /** The parser stands at the member's value, and may be moved to its end. */
    void read(String name) throws IOException;
  }

  /** The payload as the client sent it; <code>{}</code> if there is none. */
  JsonSlice jsonOrEmpty() {
    return json == null ? JsonSlice.EMPTY : json;
  }

  long seqOrZero() {
    return seq == null ? Event.NO_SEQ : seq;
  }

  /** Reads the current value. */
  void read() throws IOException {
    read(name -> {});
  }

  /** Reads the current value, and gives each member away before it checks it. */
  void read(MemberReading reading) throws IOException {
    if (members.token() != JsonToken.START_OBJECT) {
      members.reportError(FIELD, "must be an object");
      members.skip();
      return;
    }
    int from = members.offset();
    String name = members.next();
    while (name != null) {
      reading.read(name);
      readMember(name);
      name = members.next();
    }
    json = members.sliceFrom(from);
  }

  /**
   * Reports an error in the seq. The sender may say after the payload that it is plain data.
   *
   * @param isData whether the seq is plain data, which may have any value
   */
  void checkSeq(boolean isData) {
    if (isData) {
      seq = null;
    } else if (seqError != null) {
      members.reportError(SEQ, seqError);
    }
  }

  private void readMember(String name) throws IOException {
    boolean isNested = members.token().isStructStart();
    if (name.equals("seq")) {
      readSeq();
    }
    if (isNested && members.readDepth() + DEPTH > EventRules.MAX_DEPTH) {
      members.reportError(
          FIELD, "must not make the event deeper than " + EventRules.MAX_DEPTH + " levels");
    }
  }

  private void readSeq() throws IOException {
    Long value = members.readInteger(1, EventRules.MAX_SEQ);
    if (value == null) {
      seqError = "must be an integer from 1 to " + EventRules.MAX_SEQ;
    } else if (seq != null) {
      seqError = EventFields.TWICE;
    }
    seq = value;
  }
}
