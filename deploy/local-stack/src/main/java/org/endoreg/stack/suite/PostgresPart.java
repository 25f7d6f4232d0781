package org.endoreg.stack.suite;

import org.endoreg.backing.Postgres;

/** The database server; it is ready when {@link Postgres#start()} returns. */
record PostgresPart(Postgres postgres, int port) implements Part {

  @Override
  public String name() {
    return "postgresql";
  }

  @Override
  public Process launch() {
    return postgres.start();
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public void stop(Process process) {
    Postgres.stop(process);
  }
}
