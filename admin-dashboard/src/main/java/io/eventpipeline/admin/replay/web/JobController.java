package io.eventpipeline.admin.replay.web;

import io.eventpipeline.admin.access.Person;
import io.eventpipeline.admin.access.Role;
import io.eventpipeline.admin.audit.Operator;
import io.eventpipeline.admin.page.Pages;
import io.eventpipeline.admin.replay.JobStart;
import io.eventpipeline.admin.replay.JobState;
import io.eventpipeline.admin.replay.ReplayJob;
import io.eventpipeline.admin.replay.ReplayJobs;
import io.eventpipeline.admin.replay.ReplaySettings;
import io.lettuce.core.RedisException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts, runs, shows and stops replays and purges of many. */
@Hidden
@Controller(DeadLettersPage.PATH + "/jobs")
@Secured(Role.SEE)
@Produces(MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
final class JobController {
  private static final Logger LOG = LoggerFactory.getLogger(JobController.class);
  private static final String RATE = "\\d{1,6}";

  private final JobPage page;
  private final ReplayJobs jobs;
  private final JobStart start;
  private final Pages pages;
  private final int usualRate;

  JobController(
      JobPage page, ReplayJobs jobs, JobStart start, Pages pages, ReplaySettings settings) {
    this.page = page;
    this.jobs = jobs;
    this.start = start;
    this.pages = pages;
    this.usualRate = settings.rate();
  }

  @Get("/{job}")
  HttpResponse<?> job(HttpRequest<?> request, @PathVariable String job) {
    JobModel model = page.model(job, "");
    boolean unknown = model.known() && model.job() == null;
    return answer(request, model, unknown ? HttpStatus.NOT_FOUND : HttpStatus.OK);
  }

  /** Fixes the ids of a new job. Nothing is replayed or purged. */
  @Post(consumes = MediaType.APPLICATION_FORM_URLENCODED)
  @Secured(Role.ACT)
  HttpResponse<?> count(HttpRequest<?> request, @Body Map<String, String> form) {
    FilterForm filter = FilterForm.of(name -> form.getOrDefault(name, ""));
    Operator by = Person.of(request).operator();
    String job =
        form.containsKey("purge")
            ? jobs.openPurge(filter.filter(), by)
            : jobs.openCount(filter.filter(), rate(form), form.containsKey("silent"), by);
    inBackground(job, () -> jobs.count(job, filter.filter(), (looked, all, found) -> {}));
    return Pages.goTo(JobPage.PATH + job);
  }

  private int rate(Map<String, String> form) {
    String text = form.getOrDefault("rate", "").strip();
    return text.matches(RATE) ? Integer.parseInt(text) : usualRate;
  }

  /** Runs it, also one that a dead runner has left. */
  @Post(value = "/{job}/run", consumes = MediaType.APPLICATION_FORM_URLENCODED)
  @Secured(Role.ACT)
  HttpResponse<?> run(
      HttpRequest<?> request, @PathVariable String job, @Nullable @Body Map<String, String> form) {
    JobModel model = page.model(job, "");
    ReplayJob found = model.job();
    if (found == null) {
      return answer(request, model, HttpStatus.NOT_FOUND);
    }
    if (!model.free()) {
      return answer(
          request,
          page.model(job, "Nothing was started: it is " + found.state().text() + " already."),
          HttpStatus.CONFLICT);
    }
    if (found.purges() && (form == null || !form.containsKey("sure"))) {
      return answer(
          request,
          page.model(job, "Nothing was deleted: say that you are sure."),
          HttpStatus.BAD_REQUEST);
    }
    JobStart.Run run = start.prepare(found, Person.of(request).operator());
    inBackground(
        job,
        () -> {
          ReplayJob unused = run.run(() -> {});
        });
    return Pages.goTo(JobPage.PATH + job);
  }

  @Post(value = "/{job}/stop", consumes = MediaType.APPLICATION_FORM_URLENCODED)
  @Secured(Role.ACT)
  HttpResponse<?> stop(HttpRequest<?> request, @PathVariable String job) {
    JobState state = start.stop(job, Person.of(request).operator());
    return state == null
        ? answer(request, page.model(job, ""), HttpStatus.NOT_FOUND)
        : Pages.goTo(JobPage.PATH + job);
  }

  private static void inBackground(String job, Runnable work) {
    var unused =
        Thread.ofVirtual()
            .name("replay-job")
            .start(
                () -> {
                  try {
                    work.run();
                  } catch (RedisException | IllegalStateException e) {
                    LOG.warn(
                        "The job {} does not go on here: {}. Its page can take it over",
                        job,
                        e.getMessage());
                  }
                });
  }

  private HttpResponse<?> answer(HttpRequest<?> request, JobModel model, HttpStatus status) {
    return pages.page("deadletter/job", pages.context(request), model).status(status);
  }
}
