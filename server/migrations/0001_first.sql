-- The first schema. One text for SQLite and PostgreSQL.
--
-- Conventions: ids are BIGINT made by the program; instants are BIGINT epoch milliseconds UTC and end in _at;
-- enums are TEXT holding the code of their type in app::domain; JSON is TEXT; hashes are lower-case hex TEXT.
-- Every table that belongs to a tenant carries client_id NOT NULL, and its keys are composite, so that a row of
-- one client cannot point at a row of another.

-- ---------------------------------------------------------------------------------------------- the provider

-- One row: the provider whose portal this is.
CREATE TABLE provider (
    id              BIGINT PRIMARY KEY CHECK (id = 1),
    name            TEXT NOT NULL,
    legal_name      TEXT NOT NULL DEFAULT '',
    logo_svg        TEXT NOT NULL DEFAULT '',
    phone_day       TEXT NOT NULL,
    phone_day_hours TEXT NOT NULL DEFAULT '',
    phone_on_call   TEXT NOT NULL DEFAULT '',
    email           TEXT NOT NULL DEFAULT '',
    time_zone       TEXT NOT NULL DEFAULT 'Europe/Paris',
    -- 1 when the data was made by `vigie demo`: every page says so.
    demo            BIGINT NOT NULL DEFAULT 0,
    origin          TEXT NOT NULL DEFAULT 'import',
    updated_at      BIGINT NOT NULL
);

CREATE TABLE staff (
    id            BIGINT PRIMARY KEY,
    email         TEXT NOT NULL UNIQUE,
    name          TEXT NOT NULL,
    role          TEXT NOT NULL CHECK (role IN ('technician', 'dispatcher', 'provider_admin')),
    language      TEXT NOT NULL DEFAULT 'fr',
    theme         TEXT NOT NULL DEFAULT 'system',
    -- PHC string; NULL until the account is activated.
    password_hash TEXT,
    origin        TEXT NOT NULL DEFAULT 'import',
    created_at    BIGINT NOT NULL,
    retired_at    BIGINT
);

-- ------------------------------------------------------------------------------------------------- the clients

CREATE TABLE clients (
    id           BIGINT PRIMARY KEY,
    slug         TEXT NOT NULL UNIQUE,
    -- Prefix of its references: AM-2026-0412.
    code         TEXT NOT NULL UNIQUE,
    name         TEXT NOT NULL,
    name_folded  TEXT NOT NULL,
    time_zone    TEXT NOT NULL DEFAULT 'Europe/Paris',
    head_count   BIGINT,
    origin       TEXT NOT NULL DEFAULT 'import',
    created_at   BIGINT NOT NULL,
    retired_at   BIGINT
);

CREATE TABLE sites (
    id            BIGINT NOT NULL,
    client_id     BIGINT NOT NULL REFERENCES clients (id),
    key           TEXT NOT NULL,
    name          TEXT NOT NULL,
    city          TEXT NOT NULL DEFAULT '',
    time_zone     TEXT NOT NULL,
    -- 'FR', 'FR-ALSACE-MOSELLE' or 'none'.
    holiday_zone  TEXT NOT NULL DEFAULT 'FR',
    good_friday   BIGINT NOT NULL DEFAULT 0,
    position      BIGINT NOT NULL DEFAULT 0,
    origin        TEXT NOT NULL DEFAULT 'import',
    created_at    BIGINT NOT NULL,
    retired_at    BIGINT,
    PRIMARY KEY (client_id, id),
    UNIQUE (client_id, key)
);

-- A person. Which clients it belongs to, and with which rights, is in memberships.
CREATE TABLE contacts (
    id            BIGINT PRIMARY KEY,
    email         TEXT NOT NULL UNIQUE,
    name          TEXT NOT NULL,
    phone         TEXT NOT NULL DEFAULT '',
    language      TEXT NOT NULL DEFAULT 'fr',
    theme         TEXT NOT NULL DEFAULT 'system',
    password_hash TEXT,
    origin        TEXT NOT NULL DEFAULT 'import',
    created_at    BIGINT NOT NULL,
    retired_at    BIGINT
);

CREATE TABLE memberships (
    client_id   BIGINT NOT NULL REFERENCES clients (id),
    contact_id  BIGINT NOT NULL REFERENCES contacts (id),
    role        TEXT NOT NULL CHECK (role IN ('viewer', 'requester', 'approver', 'client_admin')),
    visibility  TEXT NOT NULL CHECK (visibility IN ('own', 'site', 'client')),
    origin      TEXT NOT NULL DEFAULT 'import',
    created_at  BIGINT NOT NULL,
    retired_at  BIGINT,
    PRIMARY KEY (client_id, contact_id)
);
CREATE INDEX memberships_by_contact ON memberships (contact_id);

