package io.eventpipeline.query.reference;

import io.eventpipeline.query.redis.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reference table that counts: what {@code ref:current} says.
 *
 * @param ts the time that its sender gave it, in unix milliseconds
 * @param version unique
 * @param chunks how many keys hold it
 * @param users how many users it has
 */
public record TableRef(long ts, String version, int chunks, int users) {
  /**
   * Reads it from a script's reply.
   *
   * @param at where its four parts begin
   * @return null if there is none
   */
  public static @Nullable TableRef read(List<Object> reply, int at) {
    String version = Reply.text(reply.get(at + 1));
    return version.isEmpty()
        ? null
        : new TableRef(
            Reply.number(reply.get(at)),
            version,
            (int) Reply.number(reply.get(at + 2)),
            (int) Reply.number(reply.get(at + 3)));
  }

  /** The value of the header {@code ETag}. */
  public String etag() {
    return '"' + version + '"';
  }
}
