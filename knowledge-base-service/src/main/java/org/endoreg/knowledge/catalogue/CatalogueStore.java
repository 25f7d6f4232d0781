package org.endoreg.knowledge.catalogue;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.endoreg.knowledge.terminology.Definition;
import org.endoreg.knowledge.terminology.Kind;
import org.endoreg.knowledge.terminology.Relations;
import org.endoreg.knowledge.terminology.Terminology;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Writes a whole package of definitions. A definition keeps its id when a later version changes it,
 * and rows that say the same are not touched.
 */
@ApplicationScoped
class CatalogueStore {

  /** Digest of the content this package version was loaded with. */
  Optional<String> digestOf(Handle transaction, String module, String version) {
    return transaction
        .createQuery(
            "SELECT content_sha256 FROM kb_package WHERE module = :module AND version = :version")
        .bind("module", module)
        .bind("version", version)
        .mapTo(String.class)
        .findOne();
  }

  void store(
      Handle transaction, String module, String version, String digest, Terminology content) {
    List<Definition> definitions = content.definitions().toList();
    upsert(transaction, module, definitions);
    link(transaction, module, definitions);
    transaction
        .createUpdate(
            """
            INSERT INTO kb_package (module, version, content_sha256, definitions)
            VALUES (:module, :version, :digest, :definitions)
            """)
        .bind("module", module)
        .bind("version", version)
        .bind("digest", digest)
        .bind("definitions", definitions.size())
        .execute();
  }

  private static void upsert(Handle transaction, String module, List<Definition> definitions) {
    PreparedBatch batch =
        transaction.prepareBatch(
            """
            INSERT INTO kb_definition (kind, name, names, descriptions, attributes, subcategories,
                numerical_descriptors, module)
            VALUES (:kind, :name, :names::jsonb, :descriptions::jsonb, :attributes::jsonb,
                :subcategories::jsonb, :numbers::jsonb, :module)
            ON CONFLICT (kind, name) DO UPDATE SET
                names = excluded.names, descriptions = excluded.descriptions,
                attributes = excluded.attributes, subcategories = excluded.subcategories,
                numerical_descriptors = excluded.numerical_descriptors, module = excluded.module
            WHERE (kb_definition.names, kb_definition.descriptions, kb_definition.attributes,
                kb_definition.subcategories, kb_definition.numerical_descriptors,
                kb_definition.module)
                IS DISTINCT FROM (excluded.names, excluded.descriptions, excluded.attributes,
                excluded.subcategories, excluded.numerical_descriptors, excluded.module)
            """);
    for (Definition definition : definitions) {
      batch
          .bind("kind", definition.kind().key())
          .bind("name", definition.name())
          .bind("names", CatalogueJson.write(definition.labels().names()))
          .bind("descriptions", CatalogueJson.write(definition.labels().descriptions()))
          .bind("attributes", CatalogueJson.write(definition.attributes()))
          .bind("subcategories", CatalogueJson.subcategories(definition))
          .bind("numbers", CatalogueJson.numericalDescriptors(definition))
          .bind("module", module)
          .add();
    }
    batch.execute();
  }

  private static void link(Handle transaction, String module, List<Definition> definitions) {
    Map<String, Integer> ids = ids(transaction);
    transaction
        .createUpdate(
            """
            DELETE FROM kb_link USING kb_definition source
            WHERE source.id = kb_link.source_id AND source.module = :module
            """)
        .bind("module", module)
        .execute();
    PreparedBatch batch =
        transaction.prepareBatch(
            """
            INSERT INTO kb_link (source_id, field, position, target_id)
            VALUES (:source, :field, :position, :target)
            """);
    for (Definition definition : definitions) {
      int source = id(ids, definition.kind(), definition.name());
      definition
          .links()
          .forEach((field, names) -> addLinks(batch, ids, source, definition.kind(), field, names));
    }
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  private static void addLinks(
      PreparedBatch batch,
      Map<String, Integer> ids,
      int source,
      Kind kind,
      String field,
      List<String> names) {
    Kind target = Relations.of(kind).getOrDefault(field, kind);
    for (int position = 0; position < names.size(); position++) {
      batch
          .bind("source", source)
          .bind("field", field)
          .bind("position", position)
          .bind("target", id(ids, target, names.get(position)))
          .add();
    }
  }

  private static Map<String, Integer> ids(Handle transaction) {
    Map<String, Integer> ids = new HashMap<>();
    transaction
        .createQuery("SELECT kind || ' ' || name AS key, id FROM kb_definition")
        .map((row, context) -> ids.put(row.getString("key"), row.getInt("id")))
        .list();
    return ids;
  }

  private static int id(Map<String, Integer> ids, Kind kind, String name) {
    Integer id = ids.get(kind.key() + " " + name);
    if (id == null) {
      throw new IllegalStateException("a strict import leaves no reference unresolved");
    }
    return id;
  }
}