CREATE TABLE membership_sites (
    client_id   BIGINT NOT NULL,
    contact_id  BIGINT NOT NULL,
    site_id     BIGINT NOT NULL,
    PRIMARY KEY (client_id, contact_id, site_id),
    FOREIGN KEY (client_id, contact_id) REFERENCES memberships (client_id, contact_id),
    FOREIGN KEY (client_id, site_id) REFERENCES sites (client_id, id)
);

-- ------------------------------------------------------------------------------------- accounts and sessions

-- Exactly one of contact_id and staff_id is set. token_hash = SHA-256 of the cookie's 256-bit token.
CREATE TABLE sessions (
    id           BIGINT PRIMARY KEY,
    token_hash   TEXT NOT NULL UNIQUE,
    contact_id   BIGINT REFERENCES contacts (id),
    staff_id     BIGINT REFERENCES staff (id),
    -- The client that a contact currently looks at.
    client_id    BIGINT REFERENCES clients (id),
    user_agent   TEXT NOT NULL DEFAULT '',
    address      TEXT NOT NULL DEFAULT '',
    created_at   BIGINT NOT NULL,
    seen_at      BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    ended_at     BIGINT,
    CHECK ((contact_id IS NULL) <> (staff_id IS NULL)),
    CHECK ((contact_id IS NULL) = (client_id IS NULL))
);
CREATE INDEX sessions_by_contact ON sessions (contact_id);
CREATE INDEX sessions_by_staff ON sessions (staff_id);

-- One-time links. Opening one does not use it up; choosing a password does.
CREATE TABLE account_links (
    token_hash   TEXT PRIMARY KEY,
    purpose      TEXT NOT NULL CHECK (purpose IN ('activate', 'reset')),
    contact_id   BIGINT REFERENCES contacts (id),
    staff_id     BIGINT REFERENCES staff (id),
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    used_at      BIGINT,
    CHECK ((contact_id IS NULL) <> (staff_id IS NULL))
);

-- What somebody typed in a form that was refused: kept until it is sent or a day has passed.
CREATE TABLE drafts (
    id           TEXT PRIMARY KEY,
    session_id   BIGINT NOT NULL REFERENCES sessions (id),
    form         TEXT NOT NULL,
    -- application/x-www-form-urlencoded, secrets removed.
    fields       TEXT NOT NULL,
    -- app::answer::AppError as JSON.
    refusal      TEXT NOT NULL,
    created_at   BIGINT NOT NULL
);
CREATE INDEX drafts_by_age ON drafts (created_at);

-- ------------------------------------------------------------------------------------------------- contracts

CREATE TABLE contracts (
    id           BIGINT NOT NULL,
    client_id    BIGINT NOT NULL REFERENCES clients (id),
    -- The number on the paper: 2026-014.
    number       TEXT NOT NULL,
    title        TEXT NOT NULL,
    origin       TEXT NOT NULL DEFAULT 'import',
    created_at   BIGINT NOT NULL,
    retired_at   BIGINT,
    PRIMARY KEY (client_id, id),
    UNIQUE (client_id, number)
);

-- Immutable: a change is a new version. terms = app::domain::contract::Terms as JSON.
CREATE TABLE contract_versions (
    id             BIGINT NOT NULL,
    client_id      BIGINT NOT NULL,
    contract_id    BIGINT NOT NULL,
    version        BIGINT NOT NULL,
    status         TEXT NOT NULL CHECK (status IN ('draft', 'active', 'suspended', 'expired', 'terminated')),
    starts_at      BIGINT NOT NULL,
    -- Exclusive; NULL: no end. A later version's start ends it in any case.
    ends_at        BIGINT,
    renewal        TEXT NOT NULL CHECK (renewal IN ('tacit', 'express', 'none')),
    last_notice_at BIGINT,
    terms          TEXT NOT NULL,
    terms_sha256   TEXT NOT NULL,
    created_at     BIGINT NOT NULL,
    PRIMARY KEY (client_id, id),
    UNIQUE (client_id, contract_id, version),
    FOREIGN KEY (client_id, contract_id) REFERENCES contracts (client_id, id)
);

-- ------------------------------------------------------------------------------------------------ components

