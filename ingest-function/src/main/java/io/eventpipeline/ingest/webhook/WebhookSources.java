package io.eventpipeline.ingest.webhook;

import io.eventpipeline.runtime.config.Secret;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.exceptions.ConfigurationException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All configured sources of webhooks. Threads: any. */
@Context
public final class WebhookSources {
  private final Map<String, WebhookSource> byName = new LinkedHashMap<>();
  private final Map<String, WebhookSource> byPath = new HashMap<>();
  private final List<String> prefixes;

  /**
   * Checks all sources.
   *
   * @throws ConfigurationException naming the property that is wrong
   */
  WebhookSources(WebhookSettings shortForm, List<SourceSettings> configured) {
    List<SourceSettings> all = all(shortForm.secret(), configured);
    prefixes = all.stream().map(SourceReader::prefix).toList();
    for (int i = 0; i < all.size(); i++) {
      List<String> others = new ArrayList<>(prefixes);
      others.remove(i);
      if (others.contains(prefixes.get(i))) {
        throw new WrongSource(
            all.get(i).name(),
            "id-prefix",
            "must not be that of another source: " + prefixes.get(i));
      }
      add(new SourceReader(all.get(i), others).read());
    }
    byName.values().forEach(SourceWarnings::log);
  }

  private static List<SourceSettings> all(Secret orders, List<SourceSettings> configured) {
    List<SourceSettings> all = new ArrayList<>();
    configured.stream().filter(each -> !each.isEmpty()).forEach(all::add);
    if (!orders.value().isBlank()) {
      SourceSettings ours = SourceSettings.orders(orders);
      if (all.stream().anyMatch(each -> each.name().equals(ours.name()))) {
        throw new ConfigurationException(
            "webhook.secret and webhooks.sources.orders exclude each other: both make the source"
                + " orders");
      }
      all.add(ours);
    }
    return all;
  }

  private void add(WebhookSource source) {
    byName.put(source.name(), source);
    String path = source.path();
    if (path != null && byPath.putIfAbsent(path, source) != null) {
      throw new WrongSource(source.name(), "path", "must not be that of another source: " + path);
    }
  }

  @Nullable WebhookSource named(String name) {
    return byName.get(name);
  }

  Collection<WebhookSource> all() {
    return byName.values();
  }

  /** The other paths of sources, with their names. */
  public Map<String, String> paths() {
    Map<String, String> names = new LinkedHashMap<>();
    byPath.forEach((path, source) -> names.put(path, source.name()));
    return names;
  }

  /** The prefix of a source's ids that {@code eventId} begins with; null if there is none. */
  public @Nullable String reservedPrefix(String eventId) {
    for (String prefix : prefixes) {
      if (eventId.startsWith(prefix + EventIds.COLON)) {
        return prefix + EventIds.COLON;
      }
    }
    return null;
  }
}
