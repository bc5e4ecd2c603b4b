package io.eventpipeline.testbed.chaos;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tells the processes that a fault ended from those that died by themselves. Threads: any. */
final class Deaths {
  /** The exit statuses by which the testbed's own code ends a service in a fault. */
  private static final Set<Integer> OF_THE_TESTBED = Set.of(77, 98, 99);

  /** A start that fails ends with such a line. Faults may keep its servers away meanwhile. */
  private static final String CANNOT_START = " cannot start: ";

  private final Set<Long> ended = ConcurrentHashMap.newKeySet();

  /** Notes that a fault ends this process now. */
  void noteEnded(long pid) {
    ended.add(pid);
  }

  /**
   * Whether nobody ended this process, which is dead.
   *
   * @param status its exit status
   * @param output the end of its output
   */
  boolean isByItself(long pid, int status, String output) {
    return !ended.contains(pid)
        && !OF_THE_TESTBED.contains(status)
        && !(status == 1 && output.contains(CANNOT_START));
  }
}