CREATE TABLE components (
    id           BIGINT NOT NULL,
    client_id    BIGINT NOT NULL REFERENCES clients (id),
    key          TEXT NOT NULL,
    name         TEXT NOT NULL,
    name_folded  TEXT NOT NULL,
    description  TEXT NOT NULL DEFAULT '',
    category     TEXT NOT NULL,
    position     BIGINT NOT NULL DEFAULT 0,
    -- How it is looked after when neither a probe nor a source does: 'none', 'backup_report', 'rmm_report', 'check_visit'.
    other_supervision TEXT NOT NULL DEFAULT 'none',
    -- Derived, kept with the ledger: state now, since when, why.
    state        TEXT NOT NULL DEFAULT 'not_supervised',
    state_since  BIGINT NOT NULL,
    state_cause  TEXT NOT NULL DEFAULT '',
    -- Guards against lost updates.
    version      BIGINT NOT NULL DEFAULT 1,
    origin       TEXT NOT NULL DEFAULT 'import',
    created_at   BIGINT NOT NULL,
    retired_at   BIGINT,
    PRIMARY KEY (client_id, id),
    UNIQUE (client_id, key)
);

CREATE TABLE component_sites (
    client_id     BIGINT NOT NULL,
    component_id  BIGINT NOT NULL,
    site_id       BIGINT NOT NULL,
    PRIMARY KEY (client_id, component_id, site_id),
    FOREIGN KEY (client_id, component_id) REFERENCES components (client_id, id),
    FOREIGN KEY (client_id, site_id) REFERENCES sites (client_id, id)
);

-- component_id depends on parent_id.
CREATE TABLE component_dependencies (
    client_id     BIGINT NOT NULL,
    component_id  BIGINT NOT NULL,
    parent_id     BIGINT NOT NULL,
    PRIMARY KEY (client_id, component_id, parent_id),
    FOREIGN KEY (client_id, component_id) REFERENCES components (client_id, id),
    FOREIGN KEY (client_id, parent_id) REFERENCES components (client_id, id)
);

-- ----------------------------------------------------------------------------------------------- supervision

-- Our own probes of a component.
CREATE TABLE checks (
    id               BIGINT NOT NULL,
    client_id        BIGINT NOT NULL,
    component_id     BIGINT NOT NULL,
    key              TEXT NOT NULL,
    kind             TEXT NOT NULL CHECK (kind IN ('http', 'tcp')),
    -- URL for http, host:port for tcp.
    target           TEXT NOT NULL,
    -- What is expected, as JSON: {"status":[200,299],"keyword":null}.
    expectation      TEXT NOT NULL DEFAULT '{}',
    interval_ms      BIGINT NOT NULL,
    timeout_ms       BIGINT NOT NULL,
    confirm_down     BIGINT NOT NULL DEFAULT 2,
    confirm_up       BIGINT NOT NULL DEFAULT 2,
    confirm_every_ms BIGINT NOT NULL DEFAULT 2000,
    -- Where the probe looks from, as shown: "sonde Strasbourg".
    vantage          TEXT NOT NULL DEFAULT '',
    -- Confirmation in progress: app::domain::status::ProbeMemory as JSON, '' before the first result.
    memory           TEXT NOT NULL DEFAULT '',
    due_at           BIGINT NOT NULL DEFAULT 0,
    leased_until     BIGINT NOT NULL DEFAULT 0,
    leased_by        TEXT NOT NULL DEFAULT '',
    last_at          BIGINT,
    last_ok          BIGINT,
    last_latency_ms  BIGINT,
    last_message     TEXT NOT NULL DEFAULT '',
    origin           TEXT NOT NULL DEFAULT 'import',
    created_at       BIGINT NOT NULL,
    retired_at       BIGINT,
    PRIMARY KEY (client_id, id),
    UNIQUE (client_id, component_id, key),
    FOREIGN KEY (client_id, component_id) REFERENCES components (client_id, id)
);
CREATE INDEX checks_due ON checks (due_at);

-- Response times, summed as results arrive. width_ms: 60000 (kept two days) and 3600000 (kept 120 days).
CREATE TABLE response_times (
    client_id   BIGINT NOT NULL,
    check_id    BIGINT NOT NULL,
    width_ms    BIGINT NOT NULL,
    starts_at   BIGINT NOT NULL,
    results     BIGINT NOT NULL,
    failures    BIGINT NOT NULL,
    -- Over the results that succeeded.
    sum_ms      BIGINT NOT NULL,
    min_ms      BIGINT NOT NULL,
    max_ms      BIGINT NOT NULL,
    PRIMARY KEY (client_id, check_id, width_ms, starts_at),
    FOREIGN KEY (client_id, check_id) REFERENCES checks (client_id, id)
);

