package org.endoreg.knowledge.catalogue;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.util.ClassPathUtils;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.endoreg.knowledge.authoring.FixtureImport;
import org.endoreg.knowledge.authoring.ImportMode;
import org.endoreg.knowledge.authoring.KnowledgePackage;
import org.endoreg.knowledge.terminology.Terminology;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Brings the packaged base vocabulary into the database before anything is served. Instances that
 * start together wait for each other; a version that is there already is left alone, and the same
 * version with other content stops the start.
 */
@ApplicationScoped
public class BaseVocabulary {
  private static final Logger LOG = Logger.getLogger(BaseVocabulary.class);
  private static final String FOLDER = "knowledge/base/";
  private static final long LOAD_LOCK = 0x656e646f1001L;
  private static final int BEFORE_CONSUMERS = 10;

  private final Jdbi jdbi;
  private final CatalogueStore store;

  BaseVocabulary(Jdbi jdbi, CatalogueStore store) {
    this.jdbi = jdbi;
    this.store = store;
  }

  void loadAtStart(@Observes @Priority(BEFORE_CONSUMERS) StartupEvent started) {
    try {
      ClassPathUtils.consumeAsPaths(
          FOLDER + KnowledgePackage.MANIFEST,
          manifest -> load(KnowledgePackage.in(manifest.resolveSibling(""))));
    } catch (IOException e) {
      throw new UncheckedIOException("the base vocabulary cannot be read", e);
    }
  }

  /** Loads a package unless this version of it is loaded already; true when it was loaded now. */
  boolean load(KnowledgePackage base) {
    return jdbi.inTransaction(transaction -> loadOnce(transaction, base));
  }

  private boolean loadOnce(Handle transaction, KnowledgePackage base) {
    transaction.execute("SELECT pg_advisory_xact_lock(?)", LOAD_LOCK);
    String digest = base.tree().digest();
    String known = store.digestOf(transaction, base.module(), base.version()).orElse("");
    if (known.equals(digest)) {
      return false;
    }
    if (!known.isEmpty()) {
      throw new IllegalStateException(
          base.module()
              + " "
              + base.version()
              + " is loaded with other content: raise the version in "
              + KnowledgePackage.MANIFEST);
    }
    FixtureImport.Outcome outcome =
        new FixtureImport(ImportMode.STRICT).apply(Terminology.empty(), base.tree());
    if (!outcome.report().accepted()) {
      throw new IllegalStateException(
          "the base vocabulary has faults: " + outcome.report().issues());
    }
    store.store(transaction, base.module(), base.version(), digest, outcome.terminology());
    LOG.infof("vocabulary %s %s loaded", base.module(), base.version());
    return true;
  }
}
