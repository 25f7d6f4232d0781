package org.endoreg.platform.resumable;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The whole-file digest of uploads in progress, each as it stood at the last checkpoint. What is
 * not here is hashed again from the staged bytes when the upload completes, so forgetting costs
 * time only; the least recently used are forgotten first.
 */
@ApplicationScoped
class RunningDigests {
  private static final int MOST = 4_096;

  private final Map<UUID, Running> running =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Running> eldest) {
          return size() > MOST;
        }
      };

  private record Running(long offset, MessageDigest digest) {}

  /** A digest of its own to go on with, when the one at exactly this offset is known. */
  synchronized Optional<MessageDigest> at(UUID id, long offset) {
    if (offset == 0) {
      return Optional.of(fresh());
    }
    return Optional.ofNullable(running.get(id))
        .filter(known -> known.offset() == offset)
        .map(known -> copy(known.digest()));
  }

  /** Remembers the digest as it stands; the caller may go on with its own. */
  synchronized void keep(UUID id, long offset, MessageDigest digest) {
    running.put(id, new Running(offset, copy(digest)));
  }

  synchronized void forget(UUID id) {
    running.remove(id);
  }

  static MessageDigest fresh() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  private static MessageDigest copy(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException everyJdkCanCopyIt) {
      throw new IllegalStateException(everyJdkCanCopyIt);
    }
  }
}
