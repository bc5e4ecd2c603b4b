package io.eventpipeline.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.eventpipeline.runtime.start.StartFailure;
import io.micronaut.context.DefaultApplicationContext;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.env.Environment;
import io.micronaut.context.env.MapPropertySource;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.PropertySource.PropertyConvention;
import io.micronaut.core.convert.TypeConverter;
import io.micronaut.core.naming.NameUtils;
import io.micronaut.inject.BeanDefinitionReference;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import java.lang.annotation.Annotation;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What tests ask of the settings of a service. */
public final class SettingsCheck {
  private static final Pattern SECRET =
      Pattern.compile("secret|password|private-key|api-key|jaas|redis\\.uri|\\.url");

  private SettingsCheck() {}

  /** All settings records below a package. */
  public static List<Class<?>> in(String ourPackage) {
    List<Class<?>> found =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(ourPackage)
                .stream()
                .filter(type -> type.isAnnotatedWith(ConfigurationProperties.class))
                .<Class<?>>map(JavaClass::reflect)
                .toList();
    assertThat(found).isNotEmpty();
    return found;
  }

  /** Each component has a constraint, and each secret is one to Java too. */
  public static void assertGuarded(Class<?> settings) {
    assertThat(settings.isRecord()).as(settings + " is a record").isTrue();
    String prefix = settings.getAnnotation(ConfigurationProperties.class).value();
    Parameter[] parameters = settings.getDeclaredConstructors()[0].getParameters();
    RecordComponent[] components = settings.getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      String name = prefix + "." + NameUtils.hyphenate(components[i].getName());
      assertThat(parameters[i].getAnnotations())
          .as(name + " has a constraint")
          .anyMatch(SettingsCheck::isConstraint);
      assertThat(components[i].getGenericType().getTypeName())
          .as("the framework would pass over a wrong value of " + name)
          .doesNotContainPattern(
              "Optional|List<(?!java.lang.String>)|java.lang.(Integer|Long|Double)");
      if (SECRET.matcher(name).find()) {
        assertThat(components[i].getType()).as(name).isEqualTo(Secret.class);
      }
    }
  }

  private static boolean isConstraint(Annotation annotation) {
    return annotation.annotationType().isAnnotationPresent(Constraint.class);
  }

  /**
   * Reads one record with these settings over those of the class path, and starts nothing else.
   *
   * @return the line that stops the start; empty if all is well
   */
  public static String reason(Class<?> settings, Map<String, Object> values) {
    try (OnlySettings context = new OnlySettings()) {
      context.getEnvironment().addPropertySource(PropertySource.of(values));
      context.start();
      Throwable failure = catchThrowable(() -> context.getBean(settings));
      return failure == null ? "" : StartFailure.reason(failure, context.getEnvironment());
    }
  }

  /** A variable that a platform sets stands behind the name of ours. */
  public static void assertFallbacks(String defaultPort) {
    String port = "micronaut.server.port";
    assertThat(property(port, Map.of())).isEqualTo(defaultPort);
    assertThat(property(port, Map.of("PORT", "90"))).isEqualTo("90");
    assertThat(property(port, Map.of("PORT", "90", "MICRONAUT_SERVER_PORT", "91"))).isEqualTo("91");
    String redis = "redis.uri";
    Map<String, String> connection = Map.of("REDIS_CONNECTION", "redis://a:1");
    Map<String, String> url = Map.of("REDIS_CONNECTION", "redis://a:1", "REDIS_URL", "redis://b:2");
    Map<String, String> uri = Map.of("REDIS_URL", "redis://b:2", "REDIS_URI", "redis://c:3");
    assertThat(property(redis, Map.of())).isEqualTo("redis://localhost:6379");
    assertThat(property(redis, connection)).isEqualTo("redis://a:1");
    assertThat(property(redis, url)).isEqualTo("redis://b:2");
    assertThat(property(redis, uri)).isEqualTo("redis://c:3");
  }

  /** As {@link #assertFallbacks}, for services that use Kafka. */
  public static void assertKafkaFallbacks() {
    String kafka = "kafka.bootstrap.servers";
    Map<String, String> broker = Map.of("KAFKA_BROKER", "a:1,b:2");
    Map<String, String> servers = Map.of("KAFKA_BROKER", "a:1", "KAFKA_BOOTSTRAP_SERVERS", "c:3");
    assertThat(property(kafka, Map.of())).isEqualTo("localhost:9092");
    assertThat(property(kafka, broker)).isEqualTo("a:1,b:2");
    assertThat(property(kafka, servers)).isEqualTo("c:3");
  }

  private static String property(String name, Map<String, String> variables) {
    try (DefaultApplicationContext context = new DefaultApplicationContext(Environment.TEST)) {
      Environment environment = context.getEnvironment();
      environment.addPropertySource(
          new MapPropertySource("variables", Map.copyOf(variables)) {
            @Override
            public PropertyConvention getConvention() {
              return PropertyConvention.ENVIRONMENT_VARIABLE;
            }
          });
      environment.start();
      return environment.getProperty(name, String.class).orElse("");
    }
  }

  /** Of our own beans, knows what reads and checks settings. */
  private static final class OnlySettings extends DefaultApplicationContext {
    OnlySettings() {
      super(Environment.TEST);
    }

    @Override
    @SuppressWarnings("rawtypes")
    protected List<BeanDefinitionReference> resolveBeanDefinitionReferences() {
      return super.resolveBeanDefinitionReferences().stream().filter(this::isNeeded).toList();
    }

    private boolean isNeeded(BeanDefinitionReference<?> bean) {
      Class<?> type = bean.getBeanType();
      return !type.getName().startsWith("io.eventpipeline")
          || type.isAnnotationPresent(ConfigurationProperties.class)
          || Stream.of(ConstraintValidator.class, TypeConverter.class)
              .anyMatch(kind -> kind.isAssignableFrom(type));
    }
  }
}
