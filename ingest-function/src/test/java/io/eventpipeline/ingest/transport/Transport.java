package io.eventpipeline.ingest.transport;

/** An ingest API, and the way to it. */
public interface Transport extends AutoCloseable {
  TransportReply send(TransportRequest request) throws Exception;

  @Override
  void close();
}
