package io.eventpipeline.ingest.http;

/** In which order a request passes the filters; the lowest is the outermost. */
final class FilterOrder {
  static final int ACCESS_LOG = -300;
  static final int KEYS = -200;
  static final int PRESSURE = -100;
  static final int ENCODING = -50;

  private FilterOrder() {}
}
