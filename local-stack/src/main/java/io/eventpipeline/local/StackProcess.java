package io.eventpipeline.local;

/** A running process of the local pipeline: a server or a service. */
public interface StackProcess extends AutoCloseable {
  /** Its name in messages, such as {@code the ingest}. */
  String name();

  Process process();

  /** The last lines of its output since its start. */
  String tail();

  /** Ends it with SIGTERM, or with SIGKILL if that takes too long, and waits for the end. */
  @Override
  void close();
}
