package org.endoreg.knowledge.catalogue;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.endoreg.knowledge.request.DisplayLanguage;
import org.endoreg.knowledge.request.Page;
import org.endoreg.knowledge.request.RowId;
import org.endoreg.knowledge.terminology.Kind;
import org.endoreg.knowledge.terminology.Labels;
import org.endoreg.platform.access.OwnerlessRows;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/**
 * Reads the vocabulary by id along the reporting graph. The vocabulary belongs to no center, so
 * these reads take no scope.
 */
@OwnerlessRows("the vocabulary is the same for every center")
@ApplicationScoped
public class Catalogue {
  private static final Map<Kind, String> TYPES =
      Map.of(
          Kind.EXAMINATION, "examination_types",
          Kind.FINDING, "finding_types",
          Kind.FINDING_CLASSIFICATION, "classification_types");

  private static final String ENTRY =
      """
      SELECT d.id, d.name, d.names, d.descriptions, d.subcategories, d.numerical_descriptors,
          ARRAY(SELECT t.name FROM kb_link tl JOIN kb_definition t ON t.id = tl.target_id
              WHERE tl.source_id = d.id AND tl.field = :types ORDER BY tl.position) AS types
      FROM kb_definition d
      """;

  private final Jdbi jdbi;

  Catalogue(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Definitions of one kind in the order they were first loaded. */
  List<CatalogueEntry> all(Kind kind, Page page, DisplayLanguage language) {
    return list(
        ENTRY + "WHERE d.kind = :kind ORDER BY d.id LIMIT :limit OFFSET :offset",
        kind,
        0,
        page,
        language);
  }

  /** Definitions of a kind that refer to this one through a field; empty when it is not there. */
  Optional<List<CatalogueEntry>> referringTo(
      Kind target, RowId id, Kind kind, String field, Page page, DisplayLanguage language) {
    if (!exists(target, id)) {
      return Optional.empty();
    }
    String sql =
        ENTRY
            + "JOIN kb_link l ON l.source_id = d.id AND l.field = '"
            + field
            + "' WHERE l.target_id = :anchor AND d.kind = :kind"
            + " ORDER BY d.id LIMIT :limit OFFSET :offset";
    return Optional.of(list(sql, kind, id.value(), page, language));
  }

  /** Definitions this one refers to through a field, in its order; empty when it is not there. */
  Optional<List<CatalogueEntry>> referredBy(
      Kind source, RowId id, Kind kind, String field, Page page, DisplayLanguage language) {
    if (!exists(source, id)) {
      return Optional.empty();
    }
    String sql =
        ENTRY
            + "JOIN kb_link l ON l.target_id = d.id AND l.field = '"
            + field
            + "' WHERE l.source_id = :anchor AND d.kind = :kind"
            + " ORDER BY l.position LIMIT :limit OFFSET :offset";
    return Optional.of(list(sql, kind, id.value(), page, language));
  }

  /** Id of the examination a report calls by its key or by its label in either language. */
  public Optional<Integer> examinationCalled(Handle transaction, String name) {
    return transaction
        .createQuery(
            """
            SELECT id FROM kb_definition
            WHERE kind = 'examination' AND (name = :key OR lower(names ->> 'de') = :lower
                OR lower(names ->> 'en') = :lower)
            ORDER BY id LIMIT 1
            """)
        .bind("key", name)
        .bind("lower", name.toLowerCase(Locale.ROOT))
        .mapTo(Integer.class)
        .findOne();
  }

  private boolean exists(Kind kind, RowId id) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT 1 FROM kb_definition WHERE id = :id AND kind = :kind")
                .bind("id", id.value())
                .bind("kind", kind.key())
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
  }

  private List<CatalogueEntry> list(
      String sql, Kind kind, int anchor, Page page, DisplayLanguage language) {
    return jdbi.withHandle(
        handle -> {
          Query query =
              handle
                  .createQuery(sql)
                  .bind("kind", kind.key())
                  .bind("types", TYPES.getOrDefault(kind, ""))
                  .bind("limit", page.limit())
                  .bind("offset", page.offset());
          if (anchor > 0) {
            query.bind("anchor", anchor);
          }
          return query.map((row, context) -> entry(row, kind, language)).list();
        });
  }

  private static CatalogueEntry entry(ResultSet row, Kind kind, DisplayLanguage language)
      throws SQLException {
    Labels labels =
        new Labels(
            CatalogueJson.texts(row.getString("names")),
            CatalogueJson.texts(row.getString("descriptions")));
    boolean choice = kind == Kind.FINDING_CLASSIFICATION_CHOICE;
    return new CatalogueEntry(
        row.getInt("id"),
        row.getString("name"),
        labels.names().get("de"),
        labels.names().get("en"),
        labels.name(language.code()).orElse(row.getString("name")),
        labels.description(language.code()).orElse(null),
        List.of((String[]) row.getArray("types").getArray()),
        choice ? CatalogueJson.tree(row.getString("subcategories")) : null,
        choice ? CatalogueJson.tree(row.getString("numerical_descriptors")) : null);
  }
}
