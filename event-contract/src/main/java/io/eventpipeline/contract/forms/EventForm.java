package io.eventpipeline.contract.forms;

/** The forms of an event that its members tell apart. */
enum EventForm {
  OWN,
  CLOUD_EVENT,
  TYPED,
  ANALYTICS
}
