package io.eventpipeline.contract;

import java.util.List;

/** A handler that emits. It implements {@link #types()} and {@link #run(Event)}. */
public interface EmittingHandler extends EventHandler {
  /**
   * Handles one event, as {@link EventHandler#handle(Event)} does.
   *
   * @return what to emit once the event is final, in this order: at most 16, and 16 kB together. A
   *     run that throws, or takes too long, emits nothing. Wrong emissions fail the event at once
   */
  @Override
  List<Emission> run(Event event) throws Exception;

  @Override
  default void handle(Event event) throws Exception {
    List<Emission> ignored = run(event);
  }
}
