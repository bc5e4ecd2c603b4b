package io.eventpipeline.ingest.lambda;

/** The two forms in which API Gateway speaks to a function. */
enum Payload {
  /** REST APIs, and HTTP APIs that ask for it. */
  V1,
  /** HTTP APIs. */
  V2
}
