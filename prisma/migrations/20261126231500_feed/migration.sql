-- The feed of changes. What changes a record writes an event in the same statement; which place it has in the feed is settled after it is committed.
CREATE TYPE "change_type" AS ENUM ('RUN_CREATED', 'RUN_UPDATED', 'RUN_MOVED', 'ERROR_CREATED', 'ERROR_UPDATED', 'ERROR_RESOLVED', 'ERROR_UNRESOLVED', 'INTEGRATION_CREATED', 'INTEGRATION_UPDATED', 'CONTRACT_CREATED', 'CONTRACT_UPDATED');

-- An id is drawn once the record's row is locked, so that of one record ids grow with its versions: the sequence must not be cached by sessions. Nothing
-- refers to other tables by a constraint, each of which would cost a look at every change: records are never removed.
CREATE TABLE "events" (
    "id" BIGINT GENERATED ALWAYS AS IDENTITY,
    "xid" xid8 NOT NULL DEFAULT pg_current_xact_id(),
    "type" "change_type" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_id" INTEGER,
    "source" "transition_source" NOT NULL,
    "integration_run_id" INTEGER,
    "integration_error_id" INTEGER,
    "integration_id" INTEGER,
    "contract_id" INTEGER,
    "version" INTEGER NOT NULL,
    "before" JSON,
    "after" JSON NOT NULL,

    CONSTRAINT "events_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "events_xid_idx" ON "events"("xid");

-- Which events have come to which places, in rows of at most 500: the places up to `last_position`, and what was committed when they were given. `at` is part
-- of what clients know a place by, so that one of another database, or of a time that a backup has undone, is told from those of this one.
CREATE TABLE "event_ticks" (
    "last_position" BIGINT NOT NULL,
    "event_ids" BIGINT[] NOT NULL,
    "snapshot" pg_snapshot NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "event_ticks_pkey" PRIMARY KEY ("last_position")
);
INSERT INTO "event_ticks" ("last_position", "event_ids", "snapshot") VALUES (0, '{}', pg_current_snapshot());

-- Gives places to all events that were committed since the last time: those that this snapshot sees and that one did not, in the order of their ids. One
-- at a time does it; null for who comes meanwhile. What listens is told the last place. It must see what was committed until each of its statements.
CREATE FUNCTION sequence_events() RETURNS bigint LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  last event_ticks;
  fresh bigint[];
  seen pg_snapshot;
  head bigint;
BEGIN
  IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
    RAISE EXCEPTION 'Events are given their places in a transaction that is READ COMMITTED, not %', current_setting('transaction_isolation');
  END IF;
  IF NOT pg_try_advisory_xact_lock(7210045) THEN
    RETURN NULL;
  END IF;
  SELECT * INTO last FROM event_ticks ORDER BY last_position DESC LIMIT 1;
  IF pg_snapshot_xmax(last.snapshot) > pg_snapshot_xmax(pg_current_snapshot()) THEN
    -- restored from a backup into a server that has had fewer transactions: those that wrote what is there tell nothing here
    UPDATE events SET xid = '0' WHERE xid >= pg_snapshot_xmax(pg_current_snapshot());
    SELECT array_agg(id ORDER BY id), pg_current_snapshot() INTO fresh, seen FROM events
    WHERE NOT EXISTS (SELECT FROM event_ticks AS tick, unnest(tick.event_ids) AS placed (id) WHERE placed.id = events.id);
  ELSE
    SELECT array_agg(id ORDER BY id), pg_current_snapshot() INTO fresh, seen FROM events
    WHERE xid >= pg_snapshot_xmax(last.snapshot) OR xid = ANY (ARRAY(SELECT pg_snapshot_xip(last.snapshot)));
  END IF;
  IF fresh IS NULL THEN
    RETURN last.last_position;
  END IF;
  INSERT INTO event_ticks (last_position, event_ids, snapshot, at)
  SELECT last.last_position + max(n), array_agg(id ORDER BY n), seen, now() FROM unnest(fresh) WITH ORDINALITY AS placed (id, n) GROUP BY (n - 1) / 500;
  head := last.last_position + cardinality(fresh);
  PERFORM pg_notify('integration_runs_feed', head::text);
  RETURN head;
END $$;
