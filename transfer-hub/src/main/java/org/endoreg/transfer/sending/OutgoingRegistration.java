package org.endoreg.transfer.sending;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.transfer.CleanupPolicy;
import org.endoreg.contracts.transfer.ProcessingHistory;
import org.endoreg.contracts.transfer.ProcessingIntent;
import org.endoreg.contracts.transfer.ProcessingPolicy;
import org.endoreg.contracts.transfer.ProcessingSnapshot;
import org.endoreg.contracts.transfer.Pseudonyms;
import org.endoreg.contracts.transfer.ReportRows;
import org.endoreg.contracts.transfer.ResourceRows;
import org.endoreg.contracts.transfer.TransferMode;
import org.endoreg.contracts.transfer.TransferRegistration;
import org.endoreg.contracts.transfer.VideoRows;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.startup.HubSettings;
import org.endoreg.transfer.contract.RegistrationReader;
import org.jspecify.annotations.Nullable;

/**
 * Builds what the hub is told about an artifact, and holds it to the contract before anything
 * leaves.
 */
@ApplicationScoped
class OutgoingRegistration {
  private final RegistrationReader reader;
  private final BlobVault vault;
  private final String ownKey;

  OutgoingRegistration(RegistrationReader reader, BlobVault vault, HubSettings settings) {
    this.reader = reader;
    this.vault = vault;
    this.ownKey = settings.transfer().nodeKey();
  }

  /**
   * The body of the registration.
   *
   * @throws TransferFailed when the rows would break the contract
   */
  String of(OutboundTransfer transfer) throws IOException, TransferFailed {
    String body = reader.write(registration(transfer));
    RegistrationReader.Reading reading =
        reader.read(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    if (reading instanceof RegistrationReader.Refused) {
      throw new TransferFailed(FailureClass.CONFIGURATION_REJECTION, "contract_violation");
    }
    return body;
  }

  private TransferRegistration<ResourceRows> registration(OutboundTransfer transfer)
      throws IOException, TransferFailed {
    return new TransferRegistration<>(
        transfer.transferKey(),
        ownKey,
        transfer.targetNodeKey(),
        transfer.center(),
        transfer.kind(),
        transfer.resourceHash(),
        TransferMode.METADATA_AND_PROCESSED_MEDIA,
        ProcessingPolicy.PRESERVE_PROCESSING_STATE,
        ProcessingIntent.SENDER_REQUESTS_STATE_PRESERVATION,
        CleanupPolicy.RETAIN_ALL,
        TransferRegistration.SCHEMA_VERSION,
        rows(transfer),
        new ProcessingSnapshot(true),
        null);
  }

  private ResourceRows rows(OutboundTransfer transfer) throws IOException, TransferFailed {
    return switch (transfer.kind()) {
      case REPORT -> report(transfer);
      case VIDEO -> video(transfer);
    };
  }

  private ReportRows report(OutboundTransfer transfer) throws IOException, TransferFailed {
    @Nullable BlobKey text = transfer.text();
    if (text == null) {
      throw new TransferFailed(FailureClass.CONFIGURATION_REJECTION, "missing_text");
    }
    try (InputStream bytes = vault.stream(text)) {
      return new ReportRows(
          new ReportRows.RawPdfFile(
              transfer.resourceHash(), new String(bytes.readAllBytes(), StandardCharsets.UTF_8)),
          pseudonyms(transfer),
          new ReportRows.RawPdfState(true, true, true, true, true, transfer.processedSha256()),
          new ProcessingHistory(transfer.resourceHash(), true),
          List.of());
    }
  }

  private static VideoRows video(OutboundTransfer transfer) {
    return new VideoRows(
        new VideoRows.VideoFile(
            transfer.resourceHash(),
            transfer.processedSha256(),
            ".mp4",
            null,
            null,
            null,
            null,
            null),
        pseudonyms(transfer),
        new VideoRows.VideoState(
            true, false, true, false, true, true, false, false, false, transfer.processedSha256()),
        new ProcessingHistory(transfer.resourceHash(), true),
        List.of(),
        List.of(),
        List.of());
  }

  private static Pseudonyms pseudonyms(OutboundTransfer transfer) {
    return new Pseudonyms(transfer.patientHash(), transfer.examinationHash());
  }
}
