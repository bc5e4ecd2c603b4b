package io.eventpipeline.admin.page;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** A view with its parameters, and the tabs that watch it. Threads: any. */
final class WatchedView {
  private final LiveView view;
  private final LiveQuery query;
  private final List<LiveTab> tabs = new CopyOnWriteArrayList<>();
  private final AtomicBoolean busy = new AtomicBoolean();

  WatchedView(LiveView view, LiveQuery query) {
    this.view = view;
    this.query = query;
  }

  List<LiveTab> tabs() {
    return tabs;
  }

  /** False if the parts are being made already. */
  boolean begin() {
    return busy.compareAndSet(false, true);
  }

  void finish() {
    busy.set(false);
  }

  /** The parts as they are now. */
  List<LivePart> parts() {
    return view.parts(query);
  }

  @Override
  public String toString() {
    return query.view() + query.parameters().keySet();
  }
}
