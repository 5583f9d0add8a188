-- Honest clocks: when each promise falls due, kept beside the log that they are counted from, so that the desk sorts
-- by what breaches next and a task finds what falls due without reading everything.

-- Derived from intervention_events and from the contract's version: app::domain::intervention::clocks.
CREATE TABLE intervention_clocks (
    client_id        BIGINT NOT NULL,
    intervention_id  BIGINT NOT NULL,
    -- app::domain::intervention::ClockKind.
    clock            TEXT NOT NULL,
    -- 'not_promised', 'vendor_follow_up', 'waiting', 'running', 'paused', 'met', 'missed', 'dropped', 'no_opening', 'beyond'.
    state            TEXT NOT NULL,
    starts_at        BIGINT,
    -- While it is paused: as it stood when the row was written.
    due_at           BIGINT,
    stopped_at       BIGINT,
    -- The breach that the log holds, for ever: when it was due.
    breach_due_at    BIGINT,
    reclassified     BIGINT NOT NULL DEFAULT 0,
    -- Écartée d'un commun accord: '', 'proposed', 'agreed', 'declined'.
    set_aside        TEXT NOT NULL DEFAULT '',
    -- due_at while it runs and is not breached; NULL: nothing to watch.
    watch_at         BIGINT,
    PRIMARY KEY (client_id, intervention_id, clock),
    FOREIGN KEY (client_id, intervention_id) REFERENCES interventions (client_id, id)
);
CREATE INDEX intervention_clocks_watched ON intervention_clocks (watch_at) WHERE watch_at IS NOT NULL;

-- What the desk's queue is sorted by: 0 something falls due (queue_at: when), 1 breached and not done (queue_at: since
-- when), 2 paused, 3 to 7 nothing promised, by priority (queue_at: declared, from here on), 8 planned, 9 waits for the
-- client's word, 10 ended or not begun.
ALTER TABLE interventions ADD COLUMN queue_rank BIGINT NOT NULL DEFAULT 7;
ALTER TABLE interventions ADD COLUMN queue_at BIGINT NOT NULL DEFAULT 0;
-- The clock that puts it there, for ranks 0 and 1.
ALTER TABLE interventions ADD COLUMN queue_clock TEXT NOT NULL DEFAULT '';
-- Who works on it inside the provider: app::domain::intervention::SupportLevel.
ALTER TABLE interventions ADD COLUMN level TEXT NOT NULL DEFAULT 'l1';
-- On hold: when the provider asks again.
ALTER TABLE interventions ADD COLUMN chase_at BIGINT;
-- Resolved: when it is closed without a word.
ALTER TABLE interventions ADD COLUMN closes_at BIGINT;
-- 0: its clocks were never counted, the program does when it starts.
ALTER TABLE interventions ADD COLUMN clocked BIGINT NOT NULL DEFAULT 0;

UPDATE interventions SET queue_at = declared_at,
    queue_rank = CASE WHEN state IN ('closed', 'rejected', 'cancelled', 'transferred', 'draft') THEN 10
                      WHEN state = 'resolved' THEN 9
                      WHEN priority = 'p1' THEN 3
                      WHEN priority = 'p2' THEN 4
                      WHEN priority = 'p3' THEN 5
                      WHEN priority = 'p4' THEN 6
                      ELSE 7 END;

CREATE INDEX interventions_queue ON interventions (queue_rank, queue_at, id);
CREATE INDEX interventions_to_chase ON interventions (chase_at) WHERE chase_at IS NOT NULL;
CREATE INDEX interventions_to_close ON interventions (closes_at) WHERE closes_at IS NOT NULL;
CREATE INDEX interventions_unclocked ON interventions (id) WHERE clocked = 0;
