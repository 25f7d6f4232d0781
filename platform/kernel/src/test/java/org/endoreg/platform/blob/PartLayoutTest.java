package org.endoreg.platform.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.StreamingAead;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.endoreg.platform.keys.Keyring;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartLayoutTest {
  private static final int PART = PartLayout.PART_BYTES;

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 65_479, 65_480, 65_481, 130_999, 131_000, 131_001, PART - 57, PART - 1, PART})
  void sizesAreThoseTinkWrites(int plain, @TempDir Path keys) throws Exception {
    StreamingAead encryption = Keyring.open(keys).blobs();
    ByteArrayOutputStream sealed = new ByteArrayOutputStream();
    try (OutputStream out = encryption.newEncryptingStream(sealed, new byte[0])) {
      out.write(new byte[plain]);
    }
    assertThat(PartLayout.sealedBytes(plain)).isEqualTo(sealed.size());
  }

  @Test
  void theSizeOfAnObjectTellsItsPlainBytes() throws IOException {
    for (long full = 0; full < 3; full++) {
      for (int last = 0; last < PART; last += 997) {
        long object = full * PartLayout.SEALED_PART_BYTES + PartLayout.sealedBytes(last);
        assertThat(PartLayout.plainBytes(object)).isEqualTo(full * PART + last);
      }
    }
  }

  @Test
  void anObjectCutAtTheEndOfAPartHasNoValidSize() {
    for (long full = 0; full < 4; full++) {
      long cut = full * PartLayout.SEALED_PART_BYTES;
      assertThatThrownBy(() -> PartLayout.plainBytes(cut)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> PartLayout.plainBytes(cut + 55)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aSegmentWithoutRoomForAByteIsNoValidSize() {
    assertThatThrownBy(() -> PartLayout.plainBytes(65_536 + 16)).isInstanceOf(IOException.class);
  }
}
