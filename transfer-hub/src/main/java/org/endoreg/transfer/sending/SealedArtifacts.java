package org.endoreg.transfer.sending;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.endoreg.contracts.Sha256;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.blob.BulkFile;
import org.endoreg.platform.blob.BulkRead;
import org.endoreg.platform.startup.HubSettings;
import org.endoreg.transfer.envelope.EnvelopeReader;
import org.endoreg.transfer.envelope.EnvelopeRefused;
import org.endoreg.transfer.envelope.EnvelopeSealer;
import org.endoreg.transfer.envelope.Profile;
import org.endoreg.transfer.envelope.RecipientKey;
import org.endoreg.transfer.envelope.TextDigest;
import org.endoreg.transfer.envelope.TransferIdentity;

/**
 * Sealed artifacts on their way: ciphertext and envelope in private files, kept until the receipt
 * is here, so that every attempt sends the very same bytes. Each attempt seals into a file of its
 * own; the note with the envelope names it and is published while the lease holds, so a worker that
 * lost it cannot put its envelope before the bytes of another one.
 */
@ApplicationScoped
class SealedArtifacts {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<?> OWNER_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path folder;
  private final BlobVault vault;
  private final SenderSettings settings;
  private final String ownKey;

  SealedArtifacts(SenderSettings settings, BlobVault vault, HubSettings hub) {
    this.folder = settings.stagingDir().toAbsolutePath().normalize();
    this.vault = vault;
    this.settings = settings;
    this.ownKey = hub.transfer().nodeKey();
  }

  /** Runs a step only while the caller owns the transfer. */
  @FunctionalInterface
  interface Publication {
    /**
     * @throws org.endoreg.platform.work.LeaseLost when somebody else owns it
     */
    void run(Runnable step);
  }

  /** The sealed artifact of the transfer, as it was sealed the first time. */
  EnvelopeSealer.Sealed sealed(OutboundTransfer transfer, Publication publication)
      throws IOException, TransferFailed {
    Optional<EnvelopeSealer.Sealed> kept = kept(transfer);
    return kept.isPresent() ? kept.orElseThrow() : seal(transfer, publication);
  }

  /** The ciphertext from this byte on. */
  InputStream ciphertext(OutboundTransfer transfer, long offset) throws IOException {
    return Channels.newInputStream(BulkRead.open(noted(note(transfer))).position(offset));
  }

