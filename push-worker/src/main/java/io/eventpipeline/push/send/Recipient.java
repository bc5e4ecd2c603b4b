package io.eventpipeline.push.send;

/** Who gets a message. */
public sealed interface Recipient {
  /**
   * One device.
   *
   * @param token the push service's name for it
   */
  record Device(String token) implements Recipient {
    /** Without the token, because it must not get into logs. */
    @Override
    public String toString() {
      return "Device";
    }
  }

  /** All devices that subscribed to a topic. */
  record Topic(String name) implements Recipient {}
}
