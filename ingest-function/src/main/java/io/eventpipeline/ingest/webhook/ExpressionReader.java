package io.eventpipeline.ingest.webhook;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/**
 * Reads an {@link Expression}: {@code $.a["b c"][0]}, {@code header.X-Id}, {@code 'a literal'} or
 * any other literal, and several of them with {@code |} between. For one text, on one thread.
 */
final class ExpressionReader {
  private static final String HEADER = "header.";
  private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`~-]+");

  /** Far above any array that somebody points into. */
  private static final int MAX_INDEX_DIGITS = 6;

  private final String text;
  private int at;

  private ExpressionReader(String text) {
    this.text = text;
  }

  /**
   * Reads an expression.
   *
   * @throws IllegalArgumentException with the reason, if the text is none
   */
  static Expression read(String text) {
    return new ExpressionReader(text).expression();
  }

  private Expression expression() {
    List<Expression.Alternative> all = new ArrayList<>();
    do {
      skipBlanks();
      all.add(alternative());
      skipBlanks();
    } while (accept('|'));
    if (!isAtEnd()) {
      throw wrong("is not understood");
    }
    return new Expression(all);
  }

  private Expression.Alternative alternative() {
    if (accept('$')) {
      return new Expression.InBody(path());
    }
    if (accept('\'')) {
      return quoted();
    }
    String bare = take(c -> c != '|').strip();
    if (bare.isEmpty()) {
      throw wrong("has an empty alternative");
    }
    if (!bare.startsWith(HEADER)) {
      return new Expression.Literal(bare);
    }
    String name = bare.substring(HEADER.length());
    if (!HEADER_NAME.matcher(name).matches()) {
      throw wrong("names no header");
    }
    return new Expression.InHeader(name);
  }

  private Expression.Literal quoted() {
    String literal = take(c -> c != '\'');
    if (literal.isEmpty() || !accept('\'')) {
      throw wrong("has an empty or open quotation");
    }
    return new Expression.Literal(literal);
  }

  private JsonPath path() {
    List<JsonPath.Step> steps = new ArrayList<>();
    while (!isAtEnd()) {
      if (accept('.')) {
        steps.add(new JsonPath.Member(name()));
      } else if (accept('[')) {
        steps.add(accept('"') ? new JsonPath.Member(quotedName()) : new JsonPath.Element(index()));
        if (!accept(']')) {
          throw wrong("lacks a closing bracket");
        }
      } else {
        break;
      }
    }
    return new JsonPath(steps);
  }

  private String name() {
    String name = take(c -> ".[]|\"'".indexOf(c) < 0 && !Character.isWhitespace(c));
    if (name.isEmpty()) {
      throw wrong("lacks a name after the dot");
    }
    return name;
  }

  /** A backslash makes the next character part of the name. */
  private String quotedName() {
    StringBuilder name = new StringBuilder();
    while (!accept('"')) {
      accept('\\');
      if (isAtEnd()) {
        throw wrong("lacks a closing quotation mark");
      }
      name.append(text.charAt(at++));
    }
    return name.toString();
  }

  private int index() {
    String digits = take(c -> c >= '0' && c <= '9');
    if (digits.isEmpty() || digits.length() > MAX_INDEX_DIGITS) {
      throw wrong("lacks a number or a quoted name in brackets");
    }
    return Integer.parseInt(digits);
  }

  private String take(IntPredicate isPart) {
    int from = at;
    while (!isAtEnd() && isPart.test(text.charAt(at))) {
      at++;
    }
    return text.substring(from, at);
  }

  private void skipBlanks() {
    String unused = take(Character::isWhitespace);
  }

  private boolean accept(char expected) {
    boolean isThere = !isAtEnd() && text.charAt(at) == expected;
    at += isThere ? 1 : 0;
    return isThere;
  }

  private boolean isAtEnd() {
    return at == text.length();
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(what + " at character " + (at + 1) + ": " + text);
  }
}
