package org.endoreg.platform.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A file for work in progress that may be written and read at any offset. It is encrypted with a
 * key that exists only in this object (AES-256 in counter mode) and unlinked at once, so a crash
 * leaves neither name nor readable byte. Not for keeping: there is no authentication, because
 * nobody else can reach the bytes.
 */
public final class ScratchFile implements SeekableByteChannel {
  private static final int BLOCK = 16;
  private static final int PIECE = 65_536;

  private final FileChannel file;
  private final SecretKeySpec key;
  private final byte[] plain = new byte[PIECE];
  private long position;

  private ScratchFile(FileChannel file, SecretKeySpec key) {
    this.file = file;
    this.key = key;
  }

  /** Opens an empty scratch file in this folder. */
  public static ScratchFile in(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path name = Files.createTempFile(folder, "scratch", ".bin");
    FileChannel file = FileChannel.open(name, StandardOpenOption.READ, StandardOpenOption.WRITE);
    Files.delete(name);
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    return new ScratchFile(file, new SecretKeySpec(secret, "AES"));
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (position >= file.size()) {
      return -1;
    }
    int wanted = Math.min(target.remaining(), PIECE);
    ByteBuffer piece = ByteBuffer.wrap(plain, 0, wanted);
    int count = file.read(piece, position);
    target.put(crypted(count), 0, count);
    position += count;
    return count;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    int total = source.remaining();
    while (source.hasRemaining()) {
      int count = Math.min(source.remaining(), PIECE);
      source.get(plain, 0, count);
      ByteBuffer piece = ByteBuffer.wrap(crypted(count), 0, count);
      while (piece.hasRemaining()) {
        position += file.write(piece, position);
      }
    }
    return total;
  }

  /** Counter mode is its own inverse: the same key stream at the same offset. */
  private byte[] crypted(int count) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(counter(position / BLOCK)));
      cipher.update(new byte[(int) (position % BLOCK)]);
      return cipher.doFinal(plain, 0, count);
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  private static byte[] counter(long block) {
    return ByteBuffer.allocate(BLOCK).putLong(0).putLong(block).array();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) {
    position = newPosition;
    return this;
  }

  @Override
  public long size() throws IOException {
    return file.size();
  }

  @Override
  public SeekableByteChannel truncate(long size) throws IOException {
    file.truncate(size);
    position = Math.min(position, size);
    return this;
  }

  @Override
  public boolean isOpen() {
    return file.isOpen();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
