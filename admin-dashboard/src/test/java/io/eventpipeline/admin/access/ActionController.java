package io.eventpipeline.admin.access;

import io.eventpipeline.admin.audit.Audit;
import io.eventpipeline.admin.audit.AuditNote;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** An action of tests: it counts what it did. */
@Hidden
@Controller
@Produces(MediaType.ALL)
@Consumes(MediaType.ALL)
@Secured(Role.ACT)
@ExecuteOn(TaskExecutors.BLOCKING)
final class ActionController {
  static final AtomicInteger DONE = new AtomicInteger();
  private final Audit audit;

  ActionController(Audit audit) {
    this.audit = audit;
  }

  @Post("/admin/test-action")
  HttpResponse<String> act(HttpRequest<?> request, @Body Map<String, String> form) {
    AuditNote note = AuditNote.of("test", form.getOrDefault("what", ""));
    Person person = Person.of(request);
    String op = audit.begin(person.operator(), note);
    int unused = DONE.incrementAndGet();
    audit.end(op, person.operator(), note, "done");
    return HttpResponse.ok(form.getOrDefault("what", ""));
  }

  @Post("/admin/api/test-action")
  HttpResponse<String> api(HttpRequest<?> request) {
    int unused = DONE.incrementAndGet();
    return HttpResponse.ok(Person.of(request).name());
  }
}
