package io.eventpipeline.local;

/** A running process of the local pipeline: a server or a service. */
public interface StackProcess extends AutoCloseable {
  /** Its name in messages, such as {@code the ingest}. */
  String name();

  Process process();

  /** The last lines of its output since its start. */
  String tail();

  /** The signal, such as TERM, at which it ends in order and waits for nobody. */
  default String endSignal() {
    return "TERM";
  }

  /** Ends it with that signal, or with SIGKILL if that takes too long, and waits for the end. */
  @Override
  void close();
}
