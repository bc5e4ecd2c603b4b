package io.eventpipeline.admin.replay;

import io.eventpipeline.admin.deadletter.MarkCode;
import io.eventpipeline.admin.deadletter.PurgeCode;
import java.util.List;

/** What became of the ids of one batch, or of several. */
record BatchCounts(long marked, long published, long refused, long gone) {
  static final BatchCounts NONE = new BatchCounts(0, 0, 0, 0);

  /** All marked ones are published. */
  static BatchCounts of(List<MarkCode> codes) {
    long marked = count(codes, MarkCode.MARKED);
    long refused = count(codes, MarkCode.REPLAYING) + count(codes, MarkCode.RUNNING);
    return new BatchCounts(marked, marked, refused, codes.size() - marked - refused);
  }

  /** The deleted ones count as marked: they were this job's. */
  static BatchCounts ofPurge(List<PurgeCode> codes) {
    long deleted = count(codes, PurgeCode.DELETED);
    long refused = count(codes, PurgeCode.REPLAYING) + count(codes, PurgeCode.RUNNING);
    return new BatchCounts(deleted, 0, refused, codes.size() - deleted - refused);
  }

  private static <C> long count(List<C> codes, C code) {
    return codes.stream().filter(code::equals).count();
  }
}
