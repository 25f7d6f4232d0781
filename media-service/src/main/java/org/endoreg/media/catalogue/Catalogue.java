package org.endoreg.media.catalogue;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.Sha256;
import org.endoreg.platform.access.CenterScope;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Reads media of the centers in scope. A medium of another center is not found, exactly like one
 * that does not exist.
 */
@ApplicationScoped
public class Catalogue {
  private final Jdbi jdbi;

  Catalogue(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** The medium of this id and kind. */
  public Optional<Medium> find(CenterScope scope, MediaKind kind, long id) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM medium WHERE id = :id AND kind = :kind"
                        + " AND center_key = ANY(:centers)")
                .bind("id", id)
                .bind("kind", kind.wireName())
                .bind("centers", scope.keys())
                .map((row, context) -> medium(row))
                .findOne());
  }

  /** A page of media, newest first. */
  public List<Medium> page(CenterScope scope, MediaKind kind, int limit, int offset) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM medium WHERE kind = :kind AND center_key = ANY(:centers)"
                        + " ORDER BY id DESC LIMIT :limit OFFSET :offset")
                .bind("kind", kind.wireName())
                .bind("centers", scope.keys())
                .bind("limit", limit)
                .bind("offset", offset)
                .map((row, context) -> medium(row))
                .list());
  }

  /** How many media of this kind are in scope. */
  public long count(CenterScope scope, MediaKind kind) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT count(*) FROM medium WHERE kind = :kind AND center_key = ANY(:centers)")
                .bind("kind", kind.wireName())
                .bind("centers", scope.keys())
                .mapTo(Long.class)
                .one());
  }

  private static Medium medium(ResultSet row) throws SQLException {
    @Nullable String text = row.getString("text_blob_key");
    @Nullable String raw = row.getString("raw_blob_key");
    return new Medium(
        row.getLong("id"),
        new CenterKey(row.getString("center_key")),
        MediaKind.of(row.getString("kind")),
        raw == null ? null : new BlobKey(raw),
        new BlobKey(row.getString("artifact_blob_key")),
        new Sha256(row.getString("artifact_sha256")),
        row.getLong("artifact_size_bytes"),
        text == null ? null : new BlobKey(text),
        row.getObject("pages", Integer.class),
        row.getString("codec"),
        row.getObject("width", Integer.class),
        row.getObject("height", Integer.class),
        row.getObject("fps", Double.class),
        row.getObject("duration_seconds", Double.class),
        row.getObject("frame_count", Integer.class),
        row.getObject("variable_rate", Boolean.class),
        row.getObject("registered_at", OffsetDateTime.class).toInstant());
  }
}
