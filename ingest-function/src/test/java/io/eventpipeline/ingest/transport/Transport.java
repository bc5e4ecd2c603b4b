package io.eventpipeline.ingest.transport;

/** An ingest API, and the way to it. */
public interface Transport extends AutoCloseable {
  Answer send(Request request) throws Exception;

  @Override
  void close();
}
