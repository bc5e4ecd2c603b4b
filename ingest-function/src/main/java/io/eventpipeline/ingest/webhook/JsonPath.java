package io.eventpipeline.ingest.webhook;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A path into a JSON document, such as {@code $.a["b c"][0]}.
 *
 * @param steps none for the document itself
 */
record JsonPath(List<Step> steps) {
  /** One step down. */
  sealed interface Step {}

  /** To the member of an object. */
  record Member(String name) implements Step {}

  /** To the item of an array, counted from 0. */
  record Element(int index) implements Step {}

  /** The path to a member of what this path leads to. */
  JsonPath member(String name) {
    List<Step> longer = new ArrayList<>(steps);
    longer.add(new Member(name));
    return new JsonPath(longer);
  }

  /** As a JSON pointer (RFC 6901). */
  String pointer() {
    return steps.stream()
        .map(
            step ->
                switch (step) {
                  case Member(String name) -> "/" + name.replace("~", "~0").replace("/", "~1");
                  case Element(int index) -> "/" + index;
                })
        .collect(Collectors.joining());
  }
}
