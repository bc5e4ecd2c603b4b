package io.eventpipeline.ingest;

import io.eventpipeline.ingest.transport.Gateway;

class LambdaRestApiIT extends LambdaContract {
  LambdaRestApiIT() {
    super(Gateway.REST);
  }
}
