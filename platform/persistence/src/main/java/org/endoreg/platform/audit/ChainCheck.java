package org.endoreg.platform.audit;

import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Walks the chain and compares every link, the head and the signed checkpoints. Finds an entry that
 * was changed, removed, put in or moved, a head that was moved, and a tail that was cut before a
 * checkpoint.
 */
final class ChainCheck {
  private static final int FETCH = 1_000;

  private final CheckpointSeal seal;

  ChainCheck(CheckpointSeal seal) {
    this.seal = seal;
  }

  /** The result of one walk from the entry after {@code from}, whose link is known to be sound. */
  Result walk(Handle transaction, Checkpoint from) {
    Checkpoint head = head(transaction);
    long seq = from.seq();
    String hash = from.hash();
    try (Stream<Link> links = links(transaction, from.seq())) {
      for (Iterator<Link> rest = links.iterator(); rest.hasNext(); ) {
        Link link = rest.next();
        if (!link.follows(seq, hash)) {
          return Result.failed(seq + 1, seq, hash);
        }
        seq = link.seq();
        hash = link.hash();
      }
    }
    if (head.seq() != seq || !head.hash().equals(hash)) {
      return Result.failed(seq + 1, seq, hash);
    }
    return checkpointFault(transaction)
        .map(bad -> Result.failed(bad, head.seq(), head.hash()))
        .orElse(new Result(Optional.empty(), head.seq(), head.hash()));
  }

  /** The first checkpoint whose signature is wrong or whose entry is no longer what was signed. */
  private Optional<Long> checkpointFault(Handle transaction) {
    return transaction
        .createQuery(
            """
            SELECT c.seq, c.hash, c.signature, e.hash AS entry_hash
            FROM audit_checkpoint c LEFT JOIN audit_entry e USING (seq) ORDER BY c.seq
            """)
        .map(
            (row, context) -> {
              Checkpoint checkpoint = new Checkpoint(row.getLong("seq"), row.getString("hash"));
              boolean sound =
                  checkpoint.hash().equals(row.getString("entry_hash"))
                      && seal.holds(checkpoint, row.getString("signature"));
              return sound ? -1L : checkpoint.seq();
            })
        .stream()
        .filter(bad -> bad >= 0)
        .findFirst();
  }

  private static Stream<Link> links(Handle transaction, long after) {
    return transaction
        .createQuery(
            "SELECT seq, entry, prev_hash, hash FROM audit_entry WHERE seq > :after ORDER BY seq")
        .bind("after", after)
        .setFetchSize(FETCH)
        .map(
            (row, context) ->
                new Link(
                    row.getLong("seq"),
                    row.getString("entry"),
                    row.getString("prev_hash"),
                    row.getString("hash")))
        .stream();
  }

  private static Checkpoint head(Handle transaction) {
    return transaction
        .createQuery("SELECT seq, hash FROM audit_head")
        .map((row, context) -> new Checkpoint(row.getLong("seq"), row.getString("hash")))
        .one();
  }

  /** How far the chain is sound; {@code firstBad} is the place of the first fault. */
  record Result(Optional<Long> firstBad, long entries, String headHash) {
    static Result failed(long bad, long entries, String hash) {
      return new Result(Optional.of(bad), entries, hash);
    }
  }

  private record Link(long seq, String entry, String prevHash, String hash) {
    boolean follows(long before, String hashBefore) {
      return seq == before + 1
          && prevHash.equals(hashBefore)
          && hash.equals(CanonicalEntry.hash(seq, prevHash, entry));
    }
  }
}
