package org.endoreg.stack.suite;

import java.util.List;

/**
 * How a suite is started: its one port, its centers and how long the watcher lets a file settle, in
 * seconds.
 */
public record SuiteOptions(int port, List<String> centers, int settleSeconds) {}
