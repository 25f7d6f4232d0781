package org.endoreg.platform.deadletters;

import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** The query parameters of a page of dead letters. */
public class DeadLetterQuery {
  @QueryParam("state")
  @Nullable String state;

  @QueryParam("topic")
  @Nullable String topic;

  @QueryParam("reason")
  @Nullable String reason;

  @QueryParam("event_type")
  @Nullable String eventType;

  @QueryParam("center")
  @Nullable String center;

  DeadLetterFilter filter() {
    return filter(state, topic, reason, eventType, center);
  }

  static DeadLetterFilter filter(
      @Nullable String state,
      @Nullable String topic,
      @Nullable String reason,
      @Nullable String eventType,
      @Nullable String center) {
    return new DeadLetterFilter(
        read("state", state, DeadLetterState::named),
        Optional.ofNullable(topic),
        Optional.ofNullable(reason),
        Optional.ofNullable(eventType),
        read("center", center, CenterKey::new));
  }

  private static <T> Optional<T> read(
      String field, @Nullable String text, Function<String, T> reader) {
    try {
      return Optional.ofNullable(text).map(reader);
    } catch (IllegalArgumentException notOne) {
      throw new ProblemException(
          ProblemCode.INVALID_PARAMETER, Map.of(field, List.of("unknown_value")));
    }
  }
}
