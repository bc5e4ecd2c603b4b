package io.eventpipeline.ingest;

import io.eventpipeline.ingest.transport.NettyTransport;
import io.eventpipeline.ingest.transport.Transport;
import io.eventpipeline.ingest.transport.TransportReply;
import io.eventpipeline.ingest.transport.TransportRequest;
import java.util.List;
import java.util.Map;

class NettyWebhooksIT extends WebhookContract {
  @Override
  Transport start(Map<String, String> settings) {
    return new NettyTransport(settings);
  }

  /** With a length, and in chunks. */
  @Override
  List<TransportReply> sendEachWay(TransportRequest request) throws Exception {
    return List.of(api.send(request), ((NettyTransport) api).sendChunked(request));
  }
}
