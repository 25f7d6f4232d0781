package org.endoreg.plantedfirst.rows;

import java.util.List;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.access.OwnerlessRows;
import org.jdbi.v3.core.Jdbi;

/** A repository, well and badly behaved. */
public class Rows {
  private final Jdbi jdbi;

  Rows(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  public List<String> within(CenterScope scope) {
    return all().stream()
        .filter(name -> scope.covers(new org.endoreg.contracts.CenterKey(name)))
        .toList();
  }

  public List<String> all() {
    return jdbi.withHandle(
        handle -> handle.createQuery("SELECT name FROM row").mapTo(String.class).list());
  }

  @OwnerlessRows("a vocabulary")
  public List<String> words() {
    return jdbi.withHandle(
        handle -> handle.createQuery("SELECT word FROM word").mapTo(String.class).list());
  }
}
