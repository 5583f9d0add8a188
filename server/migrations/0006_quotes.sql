-- Devis: what the provider offers outside the contract, revision by revision, and what the client answered.

-- Last number given, per client and year.
CREATE TABLE quote_counters (
    client_id  BIGINT NOT NULL REFERENCES clients (id),
    year       BIGINT NOT NULL,
    last       BIGINT NOT NULL,
    PRIMARY KEY (client_id, year)
);

-- One quote an intervention; what changes is its revision.
CREATE TABLE quotes (
    id               BIGINT NOT NULL,
    client_id        BIGINT NOT NULL,
    intervention_id  BIGINT NOT NULL,
    -- D-AM-2026-0001.
    reference        TEXT NOT NULL UNIQUE,
    created_at       BIGINT NOT NULL,
    PRIMARY KEY (client_id, id),
    UNIQUE (client_id, intervention_id),
    FOREIGN KEY (client_id, intervention_id) REFERENCES interventions (client_id, id)
);

-- Once sent, only its status and its answer change, with the event of the intervention that says so: the log is the
-- truth, this is kept for pages and lists.
CREATE TABLE quote_revisions (
    -- app::domain::ids::QuoteId.
    id                   BIGINT NOT NULL,
    client_id            BIGINT NOT NULL,
    quote_id             BIGINT NOT NULL,
    revision             BIGINT NOT NULL,
    status               TEXT NOT NULL CHECK (status IN ('draft', 'sent', 'accepted', 'declined', 'expired', 'replaced', 'lapsed')),
    -- app::domain::quote::Offer as JSON.
    offer                TEXT NOT NULL,
    -- Euro cents, from the offer: excluding tax, and the tax.
    cents                BIGINT NOT NULL,
    tax_cents            BIGINT NOT NULL,
    -- Exclusive: the end of its last day by the client's calendar.
    valid_until          BIGINT NOT NULL,
    -- 1: whoever accepts is not the requester.
    approved_by_another  BIGINT NOT NULL DEFAULT 0,
    -- Guards a draft against lost updates.
    edition              BIGINT NOT NULL DEFAULT 1,
    written_by           BIGINT NOT NULL REFERENCES staff (id),
    written_at           BIGINT NOT NULL,
    sent_by              BIGINT REFERENCES staff (id),
    sent_at              BIGINT,
    -- Who of the client answered; NULL: nobody, or time did.
    answered_by          BIGINT REFERENCES contacts (id),
    answered_at          BIGINT,
    -- The event of the intervention that says so: what was written beside it is there.
    answered_seq         BIGINT,
    -- The name under "bon pour accord", and the client's own number for its order.
    signed_as            TEXT NOT NULL DEFAULT '',
    order_number         TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (client_id, id),
    UNIQUE (client_id, quote_id, revision),
    FOREIGN KEY (client_id, quote_id) REFERENCES quotes (client_id, id)
);
-- One draft a quote: whoever writes works on the same one.
CREATE UNIQUE INDEX quote_revisions_one_draft ON quote_revisions (client_id, quote_id) WHERE status = 'draft';
CREATE INDEX quote_revisions_by_status ON quote_revisions (status, valid_until);
CREATE INDEX quote_revisions_answered ON quote_revisions (answered_at, id);
CREATE INDEX quote_revisions_of_client ON quote_revisions (client_id, status, sent_at);

-- What an accord d'urgence let start, until a quote that is accepted regularises it.
CREATE TABLE emergency_agreements (
    client_id        BIGINT NOT NULL,
    intervention_id  BIGINT NOT NULL,
    agreed_at        BIGINT NOT NULL,
    -- Euro cents excluding tax.
    ceiling_cents    BIGINT,
    approver_id      BIGINT REFERENCES contacts (id),
    settled_at       BIGINT,
    PRIMARY KEY (client_id, intervention_id),
    FOREIGN KEY (client_id, intervention_id) REFERENCES interventions (client_id, id)
);
CREATE INDEX emergency_agreements_open ON emergency_agreements (settled_at, agreed_at);

-- Who approves in an approver's place, for a while. Days by the client's calendar, both included, as instants
-- [starts_at, ends_at).
CREATE TABLE stand_ins (
    id          BIGINT NOT NULL,
    client_id   BIGINT NOT NULL,
    approver_id BIGINT NOT NULL,
    contact_id  BIGINT NOT NULL,
    starts_at   BIGINT NOT NULL,
    ends_at     BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    -- Called off before its end.
    ended_at    BIGINT,
    PRIMARY KEY (client_id, id),
    FOREIGN KEY (client_id, approver_id) REFERENCES memberships (client_id, contact_id),
    FOREIGN KEY (client_id, contact_id) REFERENCES memberships (client_id, contact_id),
    CHECK (starts_at < ends_at),
    CHECK (approver_id <> contact_id)
);
CREATE INDEX stand_ins_of_contact ON stand_ins (client_id, contact_id, ends_at);
CREATE INDEX stand_ins_open ON stand_ins (ended_at, ends_at);
CREATE INDEX stand_ins_of_approver ON stand_ins (client_id, approver_id, ends_at);

-- The hours spent on an intervention are looked up by it.
CREATE INDEX hour_entries_by_intervention ON hour_entries (client_id, intervention_id);
-- A book is read as a statement, the latest first.
CREATE INDEX hour_entries_by_time ON hour_entries (client_id, effective_at, id);

-- What the law wants on the provider's papers: company form, registration, VAT number, payment.
ALTER TABLE provider ADD COLUMN legal_mentions TEXT NOT NULL DEFAULT '';
