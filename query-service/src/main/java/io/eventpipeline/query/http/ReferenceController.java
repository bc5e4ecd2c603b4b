package io.eventpipeline.query.http;

import io.eventpipeline.query.http.api.ReferenceApi;
import io.eventpipeline.query.http.api.ReferenceBody;
import io.eventpipeline.query.http.api.UpdatedBody;
import io.eventpipeline.query.http.api.UserBody;
import io.eventpipeline.query.redis.RedisAway;
import io.eventpipeline.query.reference.IfMatch;
import io.eventpipeline.query.reference.ReferenceTables;
import io.eventpipeline.query.reference.TableRef;
import io.eventpipeline.query.reference.TableUploads;
import io.eventpipeline.query.reference.UploadResult;
import io.eventpipeline.runtime.http.ApiGuard;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes reference tables, and shows what they say. */
@Controller("/reference")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ReferenceController implements ReferenceApi {
  private static final String NO_TABLE = "no reference table was uploaded yet";

  private final ApiGuard guard;
  private final TableUploads uploads;
  private final ReferenceTables tables;

  ReferenceController(ApiGuard guard, TableUploads uploads, ReferenceTables tables) {
    this.guard = guard;
    this.uploads = uploads;
    this.tables = tables;
  }

  /**
   * Closes the body in any case: the server then drops the rest, and the connection stays usable.
   */
  @Override
  @Put("/users")
  @Consumes(MediaType.ALL)
  public HttpResponse<?> replace(HttpRequest<?> request, @Nullable @Body InputStream body)
      throws IOException {
    try (InputStream sent = body == null ? InputStream.nullInputStream() : body) {
      HttpResponse<?> refusal = guard.refusalUnlessLocal(request);
      if (refusal != null) {
        return refusal;
      }
      IfMatch condition = new IfMatch(request.getHeaders().getAll(HttpHeaders.IF_MATCH));
      return respond(uploads.upload(sent, request.getContentLength(), condition));
    }
  }

  private static HttpResponse<?> respond(UploadResult result) {
    return switch (result) {
      case UploadResult.Taken(TableRef table) ->
          QueryAnswers.ok(new UpdatedBody("Reference table updated successfully"))
              .header(HttpHeaders.ETAG, table.etag());
      case UploadResult.Older(long currentTs) ->
          QueryAnswers.problem(
              HttpStatus.CONFLICT,
              "ts is older than that of the current table, " + Instant.ofEpochMilli(currentTs));
      case UploadResult.Busy busy ->
          QueryAnswers.retry(
              QueryAnswers.problem(HttpStatus.CONFLICT, "another upload is under way"),
              busy.retryAfter());
      case UploadResult.Changed changed ->
          QueryAnswers.problem(
              HttpStatus.PRECONDITION_FAILED, "another table is current than If-Match names");
      case UploadResult.Invalid invalid -> QueryAnswers.invalid(invalid.error());
      case UploadResult.TooLarge large ->
          QueryAnswers.problem(HttpStatus.REQUEST_ENTITY_TOO_LARGE, large.why());
      case UploadResult.TooSlow slow ->
          QueryAnswers.problem(HttpStatus.REQUEST_TIMEOUT, "the body took too long to arrive");
      case UploadResult.Broken broken ->
          QueryAnswers.problem(HttpStatus.BAD_REQUEST, "the body broke off");
      case UploadResult.Unavailable away -> QueryAnswers.unavailable(away.why());
    };
  }

  @Override
  @Get
  public HttpResponse<?> current(HttpRequest<?> request) {
    HttpResponse<?> refusal = guard.refusal(request);
    if (refusal != null) {
      return refusal;
    }
    try {
      TableRef ref = tables.ref();
      return ref == null
          ? QueryAnswers.problem(HttpStatus.NOT_FOUND, NO_TABLE)
          : QueryAnswers.ok(
                  new ReferenceBody(
                      Instant.ofEpochMilli(ref.ts()).toString(), ref.version(), ref.users()))
              .header(HttpHeaders.ETAG, ref.etag());
    } catch (RedisAway e) {
      return QueryAnswers.unavailable("Redis cannot be used: " + e.getMessage());
    }
  }

  @Override
  @Get("/users/{id}")
  public HttpResponse<?> user(HttpRequest<?> request, @PathVariable String id) {
    HttpResponse<?> refusal = guard.refusal(request);
    if (refusal != null) {
      return refusal;
    }
    try {
      ReferenceTables.Current current = tables.current();
      return current == null
          ? QueryAnswers.problem(HttpStatus.NOT_FOUND, NO_TABLE)
          : respond(id, current);
    } catch (RedisAway e) {
      return QueryAnswers.unavailable("Redis cannot be used: " + e.getMessage());
    }
  }

  private static HttpResponse<?> respond(String id, ReferenceTables.Current current) {
    Map<String, String> attributes = current.table().of(id);
    return attributes == null
        ? QueryAnswers.problem(HttpStatus.NOT_FOUND, "the table has no such user")
        : QueryAnswers.ok(new UserBody(id, attributes))
            .header(HttpHeaders.ETAG, current.ref().etag());
  }
}
