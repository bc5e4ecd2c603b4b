package io.eventpipeline.testbed.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory a process had at most at a time. */
public final class PeakMemory {
  private PeakMemory() {}

  /** Its peak RSS in MB, pages of its files among it; 0 if the system does not tell. */
  public static long mb(long pid) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
        }
      }
      return 0;
    } catch (IOException noSuchFile) {
      return 0;
    }
  }
}
