package io.eventpipeline.admin.page;

import io.eventpipeline.admin.access.Person;
import io.eventpipeline.admin.access.Role;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.http.sse.Event;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.HashMap;
import java.util.Map;
import reactor.core.publisher.Flux;

/** The one connection of each tab that brings what changes. */
@Hidden
@Controller("/admin/live")
@Secured(Role.SEE)
final class LiveController {
  private static final int MOST_PARAMETERS = 20;

  /** A user id may take 512; where a search in many partitions goes on may take more. */
  private static final int LONGEST_PARAMETER = 1_000;

  private final LiveHub hub;

  LiveController(LiveHub hub) {
    this.hub = hub;
  }

  @Get
  @Produces(MediaType.TEXT_EVENT_STREAM)
  HttpResponse<Flux<Event<String>>> watch(HttpRequest<?> request, @QueryValue String view) {
    Map<String, String> parameters = parameters(request);
    if (!hub.knows(view)) {
      throw new HttpStatusException(HttpStatus.NOT_FOUND, "no such view");
    }
    Person person = Person.of(request);
    return HttpResponse.ok(hub.watch(new LiveQuery(view, person.role(), parameters), person))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .header("X-Accel-Buffering", "no");
  }

  /** Those of the page; bounded, because the hub keeps them. */
  private static Map<String, String> parameters(HttpRequest<?> request) {
    Map<String, String> parameters = new HashMap<>();
    for (String name : request.getParameters().names()) {
      String value = request.getParameters().getFirst(name).orElse("");
      if (value.length() > LONGEST_PARAMETER || parameters.size() >= MOST_PARAMETERS) {
        throw new HttpStatusException(HttpStatus.BAD_REQUEST, "the query is too long");
      }
      parameters.put(name, value);
    }
    parameters.remove("view");
    return parameters;
  }
}
