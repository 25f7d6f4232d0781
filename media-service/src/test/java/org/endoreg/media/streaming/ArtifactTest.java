package org.endoreg.media.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.Capability;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.Sha256;
import org.endoreg.media.catalogue.Medium;
import org.endoreg.platform.access.Caller;
import org.endoreg.platform.access.CenterScope;
import org.junit.jupiter.api.Test;

class ArtifactTest {
  private static final CenterKey NORTH = new CenterKey("north");
  private static final BlobKey RAW = BlobKey.of(BlobKey.Role.RAW, NORTH, UUID.randomUUID());
  private static final BlobKey DONE = BlobKey.of(BlobKey.Role.PROCESSED, NORTH, UUID.randomUUID());

  @Test
  void aCallerWithoutTheCapabilityNeverReachesRawBytes() {
    Caller viewer = caller(Capability.VIDEO_READ, Capability.REPORT_READ);
    assertThatThrownBy(() -> Artifact.choose(video(), "raw", viewer)).hasMessage("forbidden");
    assertThat(Artifact.choose(video(), null, viewer).blobKey()).isEqualTo(DONE);
    assertThat(Artifact.choose(video(), "processed", viewer).blobKey()).isEqualTo(DONE);
  }

  @Test
  void theCapabilityAloneDoesNotMakeRawTheUsualAnswer() {
    Caller auditor = caller(Capability.RAW_MEDIA_READ);
    assertThat(Artifact.choose(video(), null, auditor).blobKey()).isEqualTo(DONE);
    assertThat(Artifact.choose(video(), "raw", auditor).blobKey()).isEqualTo(RAW);
  }

  @Test
  void anUnknownTypeIsRefusedBeforeTheCapabilityIsLookedAt() {
    assertThatThrownBy(() -> Artifact.choose(video(), "foo", caller()))
        .hasMessage("invalid_parameter");
  }

  private static Caller caller(Capability... capabilities) {
    return new Caller(
        Caller.Kind.USER, "somebody", "", Set.of(), Set.of(capabilities), CenterScope.of(NORTH));
  }

  private static Medium video() {
    return new Medium(
        1,
        NORTH,
        MediaKind.VIDEO,
        RAW,
        DONE,
        Sha256.of(new byte[32]),
        10,
        null,
        null,
        "h264",
        640,
        360,
        25.0,
        2.0,
        50,
        false,
        Instant.EPOCH);
  }
}