-- A monitoring system of the provider, with the clients that it may write to.
CREATE TABLE sources (
    id                 BIGINT PRIMARY KEY,
    key                TEXT NOT NULL UNIQUE,
    name               TEXT NOT NULL,
    kind               TEXT NOT NULL CHECK (kind IN ('alertmanager')),
    -- 1: writes to every client, those of tomorrow included.
    all_clients        BIGINT NOT NULL DEFAULT 0,
    -- The always-firing alert that proves it alive: its alertname, '' for none.
    watchdog           TEXT NOT NULL DEFAULT '',
    watchdog_grace_ms  BIGINT NOT NULL DEFAULT 300000,
    repeat_interval_ms BIGINT NOT NULL DEFAULT 14400000,
    watchdog_at        BIGINT,
    heard_at           BIGINT,
    -- 1 while its silence makes its components unknown.
    silent             BIGINT NOT NULL DEFAULT 0,
    origin             TEXT NOT NULL DEFAULT 'import',
    created_at         BIGINT NOT NULL,
    retired_at         BIGINT
);

CREATE TABLE source_clients (
    source_id  BIGINT NOT NULL REFERENCES sources (id),
    client_id  BIGINT NOT NULL REFERENCES clients (id),
    PRIMARY KEY (source_id, client_id)
);

-- Which components a source watches, so that its silence is theirs.
CREATE TABLE source_components (
    source_id     BIGINT NOT NULL REFERENCES sources (id),
    client_id     BIGINT NOT NULL,
    component_id  BIGINT NOT NULL,
    PRIMARY KEY (source_id, client_id, component_id),
    FOREIGN KEY (client_id, component_id) REFERENCES components (client_id, id)
);

-- Labels → component. Tried in order of position; every label of `matchers` (a JSON object) must be equal.
CREATE TABLE matching_rules (
    id            BIGINT PRIMARY KEY,
    source_id     BIGINT NOT NULL REFERENCES sources (id),
    key           TEXT NOT NULL,
    position      BIGINT NOT NULL,
    matchers      TEXT NOT NULL,
    client_id     BIGINT NOT NULL,
    component_id  BIGINT NOT NULL,
    -- State of a firing alert; NULL lets its severity decide.
    state         TEXT,
    origin        TEXT NOT NULL DEFAULT 'import',
    created_at    BIGINT NOT NULL,
    UNIQUE (source_id, key),
    FOREIGN KEY (client_id, component_id) REFERENCES components (client_id, id)
);

CREATE TABLE tokens (
    id          BIGINT PRIMARY KEY,
    hash        TEXT NOT NULL UNIQUE,
    kind        TEXT NOT NULL CHECK (kind IN ('ingest')),
    name        TEXT NOT NULL,
    source_id   BIGINT NOT NULL REFERENCES sources (id),
    -- 1: every client of its source; otherwise token_clients.
    all_clients BIGINT NOT NULL DEFAULT 0,
    created_at  BIGINT NOT NULL,
    used_at     BIGINT,
    revoked_at  BIGINT
);

CREATE TABLE token_clients (
    token_id   BIGINT NOT NULL REFERENCES tokens (id),
    client_id  BIGINT NOT NULL REFERENCES clients (id),
    PRIMARY KEY (token_id, client_id)
);

-- Alert episodes as a source told them: the key is source + fingerprint + start.
-- client_id and component_id are NULL together: it matched nothing, is the provider's own, and is listed at the desk.
CREATE TABLE alerts (
    source_id     BIGINT NOT NULL REFERENCES sources (id),
    fingerprint   TEXT NOT NULL,
    starts_at     BIGINT NOT NULL,
    status        TEXT NOT NULL CHECK (status IN ('firing', 'resolved', 'stale')),
    ends_at       BIGINT,
    client_id     BIGINT,
    component_id  BIGINT,
    state         TEXT NOT NULL,
    name          TEXT NOT NULL,
    summary       TEXT NOT NULL DEFAULT '',
    labels        TEXT NOT NULL,
    url           TEXT NOT NULL DEFAULT '',
    -- Why nothing matched: 'no_client', 'no_component', 'not_allowed'; '' when matched.
    unmatched     TEXT NOT NULL DEFAULT '',
    received_at   BIGINT NOT NULL,
    heard_at      BIGINT NOT NULL,
    PRIMARY KEY (source_id, fingerprint, starts_at),
    FOREIGN KEY (client_id, component_id) REFERENCES components (client_id, id),
    CHECK ((client_id IS NULL) = (component_id IS NULL))
);
CREATE INDEX alerts_of_component ON alerts (client_id, component_id, status);
CREATE INDEX alerts_unmatched ON alerts (unmatched, status, heard_at);

