package org.endoreg.stack.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.endoreg.stack.client.HubClient;
import org.endoreg.stack.progress.TransferProgress;
import org.endoreg.stack.suite.SuiteFailure;
import org.jspecify.annotations.Nullable;

/**
 * Sends an archive: one thread walks, two send, and a short queue between them bounds what is held
 * in memory. What the hub cannot take now is offered again; what it will not take is told at the
 * end.
 */
public final class ArchiveIngest {
  private static final int SENDERS = 2;
  private static final int QUEUED = 64;
  private static final long PART_BYTES = 8L << 20;
  private static final ArchiveFile END = new ArchiveFile(Path.of(""), FileKind.NO_FILE, 0, "");

  private final Order order;
  private final FileUpload upload;
  private final Backlog backlog;
  private final Waiting pauses;
  private final ArchiveListener listener;
  private final TransferProgress progress;
  private final Tally tally = new Tally();
  private final BlockingQueue<ArchiveFile> queue = new ArrayBlockingQueue<>(QUEUED);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /**
   * What is to be done.
   *
   * @param roots folders to walk
   * @param journal the file that remembers what was sent
   * @param maxWaiting how many waiting jobs of the center are enough; 0 for no limit
   * @param patience how long the hub may take nothing before the run ends
   */
  public record Order(
      List<Path> roots, String center, Path journal, long maxWaiting, Duration patience) {}

  /** Sends to this hub in parts. */
  public static ArchiveIngest overHttp(
      Order order,
      HubClient hub,
      double bytesPerSecond,
      ArchiveListener listener,
      TransferProgress progress) {
    return new ArchiveIngest(
        order,
        new ResumableUpload(
            hub.resumable(),
            PART_BYTES,
            new RateLimit(bytesPerSecond),
            progress,
            order.journal().resolveSibling("unfinished")),
        new HubBacklog(hub, order.center()),
        listener,
        progress,
        Thread::sleep);
  }

  ArchiveIngest(
      Order order,
      FileUpload upload,
      Backlog backlog,
      ArchiveListener listener,
      TransferProgress progress,
      Waiting.Sleep sleep) {
    this.order = order;
    this.upload = upload;
    this.backlog = backlog;
    this.listener = listener;
    this.progress = progress;
    this.pauses = new Waiting(order.patience(), sleep);
  }

  /**
   * Plans and sends.
   *
   * @throws SuiteFailure when the hub takes nothing for too long; what was sent stays noted
   */
  public Tally run() throws IOException {
    try (Journal journal = Journal.open(order.journal())) {
      Plan plan = Plan.of(order.roots(), journal, order.center());
      listener.planned(plan);
      progress.expect(plan.files(), plan.bytes());
      progress.phase("sending");
      List<Thread> senders = startSenders(journal);
      try {
        walk(journal);
      } finally {
        end(senders);
        progress.end();
      }
    }
    throwFailure();
    return tally;
  }

  private List<Thread> startSenders(Journal journal) {
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      Thread sender = new Thread(() -> sendAll(journal), "sender-" + i);
      sender.start();
      senders.add(sender);
    }
    return senders;
  }

  private void walk(Journal journal) throws IOException {
    for (Path root : order.roots()) {
      new ArchiveWalk(root).run(new Feeding(journal));
    }
  }

  private void end(List<Thread> senders) {
    for (int i = 0; i < SENDERS; i++) {
      offer(END);
    }
    for (Thread sender : senders) {
      try {
        sender.join();
      } catch (InterruptedException stopped) {
        senders.forEach(Thread::interrupt);
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits for room, but not once the senders have given up. */
  private void offer(ArchiveFile file) {
    try {
      while (failure.get() == null && !queue.offer(file, 1, TimeUnit.SECONDS)) {
        Thread.onSpinWait();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      failure.compareAndSet(null, stopped);
    }
  }

  private void sendAll(Journal journal) {
    try {
      while (failure.get() == null) {
        ArchiveFile file = queue.poll(1, TimeUnit.SECONDS);
        if (END.equals(file)) {
          return;
        }
        if (file != null) {
          send(journal, file);
        }
      }
    } catch (IOException | RuntimeException | InterruptedException failed) {
      failure.compareAndSet(null, failed);
    }
  }

  private void send(Journal journal, ArchiveFile file) throws IOException, InterruptedException {
    Waiting.Turn turn = pauses.begin();
    awaitRoom();
    FileUpload.Outcome outcome = attempt(file);
    while (outcome instanceof FileUpload.Busy busy) {
      turn.busy(busy);
      awaitRoom();
      outcome = attempt(file);
    }
    if (outcome instanceof FileUpload.Refused refused) {
      refuse(file.path(), refused.code());
    } else if (outcome instanceof FileUpload.Accepted accepted) {
      note(journal, file, accepted);
    }
  }

  private void note(Journal journal, ArchiveFile file, FileUpload.Accepted accepted)
      throws IOException {
    journal.sent(order.center(), file, accepted.job());
    tally.accepted(accepted.reused());
    listener.sent(accepted.job(), accepted.reused());
    progress.file();
  }

  /** A broken line looks like a busy hub; a file that went away or changed hands does not. */
  private FileUpload.Outcome attempt(ArchiveFile file) throws InterruptedException {
    try {
      return upload.send(file.path(), order.center());
    } catch (IOException broken) {
      return file.path().toFile().canRead()
          ? new FileUpload.Busy("no_answer", 0, false)
          : new FileUpload.Refused("unreadable");
    }
  }

  private void awaitRoom() throws InterruptedException {
    while (order.maxWaiting() > 0 && backlog.waiting() >= order.maxWaiting()) {
      pauses.forRoom();
    }
  }

  private void refuse(Path path, String code) {
    tally.refused(code);
    listener.refused(path, code);
    progress.file();
  }

  private void throwFailure() throws IOException {
    @Nullable Throwable failed = failure.get();
    if (failed instanceof IOException unwritable) {
      throw unwritable;
    }
    if (failed instanceof SuiteFailure known) {
      throw known;
    }
    if (failed != null) {
      throw new SuiteFailure("the run ended early; start it again to go on", failed);
    }
  }

  private final class Feeding implements ArchiveWalk.Listener {
    private final Journal journal;

    Feeding(Journal journal) {
      this.journal = journal;
    }

    @Override
    public void file(ArchiveFile file) {
      if (journal.knows(order.center(), file)) {
        tally.skippedAsKnown();
      } else {
        offer(file);
      }
    }

    @Override
    public void skipped(FileKind reason) {
      // Counted by the plan.
    }

    @Override
    public void unreadable(Path path) {
      refuse(path, "unreadable");
    }
  }
}
