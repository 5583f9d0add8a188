-- Carnets d'heures: what was bought, what was spent. Append-only: a balance is the sum of its entries, and a mistake is
-- a correction, never a change.
CREATE TABLE hour_entries (
    client_id            BIGINT NOT NULL,
    id                   BIGINT NOT NULL,
    contract_id          BIGINT NOT NULL,
    -- The version of the contract that bought the hours; NULL for what no version says. A version buys once.
    contract_version_id  BIGINT,
    kind                 TEXT NOT NULL CHECK (kind IN ('purchase', 'debit', 'correction', 'goodwill', 'expiry', 'rollover', 'overrun')),
    -- Signed: more hours, or fewer.
    minutes              BIGINT NOT NULL,
    effective_at         BIGINT NOT NULL,
    recorded_at          BIGINT NOT NULL,
    -- NULL: the program, from what the contract says.
    author_staff_id      BIGINT REFERENCES staff (id),
    note                 TEXT NOT NULL DEFAULT '',
    -- What the hours were spent on.
    intervention_id      BIGINT,
    PRIMARY KEY (client_id, id),
    UNIQUE (client_id, contract_version_id),
    CHECK (CASE WHEN kind IN ('purchase', 'goodwill') THEN minutes > 0
                WHEN kind IN ('debit', 'expiry', 'overrun') THEN minutes < 0
                ELSE minutes <> 0 END),
    FOREIGN KEY (client_id, contract_id) REFERENCES contracts (client_id, id),
    FOREIGN KEY (client_id, contract_version_id) REFERENCES contract_versions (client_id, id),
    FOREIGN KEY (client_id, intervention_id) REFERENCES interventions (client_id, id)
);
CREATE INDEX hour_entries_by_contract ON hour_entries (client_id, contract_id, effective_at);
