package io.eventpipeline.query.window;

/** The window holds more events than the mirror has memory for. */
public final class MirrorFull extends Exception {
  MirrorFull() {
    super("the window holds more events than fit into memory");
  }
}
