package io.eventpipeline.admin.page;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import java.util.Locale;

/** Serves the files that the pages load. They never change under their names. */
@Controller("/admin/assets")
@Secured(SecurityRule.IS_ANONYMOUS)
@Produces(MediaType.ALL)
final class AssetController {
  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  @Get("/{file}")
  HttpResponse<?> file(HttpRequest<?> request, String file) {
    Asset asset = Asset.named(file);
    if (asset == null) {
      throw new HttpStatusException(HttpStatus.NOT_FOUND, "no such file");
    }
    boolean known = asset.etag().equals(request.getHeaders().get(HttpHeaders.IF_NONE_MATCH));
    MutableHttpResponse<?> answer = known ? HttpResponse.notModified() : content(request, asset);
    return answer
        .header(HttpHeaders.ETAG, asset.etag())
        .header(HttpHeaders.CACHE_CONTROL, FOR_EVER)
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
  }

  private static MutableHttpResponse<?> content(HttpRequest<?> request, Asset asset) {
    MediaType type = MediaType.of(asset.type() + ";charset=utf-8");
    return takesGzip(request)
        ? HttpResponse.ok(asset.gzipped())
            .contentType(type)
            .header(HttpHeaders.CONTENT_ENCODING, "gzip")
        : HttpResponse.ok(asset.plain()).contentType(type);
  }

  private static boolean takesGzip(HttpRequest<?> request) {
    String accepted = request.getHeaders().get(HttpHeaders.ACCEPT_ENCODING);
    return accepted != null && accepted.toLowerCase(Locale.ROOT).contains("gzip");
  }
}
