package org.endoreg.ingest.reaper;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why a source stays; the codes are stable. */
public enum CleanupBlocker {
  /** The retention policy keeps the source or leaves it to somebody else. */
  RETENTION_POLICY_BLOCKS,
  /** The job did not succeed, and no later job succeeded in its place. */
  NOT_SUCCESSFUL,
  /** Its time has not come. */
  NOT_DUE,
  /** Another attempt is planned and needs the source. */
  RETRY_ALLOWED,
  /** A worker may still read the source. */
  ACTIVE_PROCESSING_LEASE,
  /** Another row refers to the same blob. */
  SHARED_REFERENCE,
  /** Nothing proves that the work was done. */
  PROCESSING_HISTORY_MISSING,
  /** The result was not registered, so nobody can see it. */
  MEDIUM_NOT_REGISTERED,
  /** The deployment deletes only what a person signed off. */
  NOT_SIGNED_OFF,
  /** The artifact is gone: the source is all there is. */
  ARTIFACT_MISSING,
  /** The artifact is not the recorded one. */
  ARTIFACT_IDENTITY_CHANGED,
  /** There is no source to delete, although the row says so. */
  SOURCE_MISSING,
  /** Under the source's key lie other bytes than were accepted. */
  SOURCE_IDENTITY_CHANGED,
  /** The store did not answer or the bytes do not open. */
  STORE_UNREADABLE,
  /** The row changed between looking and deleting. */
  ROW_CHANGED,
  /** The store refused to delete. */
  DELETE_FAILED;

  /** The code in JSON and in the row. */
  @JsonValue
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
