package org.endoreg.stack.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MerkleRootTest {

  @Test
  void isTheRootOfRfc6962() {
    // the empty leaf of RFC 6962: SHA-256 of one zero byte
    assertThat(root(List.of("")))
        .isEqualTo("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  }

  @Test
  void everyLineAndTheirOrderCount() {
    List<String> lines = List.of("a", "b", "c", "d", "e");
    assertThat(root(lines)).isEqualTo(root(lines));
    assertThat(root(lines)).isNotEqualTo(root(List.of("a", "b", "c", "e", "d")));
    assertThat(root(lines)).isNotEqualTo(root(List.of("a", "b", "c", "d")));
    assertThat(root(lines)).isNotEqualTo(root(List.of("a", "b", "c", "d", "e", "e")));
  }

  private static String root(List<String> lines) {
    MerkleRoot root = new MerkleRoot();
    lines.forEach(root::add);
    return root.root();
  }
}
