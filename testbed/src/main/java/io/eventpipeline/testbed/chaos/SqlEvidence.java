package io.eventpipeline.testbed.chaos;

import io.eventpipeline.testbed.rig.Pipeline;
import io.eventpipeline.testbed.rig.RedisView;
import io.eventpipeline.testbed.rig.SqlEvent;
import io.eventpipeline.testbed.rig.SqlRows;
import io.eventpipeline.testbed.rig.SqlTable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What Redis and PostgreSQL say about the typed events of a round.
 *
 * @param sent all of them; none in a round without a database
 * @param states the hashes {@code event:ID} by id
 */
record SqlEvidence(List<SqlEvent> sent, Map<String, Map<String, String>> states, SqlRows rows) {
  static SqlEvidence read(Pipeline pipeline, RedisView redis, List<SqlEvent> sent) {
    return sent.isEmpty()
        ? new SqlEvidence(sent, Map.of(), SqlRows.after(sent))
        : new SqlEvidence(sent, redis.events(SqlEvent.ids(sent)), pipeline.sql().rows());
  }

  /** Adds what is wrong: each event is processed, and each row is the newest event of its key. */
  void judge(Findings findings) {
    sent.forEach(event -> judgeState(event, findings));
    SqlRows wanted = SqlRows.after(sent);
    for (SqlTable table : SqlTable.values()) {
      judgeRows(table, wanted.of(table), findings);
    }
  }

  private void judgeState(SqlEvent event, Findings findings) {
    Map<String, String> state = states.getOrDefault(event.id(), Map.of());
    if (state.isEmpty()) {
      findings.countLost();
      findings.addProblem("%s of %s is not final", event.id(), event.user());
    } else if (!"processed".equals(state.get("status"))
        || !"1".equals(state.get("attempts"))
        || !event.user().equals(state.get("userId"))
        || !event.table().type().equals(state.get("type"))) {
      findings.addProblem("%s became %s", event.json(), state);
    }
  }

  private void judgeRows(SqlTable table, Map<String, List<String>> wanted, Findings findings) {
    Map<String, List<String>> found = rows.of(table);
    Set<String> keys = new TreeSet<>(wanted.keySet());
    keys.addAll(found.keySet());
    for (String key : keys) {
      List<String> row = found.getOrDefault(key, List.of());
      List<String> newest = wanted.getOrDefault(key, List.of());
      if (!row.equals(newest)) {
        findings.addProblem("%s has %s, expected %s", table.table(), row, newest);
      }
    }
  }
}
