package io.eventpipeline.runtime.schema;

import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.JsonSlice;
import io.eventpipeline.contract.Parsed;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.exceptions.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schemas of payloads, one for each type that has a file. They are read once, at the
 * start. Threads: any.
 */
@Context
@Requires(property = "events.schemas") // a service that reads no payloads has no such setting
public final class PayloadSchemas {
  private static final String SUFFIX = ".json";

  private final Map<String, TypeSchema> byType = new HashMap<>();

  /**
   * @throws ConfigurationException naming the property and the file, if one cannot be used
   */
  public PayloadSchemas(SchemaSettings settings) {
    if (!settings.schemas().isEmpty()) {
      read(Path.of(settings.schemas()));
    }
  }

  private void read(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(SUFFIX)).toList()) {
        String name = String.valueOf(file.getFileName());
        byType.put(name.substring(0, name.length() - SUFFIX.length()), TypeSchema.read(file));
      }
    } catch (IOException e) {
      throw new ConfigurationException("events.schemas: the folder " + folder + " cannot be read");
    }
  }

  /**
   * What is wrong with the payload of an event of this type; empty without a schema. Pointers begin
   * with {@code /payload}.
   */
  public List<FieldError> errors(String type, JsonSlice payload) {
    TypeSchema schema = byType.get(type);
    return schema == null ? List.of() : schema.errors(payload.toBytes());
  }

  /**
   * The same event, or Invalid if its payload does not match the schema of its type.
   *
   * @param prefix of the error pointers: where the event stands in a larger document
   */
  public Parsed<EventDraft> check(Parsed<EventDraft> event, String prefix) {
    if (byType.isEmpty() || !(event instanceof Parsed.Valid<EventDraft>(EventDraft draft))) {
      return event;
    }
    List<FieldError> errors = errors(draft.type(), draft.payload());
    return errors.isEmpty() ? event : invalid(errors, draft.eventId()).under(prefix);
  }

  private static Parsed<EventDraft> invalid(List<FieldError> errors, @Nullable String id) {
    return new Parsed.Invalid<>(errors, id);
  }

  /**
   * The same events, each checked on its own.
   *
   * @param pointer to the list of events
   */
  public Parsed<List<Parsed<EventDraft>>> checkAll(
      Parsed<List<Parsed<EventDraft>>> events, String pointer) {
    if (byType.isEmpty() || !(events instanceof Parsed.Valid<List<Parsed<EventDraft>>>(var all))) {
      return events;
    }
    List<Parsed<EventDraft>> result = new ArrayList<>(all.size());
    for (Parsed<EventDraft> event : all) {
      result.add(check(event, pointer + "/" + result.size()));
    }
    return new Parsed.Valid<>(result);
  }
}
