package io.eventpipeline.ingest;

import io.eventpipeline.ingest.transport.NettyTransport;
import io.eventpipeline.ingest.transport.Transport;
import java.util.Map;

class NettyIT extends ApiContract {
  @Override
  Transport start(Map<String, String> settings) {
    return new NettyTransport(settings);
  }
}
