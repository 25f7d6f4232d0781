package org.endoreg.platform.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.endoreg.platform.live.LiveServices;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The queries here name no center at all: what holds them back is the database alone. */
class RowLevelSecurityTest {
  private static final LiveServices LIVE = LiveServices.get();
  private static final Jdbi EVERYTHING = LIVE.database("row_level_security");
  private static final AtomicReference<String> SCOPE = new AtomicReference<>("");
  private static final Jdbi SCOPED =
      Database.over(LIVE.dataSource("row_level_security"), SCOPE::get);

  @BeforeAll
  static void rowsOfTwoCenters() {
    for (String center : List.of("ulm", "ulm", "aachen")) {
      EVERYTHING.useHandle(
          handle ->
              handle.execute(
                  "INSERT INTO work_item (queue, natural_key, center_key, correlation_id, payload)"
                      + " VALUES ('q', gen_random_uuid()::text, ?, gen_random_uuid(), '{}')",
                  center));
    }
  }

  @Test
  void eachScopeSeesItsOwnRows() {
    assertThat(rowsSeenBy("*")).isEqualTo(3);
    assertThat(rowsSeenBy("ulm")).isEqualTo(2);
    assertThat(rowsSeenBy("aachen")).isEqualTo(1);
    assertThat(rowsSeenBy("aachen,ulm")).isEqualTo(3);
    assertThat(rowsSeenBy("berlin")).isZero();
  }

  @Test
  void noScopeSeesNothing() {
    assertThat(rowsSeenBy("")).isZero();
    Jdbi untold = Jdbi.create(LIVE.dataSource("row_level_security"));
    assertThat(
            untold.<Long, RuntimeException>withHandle(
                handle -> handle.select("SELECT count(*) FROM work_item").mapTo(Long.class).one()))
        .isZero();
  }

  @Test
  void aRowOfAnotherCenterIsNeitherWrittenNorChanged() {
    SCOPE.set("ulm");
    assertThatThrownBy(
            () ->
                SCOPED.useHandle(
                    handle ->
                        handle.execute(
                            "INSERT INTO work_item (queue, natural_key, center_key,"
                                + " correlation_id, payload)"
                                + " VALUES ('q', 'x', 'aachen', gen_random_uuid(), '{}')")))
        .hasMessageContaining("row-level security");
    int changed =
        SCOPED.withHandle(
            handle ->
                handle.execute("UPDATE work_item SET attempts = 9 WHERE center_key='aachen'"));
    assertThat(changed).isZero();
  }

  @Test
  void aDeadLetterOfNoKnownCenterIsShownToThoseWhoSeeEveryCenter() {
    EVERYTHING.useHandle(
        handle -> {
          handle.execute("INSERT INTO center (center_key, display_name) VALUES ('ulm', 'Ulm')");
          handle.execute("INSERT INTO center (center_key, display_name) VALUES ('aachen', 'A')");
          handle.execute(letter(1, "'ulm'"));
          handle.execute(letter(2, "NULL"));
        });
    assertThat(lettersSeenBy("*")).containsExactly(1L, 2L);
    assertThat(lettersSeenBy("aachen,ulm")).containsExactly(1L, 2L);
    assertThat(lettersSeenBy("ulm")).containsExactly(1L);
    assertThat(lettersSeenBy("aachen")).isEmpty();
    assertThat(lettersSeenBy("")).isEmpty();
  }

  private static String letter(int offset, String center) {
    return "INSERT INTO dead_letter (topic, \"partition\", \"offset\", reason, center_key)"
        + " VALUES ('t', 0, "
        + offset
        + ", 'malformed', "
        + center
        + ")";
  }

  private static List<Long> lettersSeenBy(String scope) {
    SCOPE.set(scope);
    return SCOPED.withHandle(
        handle ->
            handle
                .select("SELECT \"offset\" FROM dead_letter ORDER BY 1")
                .mapTo(Long.class)
                .list());
  }

  private static long rowsSeenBy(String scope) {
    SCOPE.set(scope);
    return SCOPED.withHandle(
        handle -> handle.select("SELECT count(*) FROM work_item").mapTo(Long.class).one());
  }
}
