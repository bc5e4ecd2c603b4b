package io.eventpipeline.testbed.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventpipeline.testbed.rig.AdminSide;
import io.eventpipeline.testbed.rig.HttpReply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What the dashboard of a round shows at the end; a round without one shows nothing.
 *
 * @param isShown false without a dashboard
 * @param letters the ids of its dead letters, as programs get them
 */
record DashboardEvidence(boolean isShown, List<String> letters) {
  static final DashboardEvidence NONE = new DashboardEvidence(false, List.of());

  private static final String LIST = "/admin/api/dead-letters?limit=1000";

  /**
   * @throws IllegalStateException if it does not answer
   */
  static DashboardEvidence read(AdminSide dashboard) {
    List<String> letters = new ArrayList<>();
    String after = "";
    do {
      HttpReply reply =
          dashboard.get(LIST + "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8));
      if (reply.status() != 200) {
        throw new IllegalStateException("the dashboard lists no dead letters: " + reply);
      }
      JsonNode page = reply.json();
      page.path("deadLetters").forEach(letter -> letters.add(letter.path("id").asText()));
      after = page.path("next").asText("");
    } while (!after.isEmpty());
    return new DashboardEvidence(true, letters);
  }

  /**
   * Adds what is wrong.
   *
   * @param listed the ids of all dead letters, by Redis
   */
  void judge(List<String> listed, Findings findings) {
    if (isShown && !letters.stream().sorted().toList().equals(listed.stream().sorted().toList())) {
      findings.addProblem(
          "the dashboard lists %d of %d dead letters", letters.size(), listed.size());
    }
  }
}
