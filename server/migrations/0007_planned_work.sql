-- Preventive work on the calendar, requests that follow another, debts that several interventions share.

-- What calendars read of preventive work: derived from intervention_events, save what is written down with the plan.
CREATE TABLE planned_work (
    client_id        BIGINT NOT NULL,
    intervention_id  BIGINT NOT NULL,
    -- [from, to)
    slot_from        BIGINT NOT NULL,
    slot_to          BIGINT NOT NULL,
    -- The announcement of this slot; NULL until the client is told of it.
    announced_at     BIGINT,
    -- The first announcement of any slot: before it the client knows nothing of this work.
    told_at          BIGINT,
    -- The client's answer: 1 it suits, 0 another slot is asked for, NULL nothing yet.
    accepted         BIGINT,
    postponed        BIGINT NOT NULL DEFAULT 0,
    done_at          BIGINT,
    -- → texts: what the client will notice of it.
    impact_id        BIGINT,
    -- Must be done before, where something does: a certificate that expires.
    due_at           BIGINT,
    -- What the contract in force promised when it was planned; NULL: nothing.
    notice_days      BIGINT,
    -- 1: a check-visit; its report is the component's supervision.
    check_visit      BIGINT NOT NULL DEFAULT 0,
    updated_at       BIGINT NOT NULL,
    PRIMARY KEY (client_id, intervention_id),
    FOREIGN KEY (client_id, intervention_id) REFERENCES interventions (client_id, id),
    FOREIGN KEY (client_id, impact_id) REFERENCES texts (client_id, id)
);
CREATE INDEX planned_work_of_client ON planned_work (client_id, slot_from, intervention_id);
CREATE INDEX planned_work_by_slot ON planned_work (slot_from, intervention_id);
CREATE INDEX planned_work_visits ON planned_work (client_id, done_at) WHERE check_visit = 1;

-- Where a contact's calendar program reads its planned work: the address holds the token, we hold its SHA-256.
CREATE TABLE calendar_links (
    token_hash  TEXT PRIMARY KEY,
    client_id   BIGINT NOT NULL,
    contact_id  BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    revoked_at  BIGINT,
    FOREIGN KEY (client_id, contact_id) REFERENCES memberships (client_id, contact_id)
);
CREATE INDEX calendar_links_of_contact ON calendar_links (client_id, contact_id);

-- The intervention that it follows: one failure, several requests. Derived.
ALTER TABLE interventions ADD COLUMN lead_id BIGINT;
CREATE INDEX interventions_gathered ON interventions (client_id, lead_id) WHERE lead_id IS NOT NULL;
CREATE INDEX interventions_at_work ON interventions (client_id, declared_at, id)
    WHERE state IN ('registered', 'in_progress', 'on_hold', 'temporarily_restored');

-- Which interventions a debt is owed by: the one that opened it, and those that a later relapse opened.
CREATE TABLE debt_shares (
    client_id        BIGINT NOT NULL,
    debt_id          BIGINT NOT NULL,
    intervention_id  BIGINT NOT NULL,
    PRIMARY KEY (client_id, intervention_id, debt_id),
    FOREIGN KEY (client_id, debt_id) REFERENCES workaround_debts (client_id, id),
    FOREIGN KEY (client_id, intervention_id) REFERENCES interventions (client_id, id)
);
CREATE INDEX debt_shares_by_debt ON debt_shares (client_id, debt_id);
INSERT INTO debt_shares (client_id, debt_id, intervention_id)
    SELECT client_id, id, intervention_id FROM workaround_debts;

-- A risk that the client lives with: looked at again from that day on, until somebody of the provider has.
ALTER TABLE workaround_debts ADD COLUMN review_at BIGINT;
ALTER TABLE workaround_debts ADD COLUMN reviewed_at BIGINT;
CREATE INDEX workaround_debts_by_age ON workaround_debts (opened_at, id) WHERE discharged_at IS NULL;
CREATE INDEX workaround_debts_of_component ON workaround_debts (client_id, component_id) WHERE discharged_at IS NULL;
CREATE INDEX workaround_debts_to_review ON workaround_debts (review_at) WHERE reviewed_at IS NULL;
