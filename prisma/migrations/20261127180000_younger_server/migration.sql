-- What was restored from a backup into a server that has had fewer transactions gets its places once, and not again with each call until something new comes;
-- and a part of it with each call, so that every one of them is short, however much there is.
CREATE OR REPLACE FUNCTION sequence_events() RETURNS bigint LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  last event_ticks;
  fresh bigint[];
  seen pg_snapshot;
  head bigint;
  begin_at bigint;
  part CONSTANT int := 10000;
BEGIN
  IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
    RAISE EXCEPTION 'Events are given their places in a transaction that is READ COMMITTED, not %', current_setting('transaction_isolation');
  END IF;
  IF NOT pg_try_advisory_xact_lock(7210045) THEN
    RETURN NULL;
  END IF;
  SELECT * INTO last FROM event_ticks ORDER BY last_position DESC LIMIT 1;
  IF pg_snapshot_xmax(last.snapshot) > pg_snapshot_xmax(pg_current_snapshot()) THEN
    -- the transactions that wrote what has its place tell nothing here, and are forgotten, place after place, which the snapshot of the tick says then; null
    -- until all are, as if somebody else were at it
    SELECT min(last_position) INTO begin_at FROM event_ticks WHERE pg_snapshot_xmax(snapshot) > '1';
    UPDATE events SET xid = '0' WHERE id = ANY (ARRAY(SELECT unnest(event_ids) FROM event_ticks WHERE last_position BETWEEN begin_at AND begin_at + 10000));
    IF begin_at < last.last_position THEN
      UPDATE event_ticks SET snapshot = '1:1:' WHERE last_position BETWEEN begin_at AND least(begin_at + 10000, last.last_position - 1);
      RETURN NULL;
    END IF;
    SELECT array_agg(id ORDER BY id), pg_current_snapshot() INTO fresh, seen FROM events WHERE xid > '0';
    UPDATE events SET xid = '0' WHERE id = ANY (fresh);
    IF fresh IS NULL THEN
      UPDATE event_ticks SET snapshot = seen WHERE last_position = last.last_position;
    END IF;
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
