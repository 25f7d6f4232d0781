package org.endoreg.backing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void noPortIsGivenTwice() {
    Set<Integer> given = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      assertThat(given.add(Ports.free())).isTrue();
    }
    assertThat(given).allSatisfy(port -> assertThat(Ports.reserve(port)).isFalse());
  }
}
