package org.endoreg.stack.backup;

import java.util.List;
import org.endoreg.stack.backup.FileList.Inventory;

/**
 * What a generation holds and of which moment it is. The lists of files beside it are bound to it
 * by their hashes, and it is bound to the keys by its seal.
 *
 * @param format version of this form
 * @param version of the suite
 * @param takenAt when the copy of the databases ended, in ISO 8601
 * @param online whether the suite was running
 * @param settled whether every submission the broker held at the start was in the databases
 * @param databases facts of each database at that moment
 * @param missing blobs that rows named and that were not there even then
 * @param dropFiles files that waited in drop folders; they are not part of the backup
 */
public record Manifest(
    int format,
    String version,
    String takenAt,
    boolean online,
    boolean settled,
    List<DatabaseFacts> databases,
    Listed database,
    Listed blobs,
    Listed keys,
    Missing missing,
    long dropFiles) {

  /** The form this program writes and reads. */
  public static final int FORMAT = 1;

  /** How many, and the hash of the list that names them. */
  public record Missing(long blobs, String listSha256) {}

  /** One list of files: what it holds and the hash of the list itself. */
  public record Listed(long files, long bytes, String merkleRoot, String listSha256) {
    static Listed of(Inventory inventory, String listSha256) {
      return new Listed(inventory.files(), inventory.bytes(), inventory.merkleRoot(), listSha256);
    }
  }
}
