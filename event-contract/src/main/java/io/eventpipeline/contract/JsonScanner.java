package io.eventpipeline.contract;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Checks JSON of any depth, in one pass and with one bit of memory for each level. Cuts off what is
 * too deep for a parser. For one text, on one thread.
 */
final class JsonScanner {
  private final byte[] text;
  private final byte[] shallow;
  private final int levels;

  /** Which of the open levels are objects; the others are arrays. */
  private final BitSet objects = new BitSet();

  private int depth;
  private boolean justOpened;
  private int cutFrom;
  private int at;

  /**
   * @param text well-formed UTF-8
   * @param levels the deepest level that {@link #shallow()} keeps
   */
  JsonScanner(byte[] text, int levels) {
    this.text = text;
    this.shallow = text.clone();
    this.levels = levels;
  }

  /** Whether the text is one JSON value and nothing more. If not, {@link #at()} says where. */
  boolean isJson() {
    boolean legal = value();
    while (legal && depth > 0) {
      legal = next();
    }
    skipSpace();
    return legal && at == text.length;
  }

  /** Where the scan stopped, in bytes. */
  int at() {
    return at;
  }

  /** The text, with the number 0 instead of each object and array that is too deep. */
  byte[] shallow() {
    return shallow;
  }

  /** Moves to the end of a level, or else to the end of its next value. */
  private boolean next() {
    skipSpace();
    boolean object = objects.get(depth);
    if (peek() == (object ? '}' : ']')) {
      at++;
      close();
      return true;
    }
    if (!justOpened && !take(',')) {
      return false;
    }
    justOpened = false;
    return (!object || name()) && value();
  }

  private boolean name() {
    skipSpace();
    if (!string()) {
      return false;
    }
    skipSpace();
    return take(':');
  }

  /** Moves past a scalar, or into an object or array. */
  private boolean value() {
    skipSpace();
    return switch (peek()) {
      case '{', '[' -> open();
      case '"' -> string();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    };
  }

  private boolean open() {
    if (depth == levels) {
      cutFrom = at;
    }
    objects.set(++depth, text[at++] == '{');
    justOpened = true;
    return true;
  }

  private void close() {
    justOpened = false;
    if (--depth == levels) {
      Arrays.fill(shallow, cutFrom, at, (byte) ' ');
      shallow[cutFrom] = '0';
    }
  }

  private boolean string() {
    if (!take('"')) {
      return false;
    }
    while (peek() != '"') {
      if (peek() == '\\' ? !escape() : !plain()) {
        return false;
      }
    }
    at++;
    return true;
  }

  private boolean plain() {
    boolean legal = peek() < 0 || peek() >= ' ';
    at += legal ? 1 : 0;
    return legal;
  }

  private boolean escape() {
    at++;
    if (!take('u')) {
      boolean known = peek() > 0 && "\"\\/bfnrt".indexOf(peek()) >= 0;
      at += known ? 1 : 0;
      return known;
    }
    for (int i = 0; i < 4; i++) {
      if (Character.digit(peek(), 16) < 0) {
        return false;
      }
      at++;
    }
    return true;
  }

  private boolean number() {
    take('-');
    if (!take('0') && !digits()) {
      return false;
    }
    if (take('.') && !digits()) {
      return false;
    }
    if (!take('e') && !take('E')) {
      return true;
    }
    if (!take('+')) {
      take('-');
    }
    return digits();
  }

  private boolean digits() {
    int from = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    return at > from;
  }

  private boolean word(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (!take(word.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private void skipSpace() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
      at++;
    }
  }

  private boolean take(char expected) {
    boolean there = peek() == expected;
    at += there ? 1 : 0;
    return there;
  }

  /** The next byte: negative inside a character that is not ASCII, NUL at the end. */
  private byte peek() {
    return at < text.length ? text[at] : 0;
  }
}