-- ---------------------------------------------------------------------------------------------- the ledger

-- What each contributor said of a component. contributor: 'check:<id>' or 'source:<id>'.
CREATE TABLE source_intervals (
    client_id     BIGINT NOT NULL,
    component_id  BIGINT NOT NULL,
    contributor   TEXT NOT NULL,
    starts_at     BIGINT NOT NULL,
    ends_at       BIGINT,
    state         TEXT NOT NULL,
    cause         TEXT NOT NULL DEFAULT '',
    observed_at   BIGINT NOT NULL,
    received_at   BIGINT NOT NULL,
    PRIMARY KEY (client_id, component_id, contributor, starts_at),
    FOREIGN KEY (client_id, component_id) REFERENCES components (client_id, id)
);
CREATE INDEX source_intervals_open ON source_intervals (client_id, component_id, ends_at);

-- The component's own intervals: derived from the ones above, can be rebuilt.
CREATE TABLE state_intervals (
    client_id     BIGINT NOT NULL,
    component_id  BIGINT NOT NULL,
    starts_at     BIGINT NOT NULL,
    ends_at       BIGINT,
    state         TEXT NOT NULL,
    cause         TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (client_id, component_id, starts_at),
    FOREIGN KEY (client_id, component_id) REFERENCES components (client_id, id)
);
CREATE INDEX state_intervals_by_time ON state_intervals (client_id, starts_at);

-- ------------------------------------------------------------------------------------------- interventions

-- Last number given, per client and year.
CREATE TABLE reference_counters (
    client_id  BIGINT NOT NULL REFERENCES clients (id),
    year       BIGINT NOT NULL,
    last       BIGINT NOT NULL,
    PRIMARY KEY (client_id, year)
);

-- Text that people wrote, apart from the log, so that it can be erased while the log stays.
CREATE TABLE texts (
    id           BIGINT NOT NULL,
    client_id    BIGINT NOT NULL REFERENCES clients (id),
    body         TEXT NOT NULL,
    -- 1: for the provider's staff only; never in anything that a client receives.
    internal     BIGINT NOT NULL DEFAULT 0,
    redacted_at  BIGINT,
    PRIMARY KEY (client_id, id)
);

-- Derived from intervention_events, kept for lists.
CREATE TABLE interventions (
    id                   BIGINT NOT NULL,
    client_id            BIGINT NOT NULL REFERENCES clients (id),
    reference            TEXT NOT NULL UNIQUE,
    state                TEXT NOT NULL,
    activity             TEXT NOT NULL,
    -- The service line that answers for it: 'corrective', 'managed', 'helpdesk'; NULL while none does.
    service_line         TEXT,
    origin               TEXT NOT NULL CHECK (origin IN ('contact', 'supervision', 'phone', 'staff', 'catalogue')),
    -- → texts: the requester's own words.
    title_id             BIGINT NOT NULL,
    component_id         BIGINT,
    site_id              BIGINT,
    category             TEXT NOT NULL,
    impact               BIGINT,
    urgency              BIGINT,
    priority             TEXT,
    requester_contact_id BIGINT REFERENCES contacts (id),
    callback_phone       TEXT NOT NULL DEFAULT '',
    technician_id        BIGINT REFERENCES staff (id),
    contract_version_id  BIGINT,
    verdict_id           BIGINT,
    -- 1 while a palliative repair waits for its curative one.
    debt_open            BIGINT NOT NULL DEFAULT 0,
    -- Where it was put on hold from, '' otherwise.
    held_from            TEXT NOT NULL DEFAULT '',
    hold_reason          TEXT NOT NULL DEFAULT '',
    -- A repeated post finds the first.
    request_id           TEXT NOT NULL,
    declared_at          BIGINT NOT NULL,
    recorded_at          BIGINT NOT NULL,
    started_at           BIGINT,
    restored_at          BIGINT,
    resolved_at          BIGINT,
    closed_at            BIGINT,
    updated_at           BIGINT NOT NULL,
    version              BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (client_id, id),
    UNIQUE (client_id, request_id),
    FOREIGN KEY (client_id, title_id) REFERENCES texts (client_id, id),
    FOREIGN KEY (client_id, component_id) REFERENCES components (client_id, id),
    FOREIGN KEY (client_id, site_id) REFERENCES sites (client_id, id)
);
CREATE INDEX interventions_of_client ON interventions (client_id, declared_at, id);
CREATE INDEX interventions_of_component ON interventions (client_id, component_id, state);
CREATE INDEX interventions_by_state ON interventions (state, declared_at, id);

