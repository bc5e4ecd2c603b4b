package io.eventpipeline.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.admin.DashboardRig;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What browsers load beside the pages. */
class AssetsIT {
  private static final Pattern ASSET = Pattern.compile("/admin/assets/[^\"]+");
  private static final int MOST_BYTES = 150_000;

  @TempDir static Path dir;
  private static DashboardRig rig;
  private static EmbeddedServer service;

  @BeforeAll
  static void start() {
    rig = new DashboardRig(dir);
    service = rig.withoutUsers();
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @ParameterizedTest
  @EnumSource
  void each_is_kept_for_ever_under_a_name_with_its_hash(Asset asset) {
    HttpResponse<String> whole = rig.get(service, asset.url());
    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(whole.headers().firstValue("cache-control"))
        .contains("public, max-age=31536000, immutable");
    assertThat(whole.headers().firstValue("content-type").orElseThrow()).startsWith(asset.type());
    assertThat(whole.headers().firstValue("x-content-type-options")).contains("nosniff");
    String etag = whole.headers().firstValue("etag").orElseThrow();
    HttpResponse<String> known = rig.get(service, asset.url(), "If-None-Match", etag);
    assertThat(known.statusCode()).isEqualTo(304);
    assertThat(known.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/admin/assets/dashboard.css",
        "/admin/assets/htmx.LICENSE",
        "/admin/assets/..%2fapplication.properties",
        "/admin/assets/"
      })
  void nothing_else_is_served(String path) {
    assertThat(rig.get(service, path).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/admin/events", "/admin/overview", "/admin/dead-letters"})
  void a_page_with_all_it_loads_is_small(String path) throws Exception {
    HttpResponse<String> page = rig.get(service, path);
    int bytes = packed(path);
    for (MatchResult asset : ASSET.matcher(page.body()).results().toList()) {
      bytes += packed(asset.group());
    }
    assertThat(bytes).isBetween(20_000, MOST_BYTES);
    assertThat(page.body()).as("nothing inline, nothing from elsewhere").doesNotContain("//cdn");
    assertThat(page.body()).doesNotContainPattern("<script(?![^>]*src=\"/admin/)");
    assertThat(page.body()).doesNotContainPattern("\\s(style|onclick)=");
  }

  private static int packed(String path) throws IOException, InterruptedException {
    return rig.http
        .send(
            rig.request(service, path, "Accept-Encoding", "gzip").build(),
            BodyHandlers.ofByteArray())
        .body()
        .length;
  }

  @Test
  void the_first_path_leads_to_the_events() {
    for (String path : new String[] {"/", "/admin"}) {
      HttpResponse<String> answer = rig.get(service, path);
      assertThat(answer.statusCode()).isEqualTo(303);
      assertThat(answer.headers().firstValue("location")).contains("/admin/events");
    }
  }
}
