package org.endoreg.stack.suite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An nginx that lets other nodes in, by what it is started with.
 *
 * @param program the nginx to run
 * @param port loopback port other nodes connect to
 * @param certificate PEM of this hub, beside it {@code key}
 * @param clientAuthority PEM of the authority of the nodes, beside it its {@code revocationList}
 */
public record NodeDoor(
    Path program, int port, Path certificate, Path key, Path clientAuthority, Path revocationList) {

  /** The installed nginx, or the one {@code deploy/tools.sh --nginx} fetched. */
  public static Optional<Path> program(Path root) {
    return Stream.of(Path.of("/usr/sbin/nginx"), root.resolve(".cache/nginx/usr/sbin/nginx"))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
