-- How many errors and runs each group has, and how many errors of each integration, so that nothing has to be counted where a group is shown. What writes errors
-- notes how it has changed these counts, in rows of its own, and waits for no other writer; background work adds the notes to the counts. Both together are
-- the truth at any moment: the views have their sums.

-- CreateTable
CREATE TABLE "error_group_counts" (
    "fingerprint" TEXT COLLATE "C" NOT NULL,
    "errors" INTEGER NOT NULL,
    "open_errors" INTEGER NOT NULL,
    "runs" INTEGER NOT NULL,
    "open_runs" INTEGER NOT NULL,

    CONSTRAINT "error_group_counts_pkey" PRIMARY KEY ("fingerprint")
);

-- CreateTable
CREATE TABLE "error_group_integrations" (
    "fingerprint" TEXT COLLATE "C" NOT NULL,
    "integration_id" INTEGER NOT NULL,
    "errors" INTEGER NOT NULL,
    "open_errors" INTEGER NOT NULL,

    CONSTRAINT "error_group_integrations_pkey" PRIMARY KEY ("fingerprint", "integration_id")
);

-- CreateTable
CREATE TABLE "error_group_changes" (
    "id" BIGSERIAL NOT NULL,
    "fingerprint" TEXT COLLATE "C" NOT NULL,
    "integration_id" INTEGER NOT NULL,
    "integration_run_id" INTEGER NOT NULL,
    "errors" INTEGER NOT NULL,
    "open_errors" INTEGER NOT NULL,

    CONSTRAINT "error_group_changes_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "error_group_changes_fingerprint_integration_run_id_idx" ON "error_group_changes"("fingerprint", "integration_run_id");

-- What the notes come to: a row for each run and group. Whether a run has come to a group, or has left it, is told by the errors that it has of it now, and
-- by those that it had before what is noted.
CREATE VIEW error_group_pending AS
  SELECT noted.fingerprint, noted.integration_id, noted.integration_run_id, noted.errors, noted.open_errors,
    (SELECT (count(*) > 0)::int - (count(*) > noted.errors)::int
      FROM integration_errors AS error WHERE error.integration_run_id = noted.integration_run_id AND error.fingerprint = noted.fingerprint) AS runs,
    (SELECT (count(*) > 0)::int - (count(*) > noted.open_errors)::int
      FROM integration_errors AS error WHERE error.integration_run_id = noted.integration_run_id AND error.fingerprint = noted.fingerprint AND NOT error.is_resolved) AS open_runs
  FROM (
    SELECT fingerprint, integration_id, integration_run_id, sum(errors)::int AS errors, sum(open_errors)::int AS open_errors
    FROM error_group_changes GROUP BY fingerprint, integration_id, integration_run_id
  ) AS noted;

CREATE VIEW error_group_figures AS
  SELECT fingerprint, errors, open_errors, runs, open_runs FROM error_group_counts
  UNION ALL SELECT fingerprint, errors, open_errors, runs, open_runs FROM error_group_pending;

CREATE VIEW error_group_integration_figures AS
  SELECT fingerprint, integration_id, errors, open_errors FROM error_group_integrations
  UNION ALL SELECT fingerprint, integration_id, errors, open_errors FROM error_group_changes;

CREATE FUNCTION note_error_groups() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO error_group_changes (fingerprint, integration_id, integration_run_id, errors, open_errors)
      SELECT fingerprint, integration_id, integration_run_id, count(*), count(*) FILTER (WHERE NOT is_resolved)
      FROM written GROUP BY fingerprint, integration_id, integration_run_id;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO error_group_changes (fingerprint, integration_id, integration_run_id, errors, open_errors)
      SELECT fingerprint, integration_id, integration_run_id, -count(*), -count(*) FILTER (WHERE NOT is_resolved)
      FROM gone GROUP BY fingerprint, integration_id, integration_run_id;
  ELSE
    INSERT INTO error_group_changes (fingerprint, integration_id, integration_run_id, errors, open_errors)
      SELECT fingerprint, integration_id, integration_run_id, sum(one), sum(open)
      FROM (
        SELECT fingerprint, integration_id, integration_run_id, 1 AS one, (NOT is_resolved)::int AS open FROM written
        UNION ALL SELECT fingerprint, integration_id, integration_run_id, -1, -(NOT is_resolved)::int FROM gone
      ) AS image
      GROUP BY fingerprint, integration_id, integration_run_id HAVING sum(one) <> 0 OR sum(open) <> 0;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "integration_errors_inserted" AFTER INSERT ON "integration_errors"
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION note_error_groups();
CREATE TRIGGER "integration_errors_updated" AFTER UPDATE ON "integration_errors"
  REFERENCING OLD TABLE AS gone NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION note_error_groups();
CREATE TRIGGER "integration_errors_deleted" AFTER DELETE ON "integration_errors"
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION note_error_groups();

CREATE FUNCTION forget_error_groups() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  TRUNCATE error_group_counts, error_group_integrations, error_group_changes;
  RETURN NULL;
END $$;
CREATE TRIGGER "integration_errors_truncated" AFTER TRUNCATE ON "integration_errors" FOR EACH STATEMENT EXECUTE FUNCTION forget_error_groups();

INSERT INTO error_group_counts (fingerprint, errors, open_errors, runs, open_runs)
  SELECT fingerprint, sum(errors), sum(open_errors), count(*), count(*) FILTER (WHERE open_errors > 0)
  FROM (
    SELECT fingerprint, count(*) AS errors, count(*) FILTER (WHERE NOT is_resolved) AS open_errors
    FROM integration_errors GROUP BY fingerprint, integration_run_id
  ) AS run GROUP BY fingerprint;
INSERT INTO error_group_integrations (fingerprint, integration_id, errors, open_errors)
  SELECT fingerprint, integration_id, count(*), count(*) FILTER (WHERE NOT is_resolved) FROM integration_errors GROUP BY fingerprint, integration_id;
ANALYZE error_group_counts, error_group_integrations;
