package org.endoreg.transfer.nodes;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.problem.ProblemException;

/**
 * Remembers, under a keyed hash, which secrets were right, because Argon2id is slow on purpose and
 * takes 19 MiB each time. One secret is verified at a time: many requests at once, honest or not,
 * must not take all memory of the service. What is remembered counts only for hashes that are still
 * those of the node, so a revoked secret is refused at once.
 */
final class ProvenSecrets {
  private static final Duration REMEMBERED = Duration.ofMinutes(15);
  private static final int MOST_REMEMBERED = 1_000;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

  private final BiPredicate<String, String> verification;
  private final Duration longestWait;
  private final Semaphore turn = new Semaphore(1, true);
  private final SecretKeySpec memoryKey = new SecretKeySpec(random(), "HmacSHA256");
  private final Cache<Proof, Boolean> proven =
      Caffeine.newBuilder().expireAfterWrite(REMEMBERED).maximumSize(MOST_REMEMBERED).build();

  /** Verifies with this: it is given the secret and the hash. */
  ProvenSecrets(BiPredicate<String, String> verification) {
    this(verification, LONGEST_WAIT);
  }

  ProvenSecrets(BiPredicate<String, String> verification, Duration longestWait) {
    this.verification = verification;
    this.longestWait = longestWait;
  }

  /** A hash and the keyed hash of the secret that it is of. */
  private record Proof(String hash, String trace) {}

  /**
   * True when the hash is of this secret. Of many who ask for the same at once one verifies, the
   * others wait for what it finds.
   *
   * @throws ProblemException {@code unavailable} when too many others have to be verified first
   */
  boolean matches(String secret, String hash) {
    Proof proof = new Proof(hash, trace(secret));
    return isProven(proof) || inTurn(proof, secret);
  }

  /** What was wrong is not remembered: there is no end to it. */
  private boolean inTurn(Proof proof, String secret) {
    awaitTurn();
    try {
      if (isProven(proof)) {
        return true;
      }
      boolean matches = verification.test(secret, proof.hash());
      if (matches) {
        proven.put(proof, true);
      }
      return matches;
    } finally {
      turn.release();
    }
  }

  private boolean isProven(Proof proof) {
    return proven.getIfPresent(proof) != null;
  }

  private void awaitTurn() {
    try {
      if (!turn.tryAcquire(longestWait.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ProblemException(ProblemCode.UNAVAILABLE);
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new ProblemException(ProblemCode.UNAVAILABLE);
    }
  }

  private String trace(String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(memoryKey);
      return HexFormat.of().formatHex(mac.doFinal(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException noJavaPlatform) {
      throw new IllegalStateException(noJavaPlatform);
    }
  }

  private static byte[] random() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    return random;
  }
}
