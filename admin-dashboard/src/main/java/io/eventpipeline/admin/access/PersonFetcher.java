package io.eventpipeline.admin.access;

import io.eventpipeline.admin.html.Refusal;
import io.eventpipeline.runtime.http.ClientAddress;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.filters.AuthenticationFetcher;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Finds out who sent a request: a program by its token, a person by the session. */
@Singleton
final class PersonFetcher implements AuthenticationFetcher<HttpRequest<?>> {
  static final String API = "/admin/api/";
  private static final String ADMIN = "/admin";
  private static final String ASSETS = "/admin/assets/";

  private final Users users;
  private final Tokens tokens;
  private final Sessions sessions;
  private final ClientAddress addresses;
  private final Scheduler waiting;

  PersonFetcher(
      Users users,
      Tokens tokens,
      Sessions sessions,
      ClientAddress addresses,
      @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
    this.users = users;
    this.tokens = tokens;
    this.sessions = sessions;
    this.addresses = addresses;
    waiting = Schedulers.fromExecutorService(blocking);
  }

  @Override
  public Publisher<Authentication> fetchAuthentication(HttpRequest<?> request) {
    String path = request.getPath();
    if (!(path.equals("/") || path.startsWith(ADMIN)) || path.startsWith(ASSETS)) {
      return Mono.empty();
    }
    String ip = addresses.of(request);
    if (path.startsWith(API)) {
      return Mono.justOrEmpty(authenticate(request, tokens.find(request.getHeaders(), ip)));
    }
    String session = SessionCookie.read(request);
    if (session == null) {
      return Mono.justOrEmpty(authenticate(request, anybody(ip)));
    }
    return Mono.fromCallable(() -> authenticate(request, person(session, ip))).subscribeOn(waiting);
  }

  /** Without users, whoever reaches the dashboard may look. */
  private @Nullable Person anybody(String ip) {
    return users.none() ? new Person("anybody", Role.VIEWER, ip, "", null) : null;
  }

  private @Nullable Person person(String session, String ip) {
    return switch (sessions.find(session, ip)) {
      case Sessions.Found.Somebody(Person person) -> person;
      case Sessions.Found.Nobody() -> anybody(ip);
      case Sessions.Found.Unknown() -> {
        Person anybody = anybody(ip);
        if (anybody == null) {
          throw new Refusal(
              HttpStatus.SERVICE_UNAVAILABLE,
              "Redis does not answer, so nobody can tell whether you are logged in: try again in a"
                  + " moment");
        }
        yield anybody;
      }
    };
  }

  private static @Nullable Authentication authenticate(
      HttpRequest<?> request, @Nullable Person person) {
    if (person == null) {
      return null;
    }
    person.attachTo(request);
    return Authentication.build(person.name(), person.role().rights());
  }
}
