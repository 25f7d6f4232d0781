package org.endoreg.platform.deadletters;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.endoreg.contracts.CenterKey;
import org.jdbi.v3.core.statement.Query;

/** Which dead letters somebody wants to see; what is empty does not narrow. */
record DeadLetterFilter(
    Optional<DeadLetterState> state,
    Optional<String> topic,
    Optional<String> reason,
    Optional<String> eventType,
    Optional<CenterKey> center) {

  /** The same filter for letters nobody decided about. */
  DeadLetterFilter waiting() {
    return new DeadLetterFilter(
        Optional.of(DeadLetterState.WAITING), topic, reason, eventType, center);
  }

  String conditions() {
    List<String> conditions = new ArrayList<>();
    state.ifPresent(unused -> conditions.add("state = :state"));
    topic.ifPresent(unused -> conditions.add("topic = :topic"));
    reason.ifPresent(unused -> conditions.add("reason = :reason"));
    eventType.ifPresent(unused -> conditions.add("event_type = :type"));
    center.ifPresent(unused -> conditions.add("center_key = :center"));
    return conditions.isEmpty() ? "" : " AND " + String.join(" AND ", conditions);
  }

  Query bind(Query query) {
    state.ifPresent(value -> query.bind("state", value.wireName()));
    topic.ifPresent(value -> query.bind("topic", value));
    reason.ifPresent(value -> query.bind("reason", value));
    eventType.ifPresent(value -> query.bind("type", value));
    center.ifPresent(value -> query.bind("center", value.value()));
    return query;
  }
}
