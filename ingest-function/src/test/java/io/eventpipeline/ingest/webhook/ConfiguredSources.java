package io.eventpipeline.ingest.webhook;

import static org.assertj.core.api.Assertions.catchThrowable;

import io.eventpipeline.runtime.start.StartFailure;
import io.micronaut.context.DefaultApplicationContext;
import io.micronaut.context.env.Environment;
import io.micronaut.context.env.MapPropertySource;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.PropertySource.PropertyConvention;
import io.micronaut.core.convert.TypeConverter;
import io.micronaut.inject.BeanDefinitionReference;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Reads sources from settings, and starts nothing else. */
final class ConfiguredSources extends DefaultApplicationContext {
  private static final Set<Class<?>> OURS =
      Set.of(WebhookSources.class, SourceSettings.class, WebhookSettings.class);

  private ConfiguredSources() {
    super(Environment.TEST);
  }

  /** The line that stops the start; empty if all is well. */
  static String reason(Map<String, Object> settings) {
    Throwable failure = catchThrowable(() -> with(settings, Map.of(), sources -> sources));
    return failure == null ? "" : StartFailure.reason(failure);
  }

  /** A source that is configured rightly. */
  static WebhookSource source(String name, Map<String, Object> settings) {
    return with(settings, Map.of(), sources -> sources.named(name));
  }

  /**
   * @param variables of the environment
   */
  static <T> T with(
      Map<String, Object> settings,
      Map<String, Object> variables,
      Function<WebhookSources, T> use) {
    try (ConfiguredSources context = new ConfiguredSources()) {
      Environment environment = context.getEnvironment();
      environment.addPropertySource(PropertySource.of("settings", settings));
      environment.addPropertySource(
          new MapPropertySource("variables", variables) {
            @Override
            public PropertyConvention getConvention() {
              return PropertyConvention.ENVIRONMENT_VARIABLE;
            }
          });
      context.start();
      return use.apply(context.getBean(WebhookSources.class));
    }
  }

  @Override
  @SuppressWarnings("rawtypes")
  protected List<BeanDefinitionReference> resolveBeanDefinitionReferences() {
    return super.resolveBeanDefinitionReferences().stream().filter(this::isNeeded).toList();
  }

  private boolean isNeeded(BeanDefinitionReference<?> bean) {
    Class<?> type = bean.getBeanType();
    return !type.getName().startsWith("io.eventpipeline")
        || OURS.contains(type)
        || TypeConverter.class.isAssignableFrom(type);
  }
}
