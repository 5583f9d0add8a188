-- The desk writes contracts: templates to start from, drafts to prepare, a log of who did what.

-- Terms that new contracts start from; the provider's own. terms = app::domain::contract::Terms as JSON.
CREATE TABLE contract_templates (
    key         TEXT PRIMARY KEY,
    title       TEXT NOT NULL,
    terms       TEXT NOT NULL,
    origin      TEXT NOT NULL DEFAULT 'import',
    updated_at  BIGINT NOT NULL,
    retired_at  BIGINT
);

-- A version being prepared. It stands apart from contract_versions so that those stay immutable, and so that
-- nothing of it can reach the client before it is published. One for each contract: whoever prepares the next
-- version works on the same one.
CREATE TABLE contract_drafts (
    id              BIGINT NOT NULL,
    client_id       BIGINT NOT NULL REFERENCES clients (id),
    -- NULL: a contract that is not there yet.
    contract_id     BIGINT,
    number          TEXT NOT NULL,
    title           TEXT NOT NULL,
    -- Dates as on the paper, YYYY-MM-DD in the client's time zone: they become instants when it is published.
    starts_on       TEXT NOT NULL,
    -- The last day, included; NULL: without an end.
    ends_on         TEXT,
    renewal         TEXT NOT NULL CHECK (renewal IN ('tacit', 'express', 'none')),
    last_notice_on  TEXT,
    terms           TEXT NOT NULL,
    -- Guards against lost updates: every change names the revision that it saw.
    revision        BIGINT NOT NULL DEFAULT 1,
    created_by      BIGINT NOT NULL REFERENCES staff (id),
    created_at      BIGINT NOT NULL,
    updated_by      BIGINT NOT NULL REFERENCES staff (id),
    updated_at      BIGINT NOT NULL,
    PRIMARY KEY (client_id, id),
    UNIQUE (client_id, number),
    FOREIGN KEY (client_id, contract_id) REFERENCES contracts (client_id, id)
);

-- What staff did that somebody may have to account for. Append-only, the provider's own; client_id and contact_id
-- say about whom. The list of actions grows, so that the program alone knows it (server::audit::Action).
CREATE TABLE audit_log (
    id          BIGINT PRIMARY KEY,
    at          BIGINT NOT NULL,
    action      TEXT NOT NULL,
    staff_id    BIGINT NOT NULL REFERENCES staff (id),
    client_id   BIGINT REFERENCES clients (id),
    contact_id  BIGINT REFERENCES contacts (id),
    -- JSON: the contract's number and version, why something ended.
    details     TEXT NOT NULL DEFAULT '{}',
    -- Where the request came from, proxies seen through.
    address     TEXT NOT NULL DEFAULT ''
);
CREATE INDEX audit_log_by_client ON audit_log (client_id, at);

-- Who of the staff looks at the portal as a contact, now. The session stays the staff member's own; its beginning
-- and its end stand in audit_log.
CREATE TABLE contact_views (
    session_id  BIGINT PRIMARY KEY REFERENCES sessions (id),
    staff_id    BIGINT NOT NULL REFERENCES staff (id),
    client_id   BIGINT NOT NULL,
    contact_id  BIGINT NOT NULL,
    address     TEXT NOT NULL DEFAULT '',
    started_at  BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    FOREIGN KEY (client_id, contact_id) REFERENCES memberships (client_id, contact_id)
);
CREATE INDEX contact_views_by_end ON contact_views (expires_at);
