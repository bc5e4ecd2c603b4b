package io.eventpipeline.testbed.bench;

/** The events of a measurement, numbered from 0, as records of the topic. */
interface TopicEvents {
  int count();

  String id(int i);

  String user(int i);

  /** The value of the record. */
  String record(int i);
}
