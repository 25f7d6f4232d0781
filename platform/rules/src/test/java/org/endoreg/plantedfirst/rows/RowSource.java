package org.endoreg.plantedfirst.rows;

import java.util.List;

/** An interface whose only implementation reads rows. */
public interface RowSource {
  List<String> names();

  /** Hidden behind the interface. */
  final class OfDatabase implements RowSource {
    private final Rows rows;

    OfDatabase(Rows rows) {
      this.rows = rows;
    }

    @Override
    public List<String> names() {
      return rows.all();
    }
  }
}
