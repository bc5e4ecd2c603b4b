package io.eventpipeline.testbed.handler;

import io.eventpipeline.contract.Event;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A file with a line for each start and each end of a run: what, unix milliseconds, process id,
 * event id, user id and seq, separated by tabs. Each line is one append, so processes can share the
 * file and a killed one loses nothing. Threads: any, also interrupted ones (which would close a
 * channel).
 */
final class RunFile {
  private final FileOutputStream file;
  private final long pid = ProcessHandle.current().pid();

  private RunFile(FileOutputStream file) {
    this.file = file;
  }

  static RunFile named(@Nullable String path) {
    if (path == null) {
      throw new IllegalStateException("the system property testbed.runs names no file");
    }
    try {
      return new RunFile(new FileOutputStream(path, true));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void append(String what, Event event) {
    String line =
        String.join(
                "\t",
                what,
                Long.toString(System.currentTimeMillis()),
                Long.toString(pid),
                event.id(),
                event.userId(),
                Long.toString(event.seqOrZero()))
            + "\n";
    try {
      file.write(line.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
