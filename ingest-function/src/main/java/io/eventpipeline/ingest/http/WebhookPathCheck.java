package io.eventpipeline.ingest.http;

import io.micronaut.context.BeanProvider;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import jakarta.inject.Singleton;

/**
 * Stops the start if a path of a webhook source is also the path of another route. Only after the
 * start all routes are known.
 */
@Singleton
final class WebhookPathCheck implements ApplicationEventListener<StartupEvent> {
  private final WebhookPaths paths;
  private final BeanProvider<Router> router;

  WebhookPathCheck(WebhookPaths paths, BeanProvider<Router> router) {
    this.paths = paths;
    this.router = router;
  }

  @Override
  public void onApplicationEvent(StartupEvent event) {
    paths.all().forEach(this::check);
  }

  private void check(String path, String source) {
    router
        .get()
        .uriRoutes()
        .filter(route -> !route.getUriMatchTemplate().toString().equals(path) || isForeign(route))
        .filter(route -> route.tryMatch(path) != null)
        .findFirst()
        .ifPresent(
            route -> {
              throw new ConfigurationException(
                  "webhooks.sources.%s.path must not be that of another route: %s is %s"
                      .formatted(source, path, route.getUriMatchTemplate()));
            });
  }

  private static boolean isForeign(UriRouteInfo<?, ?> route) {
    return !route.getTargetMethod().getMethodName().equals(WebhookController.AT_PATH);
  }
}