  /** Forgets what was sent, the note first: bytes without one mean nothing. */
  void discard(OutboundTransfer transfer) throws IOException {
    Files.deleteIfExists(file(transfer, ".json"));
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, file(transfer, ".*").getFileName().toString())) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Files and bytes that are no more. */
  record Removed(int files, long bytes) {}

  /** Bytes that are kept of it. */
  long size(OutboundTransfer transfer) throws IOException {
    return kept(transfer).map(EnvelopeSealer.Sealed::ciphertextSize).orElse(0L);
  }

  /**
   * Removes files older than this that no note names, and those of transfers that are not known.
   *
   * @param known tells which digests of transfer keys are known
   * @return what went
   */
  Removed removeUnpublished(Instant before, UnaryOperator<List<String>> known) throws IOException {
    Map<String, List<Path>> files = filesByKey(before);
    Set<String> needed = new HashSet<>(known.apply(List.copyOf(files.keySet())));
    Removed removed = new Removed(0, 0);
    for (Map.Entry<String, List<Path>> of : files.entrySet()) {
      Path note = folder.resolve(of.getKey() + ".json");
      boolean published = needed.contains(of.getKey()) && Files.exists(note);
      Path kept = published ? noted(JSON.readTree(note.toFile())) : folder;
      for (Path file : of.getValue()) {
        if (!file.equals(kept) && !(published && file.equals(note))) {
          long size = Files.size(file);
          Files.delete(file);
          removed = new Removed(removed.files() + 1, removed.bytes() + size);
        }
      }
    }
    return removed;
  }

  private Map<String, List<Path>> filesByKey(Instant before) throws IOException {
    Map<String, List<Path>> files = new HashMap<>();
    if (!Files.isDirectory(folder)) {
      return files;
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path file : all) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
          String key = file.getFileName().toString().split("\\.", 2)[0];
          files.computeIfAbsent(key, unused -> new ArrayList<>()).add(file);
        }
      }
    }
    return files;
  }

  private Optional<EnvelopeSealer.Sealed> kept(OutboundTransfer transfer) throws IOException {
    if (!Files.exists(file(transfer, ".json"))) {
      return Optional.empty();
    }
    JsonNode kept = note(transfer);
    try {
      EnvelopeSealer.Sealed sealed =
          new EnvelopeSealer.Sealed(
              EnvelopeReader.read(kept.path("envelope")),
              new Sha256(kept.path("ciphertext_sha256").asText()),
              kept.path("ciphertext_size").asLong());
      Path ciphertext = noted(kept);
      return Files.exists(ciphertext) && Files.size(ciphertext) == sealed.ciphertextSize()
          ? Optional.of(sealed)
          : Optional.empty();
    } catch (EnvelopeRefused unreadable) {
      return Optional.empty();
    }
  }

  private JsonNode note(OutboundTransfer transfer) throws IOException {
    return JSON.readTree(file(transfer, ".json").toFile());
  }

  private Path noted(JsonNode note) {
    return folder.resolve(Path.of(note.path("ciphertext").asText()).getFileName());
  }

  private EnvelopeSealer.Sealed seal(OutboundTransfer transfer, Publication publication)
      throws IOException, TransferFailed {
    makeFolder();
    String attempt = "." + UUID.randomUUID();
    Path ciphertext = file(transfer, attempt + ".ciphertext");
    Path note = file(transfer, attempt + ".new");
    try {
      EnvelopeSealer.Sealed sealed = seal(transfer, ciphertext);
      write(note, sealed, ciphertext);
      publication.run(() -> publish(transfer, note));
      return sealed;
    } catch (IOException | TransferFailed | RuntimeException notPublished) {
      Files.deleteIfExists(ciphertext);
      Files.deleteIfExists(note);
      throw notPublished;
    }
  }

  private EnvelopeSealer.Sealed seal(OutboundTransfer transfer, Path file)
      throws IOException, TransferFailed {
    try (InputStream artifact = vault.stream(transfer.artifact());
        BulkFile sealing = BulkFile.open(file, created(), OWNER_ONLY);
        OutputStream ciphertext = sealing.from(0)) {
      EnvelopeSealer.Sealed sealed =
          new EnvelopeSealer().seal(order(transfer), artifact, ciphertext);
      ciphertext.flush();
      sealing.channel().force(true);
      return sealed;
    } catch (EnvelopeRefused unusable) {
      throw new TransferFailed(
          unusable.reason() == EnvelopeRefused.Reason.OTHER_CONTENT
              ? FailureClass.INTEGRITY_INCONSISTENCY
              : FailureClass.CONFIGURATION_REJECTION,
          "sealing_failed");
    }
  }

  /**
   * @throws TransferFailed when the keys of the hub or the profile are missing or unusable
   */
  void requireKeys() throws TransferFailed {
    recipient();
    boolean receipts = settings.receiptKey().filter(key -> !key.isBlank()).isPresent();
    if (!receipts) {
      throw new TransferFailed(FailureClass.CONFIGURATION_REJECTION, "unusable_receipt-key");
    }
  }

  private RecipientKey recipient() throws TransferFailed {
    try {
      Profile.of(settings.profile());
      return RecipientKey.of(settings.recipientKey().orElse(""));
    } catch (IllegalArgumentException unusable) {
      throw new TransferFailed(FailureClass.CONFIGURATION_REJECTION, "unusable_recipient-key");
    }
  }

  private EnvelopeSealer.Order order(OutboundTransfer transfer) throws TransferFailed {
    TransferIdentity identity =
        new TransferIdentity(
            transfer.transferKey(),
            ownKey,
            transfer.center(),
            transfer.targetNodeKey(),
            transfer.kind(),
            transfer.resourceHash(),
            transfer.processedSha256());
    return new EnvelopeSealer.Order(
        Profile.of(settings.profile()), identity, transfer.processedSize(), recipient());
  }

  private static void write(Path file, EnvelopeSealer.Sealed sealed, Path ciphertext)
      throws IOException {
    ObjectNode note =
        JSON.createObjectNode()
            .put("ciphertext", ciphertext.getFileName().toString())
            .put("ciphertext_sha256", sealed.ciphertextSha256().value())
            .put("ciphertext_size", sealed.ciphertextSize());
    note.set("envelope", sealed.envelope().toJson());
    try (FileChannel channel = FileChannel.open(file, created(), OWNER_ONLY)) {
      ByteBuffer bytes = ByteBuffer.wrap(note.toString().getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private void publish(OutboundTransfer transfer, Path note) {
    try {
      Files.move(note, file(transfer, ".json"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }

  private void makeFolder() {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder.getParent());
        Files.createDirectory(folder, OWNER_FOLDER);
      }
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }

  private static Set<StandardOpenOption> created() {
    return Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  private Path file(OutboundTransfer transfer, String ending) {
    return folder.resolve(TextDigest.of(transfer.transferKey()).value() + ending);
  }
}
