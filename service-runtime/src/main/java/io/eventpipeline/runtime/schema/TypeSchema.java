package io.eventpipeline.runtime.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.eventpipeline.contract.FieldError;
import io.micronaut.context.exceptions.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The JSON Schema of one type, of the version 2020-12 unless it names another. Threads: any. */
final class TypeSchema {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(VersionFlag.V202012);
  private static final SchemaValidatorsConfig POINTERS =
      SchemaValidatorsConfig.builder()
          .pathType(PathType.JSON_POINTER)
          .locale(Locale.ENGLISH)
          .build();

  private static final String PAYLOAD = "/payload";

  private final JsonSchema schema;

  private TypeSchema(JsonSchema schema) {
    this.schema = schema;
  }

  /**
   * @throws ConfigurationException naming the property and the file, if it is no JSON Schema
   */
  static TypeSchema read(Path file) {
    try {
      JsonNode text = JSON.readTree(Files.readAllBytes(file));
      JsonSchema rules = SCHEMAS.getSchema(SchemaLocation.of(SchemaId.V202012), POINTERS);
      for (ValidationMessage wrong : rules.validate(text)) {
        throw unusable(file, wrong.getMessage());
      }
      JsonSchema schema =
          SCHEMAS.getSchema(SchemaLocation.of(file.toUri().toString()), text, POINTERS);
      schema.initializeValidators();
      return new TypeSchema(schema);
    } catch (JsonProcessingException e) {
      throw unusable(file, e.getOriginalMessage());
    } catch (IOException | JsonSchemaException e) {
      throw unusable(file, String.valueOf(e.getMessage()));
    }
  }

  private static ConfigurationException unusable(Path file, String why) {
    return new ConfigurationException(
        "events.schemas: " + file + " is no JSON Schema that can be used: " + why);
  }

  /** What is wrong with a payload, each with a pointer that begins with {@code /payload}. */
  List<FieldError> errors(byte[] payload) {
    try {
      return schema.validate(JSON.readTree(payload)).stream().map(TypeSchema::error).toList();
    } catch (IOException tooLongForTheParser) {
      return List.of(
          new FieldError(PAYLOAD, "has a number or a name that is too long for its schema"));
    }
  }

  private static FieldError error(ValidationMessage wrong) {
    String member = "required".equals(wrong.getType()) ? "/" + escaped(wrong.getProperty()) : "";
    String text = wrong.getMessage();
    String place = wrong.getInstanceLocation() + ": ";
    return new FieldError(
        PAYLOAD + wrong.getInstanceLocation() + member,
        text.startsWith(place) ? text.substring(place.length()) : text);
  }

  /** As a part of a JSON pointer. */
  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
