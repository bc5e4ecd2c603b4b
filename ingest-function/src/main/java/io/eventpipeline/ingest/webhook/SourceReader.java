package io.eventpipeline.ingest.webhook;

import io.eventpipeline.ingest.limit.SourceRate;
import io.micronaut.core.convert.ConversionService;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks the settings of one source. Each failure is a {@link WrongSource}. */
final class SourceReader {
  static final String NONE = "none";

  private static final String WHOLE_BODY = "$";
  private static final String TIMESTAMP_BODY = "timestamp.body";
  private static final Duration ACK_WAIT = Duration.ofMillis(5500);
  private static final SourceRate RATE = new SourceRate(100, Duration.ofSeconds(1));
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+");

  private final SourceSettings settings;
  private final List<String> otherPrefixes;

  /**
   * @param otherPrefixes of the other sources
   */
  SourceReader(SourceSettings settings, List<String> otherPrefixes) {
    this.settings = settings;
    this.otherPrefixes = otherPrefixes;
  }

  WebhookSource read() {
    if (!NAME.matcher(settings.name()).matches()) {
      throw wrong("scheme", "belongs to a name that is not of 1 to 64 letters, digits, _ and -");
    }
    SignatureScheme scheme = scheme();
    EventMapping mapping = mapping(scheme);
    return new WebhookSource(
        settings.name(),
        path(),
        enabled(),
        new Verifier(scheme, SecretsReader.read(settings, scheme)),
        mapping,
        rate(),
        settings.preset() == null,
        ackWait(),
        guardsReplay() && !coversIdAndTime(scheme, mapping));
  }

  private SignatureScheme scheme() {
    boolean isPreset = settings.preset() != null;
    String field = isPreset ? "preset" : "scheme";
    String name = isPreset ? settings.preset() : settings.scheme();
    if (name == null) {
      throw wrong("scheme", "is required unless there is a preset");
    }
    if (isPreset && settings.scheme() != null && !name.equals(settings.scheme())) {
      throw wrong("scheme", "must be absent or equal the preset: " + settings.scheme());
    }
    SignatureScheme scheme =
        Arrays.stream(SignatureScheme.values())
            .filter(each -> each.configured.equals(name))
            .findFirst()
            .filter(each -> !isPreset || each != SignatureScheme.TIMESTAMPED_HMAC)
            .orElseThrow(() -> wrong(field, "is unknown: " + name));
    return settings.signed() == null ? scheme : signed(scheme, settings.signed());
  }

  private SignatureScheme signed(SignatureScheme scheme, String bytes) {
    if (scheme != SignatureScheme.TIMESTAMPED_HMAC || !bytes.equals(TIMESTAMP_BODY)) {
      throw wrong("signed", "must be timestamp.body, with scheme timestamped-hmac: " + bytes);
    }
    return SignatureScheme.SIGNED_TIMESTAMP;
  }

  private @Nullable String path() {
    String path = settings.path();
    if (path != null && !PATH.matcher(path).matches()) {
      throw wrong("path", "must begin with / and have only A-Z a-z 0-9 . _ ~ - between: " + path);
    }
    return path;
  }

  private EventMapping mapping(SignatureScheme scheme) {
    return new EventMapping(
        new EventIds(prefix(settings), NONE.equals(settings.idPrefix()), otherPrefixes),
        required("event-id", settings.eventId(), scheme.eventId),
        required("user", settings.user(), null),
        required("type", settings.type(), scheme.type),
        expression("time", settings.time()),
        payload(),
        expression("seq", settings.seq()));
  }

  /** The prefix of the ids of a source, or the one that it would have. */
  static String prefix(SourceSettings settings) {
    String configured = settings.idPrefix();
    String prefix = configured == null || configured.equals(NONE) ? settings.name() : configured;
    if (!EventIds.isLegal(prefix)) {
      throw new WrongSource(
          settings.name(),
          "id-prefix",
          "must have 1 to 77 characters of A-Z a-z 0-9 . _ : -, or be none: " + prefix);
    }
    return prefix;
  }

  private Expression required(String field, @Nullable String text, @Nullable String otherwise) {
    Expression expression = expression(field, text == null ? otherwise : text);
    if (expression == null) {
      throw wrong(field, "is required");
    }
    return expression;
  }

  private @Nullable Expression expression(String field, @Nullable String text) {
    try {
      return text == null ? null : ExpressionReader.read(text);
    } catch (IllegalArgumentException e) {
      throw wrong(field, String.valueOf(e.getMessage()));
    }
  }

  private Expression payload() {
    Expression payload = required("payload", settings.payload(), WHOLE_BODY);
    if (payload.paths().count() < payload.alternatives().size()) {
      throw wrong("payload", "must be a path such as $.data: " + settings.payload());
    }
    return payload;
  }

  private SourceRate rate() {
    try {
      return settings.rate() == null ? RATE : RateText.read(settings.rate());
    } catch (IllegalArgumentException e) {
      throw wrong("rate", "must be a number and a duration such as 10/10s: " + settings.rate());
    }
  }

  private Duration ackWait() {
    String text = settings.ackWait();
    Duration wait =
        text == null
            ? ACK_WAIT
            : ConversionService.SHARED.convert(text, Duration.class).orElse(Duration.ZERO);
    if (wait.toMillis() < 1 || wait.toSeconds() > 60) {
      throw wrong("ack-wait", "must be from 1ms to 60s: " + text);
    }
    return wait;
  }

  private boolean enabled() {
    return switch (settings.enabled()) {
      case null -> true;
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong("enabled", "must be true or false: " + settings.enabled());
    };
  }

  private boolean guardsReplay() {
    if (settings.replayGuard() != null && !NONE.equals(settings.replayGuard())) {
      throw wrong("replay-guard", "must be none or absent: " + settings.replayGuard());
    }
    return settings.replayGuard() == null;
  }

  private static boolean coversIdAndTime(SignatureScheme scheme, EventMapping mapping) {
    return scheme.signsTime() && mapping.eventId().headers().allMatch(scheme::covers);
  }

  private WrongSource wrong(String field, String rule) {
    return new WrongSource(settings.name(), field, rule);
  }
}
