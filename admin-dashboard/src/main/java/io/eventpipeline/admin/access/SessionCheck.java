package io.eventpipeline.admin.access;

/** Whether a person that was let in may stay. Threads: any; they may wait. */
public interface SessionCheck {
  /** False once the session has ended. True while nobody can tell, within bounds. */
  boolean stillCounts(Person person);
}
