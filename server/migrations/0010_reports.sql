-- The month's report of each client: drafted at the desk, published and then frozen, corrected beside what was published.

-- Apart from what is published, so that nothing of a draft can reach the client.
CREATE TABLE report_drafts (
    client_id   BIGINT NOT NULL REFERENCES clients (id),
    -- YYYY-MM by the client's calendar.
    month       TEXT NOT NULL,
    -- app::domain::report::Comments as JSON.
    comments    TEXT NOT NULL,
    -- Guards against lost updates.
    edition     BIGINT NOT NULL DEFAULT 1,
    written_by  BIGINT NOT NULL REFERENCES staff (id),
    written_at  BIGINT NOT NULL,
    PRIMARY KEY (client_id, month)
);

-- Never changed. document = app::domain::report::Published as JSON: no free text of an intervention is in it, since
-- that can be erased.
CREATE TABLE reports (
    client_id     BIGINT NOT NULL REFERENCES clients (id),
    month         TEXT NOT NULL,
    document      TEXT NOT NULL,
    published_by  BIGINT NOT NULL REFERENCES staff (id),
    published_at  BIGINT NOT NULL,
    PRIMARY KEY (client_id, month)
);

-- What was found later: the figures then, beside those before. number counts from 1.
CREATE TABLE report_corrections (
    client_id   BIGINT NOT NULL,
    month       TEXT NOT NULL,
    number      BIGINT NOT NULL,
    reason      TEXT NOT NULL,
    -- app::domain::report::Figures as JSON.
    figures     TEXT NOT NULL,
    made_by     BIGINT NOT NULL REFERENCES staff (id),
    made_at     BIGINT NOT NULL,
    PRIMARY KEY (client_id, month, number),
    FOREIGN KEY (client_id, month) REFERENCES reports (client_id, month)
);

-- Decisions and actions: an open action is carried from one report to the next.
CREATE TABLE report_resolves (
    id            BIGINT NOT NULL,
    client_id     BIGINT NOT NULL REFERENCES clients (id),
    kind          TEXT NOT NULL CHECK (kind IN ('decision', 'action')),
    body          TEXT NOT NULL,
    owner         TEXT NOT NULL,
    -- YYYY-MM-DD; '' for none.
    due_on        TEXT NOT NULL DEFAULT '',
    opened_month  TEXT NOT NULL,
    -- The month whose report says that it is done; '' while it is open.
    closed_month  TEXT NOT NULL DEFAULT '',
    -- A repeated post finds the first.
    request_id    TEXT NOT NULL,
    written_by    BIGINT NOT NULL REFERENCES staff (id),
    written_at    BIGINT NOT NULL,
    PRIMARY KEY (client_id, id),
    UNIQUE (client_id, request_id)
);
CREATE INDEX report_resolves_of_client ON report_resolves (client_id, opened_month, id);

-- What a month is made of, without reading the years before it.
CREATE INDEX intervention_clocks_stopped ON intervention_clocks (client_id, stopped_at) WHERE stopped_at IS NOT NULL;
CREATE INDEX intervention_clocks_breached ON intervention_clocks (client_id, breach_due_at) WHERE breach_due_at IS NOT NULL;
CREATE INDEX intervention_events_told ON intervention_events (client_id, effective_at)
    WHERE kind IN ('relapsed', 'reopened', 'time_entered');

-- 1: reports tell of time lost, as a band with its sources.
ALTER TABLE provider ADD COLUMN lost_time_band BIGINT NOT NULL DEFAULT 0;
