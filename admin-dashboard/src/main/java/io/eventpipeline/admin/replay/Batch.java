package io.eventpipeline.admin.replay;

import io.eventpipeline.admin.deadletter.Mark;
import io.eventpipeline.admin.deadletter.MarkCode;
import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive ids of a job's snapshot.
 *
 * @param codes what marking said of each
 */
record Batch(List<String> ids, List<MarkCode> codes) {
  /**
   * Reads what an earlier runner stored.
   *
   * @param letters of the codes
   */
  static Batch of(List<String> ids, String letters) {
    return new Batch(ids, letters.chars().mapToObj(c -> MarkCode.of((char) c)).toList());
  }

  /** The codes, to be stored. */
  String letters() {
    StringBuilder letters = new StringBuilder();
    codes.forEach(code -> letters.append(code.letter()));
    return letters.toString();
  }

  /**
   * Those that may run once more.
   *
   * @param next place of the first id in the snapshot
   */
  List<Mark> marked(long next, ReplayJob job) {
    List<Mark> marks = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      if (codes.get(i) == MarkCode.MARKED) {
        marks.add(new Mark(ids.get(i), job.token(next + i)));
      }
    }
    return marks;
  }
}
