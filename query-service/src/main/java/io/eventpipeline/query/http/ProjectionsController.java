package io.eventpipeline.query.http;

import io.eventpipeline.contract.EventRules;
import io.eventpipeline.contract.FieldError;
import io.eventpipeline.query.http.api.ProjectionsApi;
import io.eventpipeline.query.sql.OrderReader;
import io.eventpipeline.query.sql.QuerySql;
import io.eventpipeline.query.sql.SqlAway;
import io.eventpipeline.query.sql.UserReader;
import io.eventpipeline.runtime.http.ApiGuard;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import org.jspecify.annotations.Nullable;

/** Shows users and orders, if the service has a database. */
@Controller
@Requires(beans = QuerySql.class)
@ExecuteOn(TaskExecutors.BLOCKING)
final class ProjectionsController implements ProjectionsApi {
  private final ApiGuard guard;
  private final UserReader users;
  private final OrderReader orders;

  @FunctionalInterface
  private interface Reader {
    @Nullable Object read(String id) throws SqlAway;
  }

  ProjectionsController(ApiGuard guard, UserReader users, OrderReader orders) {
    this.guard = guard;
    this.users = users;
    this.orders = orders;
  }

  @Override
  @Get("/users/{id}")
  public HttpResponse<?> user(HttpRequest<?> request, @PathVariable String id) {
    return answer(request, id, users::read, "no such user");
  }

  @Override
  @Get("/orders/{id}")
  public HttpResponse<?> order(HttpRequest<?> request, @PathVariable String id) {
    return answer(request, id, orders::read, "no such order");
  }

  private HttpResponse<?> answer(HttpRequest<?> request, String id, Reader reader, String unknown) {
    HttpResponse<?> refusal = guard.refusal(request);
    if (refusal != null) {
      return refusal;
    }
    FieldError wrong = wrong(id);
    if (wrong != null) {
      return QueryAnswers.invalid(wrong);
    }
    try {
      Object rows = reader.read(id);
      return rows == null
          ? QueryAnswers.problem(HttpStatus.NOT_FOUND, unknown)
          : QueryAnswers.ok(rows);
    } catch (SqlAway e) {
      return QueryAnswers.unavailable("PostgreSQL cannot be used: " + e.getMessage());
    }
  }

  /** Null if a row may have this id. */
  private static @Nullable FieldError wrong(String id) {
    if (id.indexOf('\0') >= 0) {
      return new FieldError("/id", "must not have the character NUL");
    }
    return id.codePointCount(0, id.length()) > EventRules.MAX_NAME_LENGTH
        ? new FieldError("/id", "must have at most " + EventRules.MAX_NAME_LENGTH + " characters")
        : null;
  }
}
