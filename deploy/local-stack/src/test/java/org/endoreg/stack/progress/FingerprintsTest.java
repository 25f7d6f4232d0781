package org.endoreg.stack.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FingerprintsTest {
  private static final int MILLION = 1_000_000;

  @Test
  void remembersAMillionAndNothingElse() {
    Fingerprints seen = new Fingerprints();
    for (int i = 0; i < MILLION; i++) {
      assertThat(seen.add(Fingerprints.of("file " + i))).isTrue();
    }
    assertThat(seen.size()).isEqualTo(MILLION);
    assertThat(seen.add(Fingerprints.of("file 77"))).isFalse();
    for (int i = 0; i < MILLION; i++) {
      assertThat(seen.contains(Fingerprints.of("other " + i))).isFalse();
    }
  }

  @Test
  void textsThatDifferLittleHaveDifferentFingerprints() {
    Set<Long> all = new HashSet<>();
    for (int device = 0; device < 10; device++) {
      for (int inode = 0; inode < 10_000; inode++) {
        all.add(Fingerprints.of(device + ":" + inode + ":1024:1700000000000"));
      }
    }
    assertThat(all).hasSize(100_000);
  }
}
