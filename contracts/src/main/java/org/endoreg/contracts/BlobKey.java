package org.endoreg.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Where an encrypted blob lies: {@code role/center/uuid}. The key is the associated data of the
 * encryption, so bytes moved to another key do not open; it never carries a file name.
 */
public record BlobKey(@JsonValue String value) {
  /** What a blob key looks like, for JSON Schema. */
  public static final String PATTERN =
      "^(raw|processed|text)/[a-z0-9_-]{1,63}/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$";

  private static final Pattern KEY = Pattern.compile(PATTERN);

  /** What a blob holds: the original, the anonymized artifact, or anonymized text. */
  public enum Role {
    RAW("raw"),
    PROCESSED("processed"),
    TEXT("text");

    private final String folder;

    Role(String folder) {
      this.folder = folder;
    }
  }

  /**
   * @throws IllegalArgumentException when the text is not a blob key
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public BlobKey {
    if (!KEY.matcher(value).matches()) {
      throw new IllegalArgumentException("not a blob key");
    }
  }

  /** The key of a blob with this role, owned by this center. */
  public static BlobKey of(Role role, CenterKey center, UUID id) {
    return new BlobKey(role.folder + "/" + center.value() + "/" + id);
  }

  /** The center that owns the blob. */
  public CenterKey center() {
    return new CenterKey(value.split("/", -1)[1]);
  }

  @Override
  public String toString() {
    return value;
  }
}