-- The truth, for ever. payload = JSON without free text; text_id points at what was written.
CREATE TABLE intervention_events (
    client_id        BIGINT NOT NULL,
    intervention_id  BIGINT NOT NULL,
    seq              BIGINT NOT NULL,
    -- app::domain::intervention::EventKind.
    kind             TEXT NOT NULL,
    actor_kind       TEXT NOT NULL CHECK (actor_kind IN ('contact', 'staff', 'system')),
    actor_id         BIGINT,
    from_state       TEXT,
    to_state         TEXT NOT NULL,
    -- Conseil, dépannage provisoire, réparation, prévention: 'advice', 'palliative', 'curative', 'preventive'.
    act              TEXT,
    payload          TEXT NOT NULL DEFAULT '{}',
    text_id          BIGINT,
    effective_at     BIGINT NOT NULL,
    recorded_at      BIGINT NOT NULL,
    PRIMARY KEY (client_id, intervention_id, seq),
    FOREIGN KEY (client_id, intervention_id) REFERENCES interventions (client_id, id),
    FOREIGN KEY (client_id, text_id) REFERENCES texts (client_id, id)
);

-- Each decision on coverage: deciding again adds, never edits. verdict = app::domain::coverage::Verdict as JSON.
CREATE TABLE verdicts (
    id                  BIGINT NOT NULL,
    client_id           BIGINT NOT NULL,
    intervention_id     BIGINT NOT NULL,
    contract_version_id BIGINT,
    outcome             TEXT NOT NULL,
    verdict             TEXT NOT NULL,
    input_sha256        TEXT NOT NULL,
    decided_at          BIGINT NOT NULL,
    PRIMARY KEY (client_id, id),
    FOREIGN KEY (client_id, intervention_id) REFERENCES interventions (client_id, id)
);

CREATE TABLE workaround_debts (
    id               BIGINT NOT NULL,
    client_id        BIGINT NOT NULL,
    intervention_id  BIGINT NOT NULL,
    component_id     BIGINT,
    opened_at        BIGINT NOT NULL,
    relapses         BIGINT NOT NULL DEFAULT 0,
    discharged_at    BIGINT,
    -- 'curative_act', 'linked_act', 'component_retired', 'risk_accepted'.
    discharged_by    TEXT,
    PRIMARY KEY (client_id, id),
    FOREIGN KEY (client_id, intervention_id) REFERENCES interventions (client_id, id)
);
CREATE INDEX workaround_debts_open ON workaround_debts (client_id, discharged_at);

-- Contacts who follow an intervention that they did not open ("me tenir informé").
CREATE TABLE followers (
    client_id        BIGINT NOT NULL,
    intervention_id  BIGINT NOT NULL,
    contact_id       BIGINT NOT NULL REFERENCES contacts (id),
    since            BIGINT NOT NULL,
    PRIMARY KEY (client_id, intervention_id, contact_id),
    FOREIGN KEY (client_id, intervention_id) REFERENCES interventions (client_id, id)
);

-- --------------------------------------------------------------------------------------------------- delivery

-- stream: 'client:<id>' or 'staff'. The row's lock orders the stream: what is visible has no gap before it.
CREATE TABLE streams (
    stream     TEXT PRIMARY KEY,
    last_seq   BIGINT NOT NULL,
    -- Everything up to here was pruned: a reader from before gets `resync`.
    floor_seq  BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE outbox (
    stream      TEXT NOT NULL,
    seq         BIGINT NOT NULL,
    -- 'state', 'intervention', 'board', 'session'.
    kind        TEXT NOT NULL,
    payload     TEXT NOT NULL,
    -- Who of the stream may receive it, as JSON: {"sites":[…],"requester":…}; never sent.
    audience    TEXT NOT NULL DEFAULT '{}',
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (stream, seq)
);
CREATE INDEX outbox_by_age ON outbox (created_at);
