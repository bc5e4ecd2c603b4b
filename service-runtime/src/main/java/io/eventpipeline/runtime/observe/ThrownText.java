package io.eventpipeline.runtime.observe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Describes exceptions in bounded text. A message may quote a whole database row, so each text has
 * a limit. It also copes with exceptions whose own methods fail.
 */
public final class ThrownText {
  /** Limit of a message, in characters. */
  public static final int MOST_OF_MESSAGE = 2_000;

  /** Limit of a trace with its messages, in characters. */
  public static final int MOST_OF_TRACE = 3_000;

  /** Limit of one message among several. */
  private static final int MOST_OF_ONE = 1_000;

  private static final int MOST_OF_SUPPRESSED = 200;

  private static final int MOST_CAUSES = 5;
  private static final int MOST_SUPPRESSED = 3;
  private static final int FRAMES = 30;
  private static final int FRAMES_BEFORE_CAUSE = 10;

  private ThrownText() {}

  /**
   * The class and message of the exception, and of each cause that is not quoted already. If the
   * root has no message, its place in the code follows.
   */
  public static String message(Throwable thrown) {
    List<Throwable> chain = chain(thrown);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < chain.size(); i++) {
      Throwable one = chain.get(i);
      String words = words(one);
      if (i > 0 && isQuoted(one, words, text)) {
        continue;
      }
      text.append(i == 0 ? "" : ", caused by ");
      text.append(chain.size() == 1 ? words : cut(words, MOST_OF_ONE));
      if (i == chain.size() - 1 && messageOf(one).isBlank()) {
        text.append(place(one));
      }
    }
    return cut(text.toString(), MOST_OF_MESSAGE);
  }

  private static boolean isQuoted(Throwable cause, String words, CharSequence outer) {
    return !messageOf(cause).isBlank() && outer.toString().contains(cut(words, MOST_OF_ONE / 2));
  }

  /** Class, message and frames of each exception in the chain. Ends with a line break. */
  public static String trace(Throwable thrown) {
    List<Throwable> chain = chain(thrown);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < chain.size() && text.length() < MOST_OF_TRACE; i++) {
      Throwable one = chain.get(i);
      text.append(i == 0 ? "" : "Caused by: ");
      text.append(OneLine.of(cut(words(one), MOST_OF_ONE))).append('\n');
      appendFrames(text, one, i < chain.size() - 1 ? FRAMES_BEFORE_CAUSE : FRAMES);
      appendSuppressed(text, one.getSuppressed());
    }
    return text.length() <= MOST_OF_TRACE ? text.toString() : cut(text, MOST_OF_TRACE - 1) + "\n";
  }

  private static void appendFrames(StringBuilder text, Throwable one, int most) {
    StackTraceElement[] frames = one.getStackTrace();
    for (int i = 0; i < Math.min(most, frames.length); i++) {
      text.append("\tat ").append(frames[i]).append('\n');
    }
    if (frames.length > most) {
      text.append("\t... ").append(frames.length - most).append(" more\n");
    }
  }

  /** One line each, and only a few: a retry loop may have collected thousands. */
  private static void appendSuppressed(StringBuilder text, Throwable[] suppressed) {
    for (int i = 0; i < Math.min(MOST_SUPPRESSED, suppressed.length); i++) {
      String words = OneLine.of(cut(words(suppressed[i]), MOST_OF_SUPPRESSED));
      text.append("\tSuppressed: ").append(words).append('\n');
    }
  }

  /**
   * At most {@code most} characters of a text. A longer text ends in an ellipsis. Never splits a
   * surrogate pair.
   */
  public static String cut(CharSequence text, int most) {
    if (text.length() <= most) {
      return text.toString();
    }
    int end = most - 1;
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.subSequence(0, end) + "…";
  }

  /** From the outermost to the root. A long chain keeps its first few and the root. */
  private static List<Throwable> chain(Throwable thrown) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Throwable> chain = new ArrayList<>();
    for (@Nullable Throwable one = thrown; one != null && seen.add(one); one = causeOf(one)) {
      if (chain.size() == MOST_CAUSES) {
        chain.removeLast();
      }
      chain.add(one);
    }
    return chain;
  }

  private static String words(Throwable thrown) {
    String message = messageOf(thrown);
    String name = thrown.getClass().getName();
    return message.isBlank() ? name : name + ": " + message;
  }

  /** Empty if there is none. */
  private static String messageOf(Throwable thrown) {
    try {
      String message = thrown.getLocalizedMessage();
      return message == null ? "" : message;
    } catch (Throwable broken) { // foreign code, called when something is wrong already
      return "(reading its message failed with " + broken.getClass().getName() + ")";
    }
  }

  private static @Nullable Throwable causeOf(Throwable thrown) {
    try {
      return thrown.getCause();
    } catch (Throwable broken) { // as above
      return null;
    }
  }

  /** The innermost frame outside the JDK. */
  private static String place(Throwable thrown) {
    for (StackTraceElement frame : thrown.getStackTrace()) {
      if (!frame.getClassName().startsWith("java.") && !frame.getClassName().startsWith("jdk.")) {
        return " at " + frame;
      }
    }
    return "";
  }
}
