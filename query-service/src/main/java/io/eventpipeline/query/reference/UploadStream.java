package io.eventpipeline.query.reference;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** The body of an upload: bounded in size and time, and it keeps the lease while bytes come. */
final class UploadStream extends FilterInputStream {
  /** For the whole body. Nobody else can upload meanwhile. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final long most;
  private final UploadLease lease;
  private long count;

  /**
   * @param most bytes
   */
  UploadStream(InputStream body, long most, UploadLease lease) {
    super(body);
    this.most = most;
    this.lease = lease;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    int got = super.read(target, from, length);
    if (got > 0) {
      count += got;
      if (count > most) {
        throw new UploadStopped(new UploadResult.TooLarge(tooLarge(most)));
      }
      if (lease.age().compareTo(LONGEST) > 0) {
        throw new UploadStopped(new UploadResult.TooSlow());
      }
      lease.keep();
    }
    return got;
  }

  static String tooLarge(long most) {
    return "the body has more than %d bytes (reference.max-bytes)".formatted(most);
  }
}
