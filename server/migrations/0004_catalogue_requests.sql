-- What requests of the catalogue were called and asked, as it was when they were sent: a contract's next version may
-- ask otherwise. What somebody answered stands in texts, apart from the log, so that it can be erased.
CREATE TABLE catalogue_requests (
    client_id        BIGINT NOT NULL,
    intervention_id  BIGINT NOT NULL,
    -- Key of the catalogue's item.
    item             TEXT NOT NULL,
    title            TEXT NOT NULL,
    title_en         TEXT NOT NULL,
    PRIMARY KEY (client_id, intervention_id),
    FOREIGN KEY (client_id, intervention_id) REFERENCES interventions (client_id, id)
);

CREATE TABLE catalogue_answers (
    client_id        BIGINT NOT NULL,
    intervention_id  BIGINT NOT NULL,
    position         BIGINT NOT NULL,
    -- Key of the question.
    field            TEXT NOT NULL,
    label            TEXT NOT NULL,
    label_en         TEXT NOT NULL,
    kind             TEXT NOT NULL CHECK (kind IN ('text', 'date', 'yes_no')),
    -- An ISO date, 'yes' or 'no', or what was written.
    text_id          BIGINT NOT NULL,
    PRIMARY KEY (client_id, intervention_id, position),
    FOREIGN KEY (client_id, intervention_id) REFERENCES catalogue_requests (client_id, intervention_id),
    FOREIGN KEY (client_id, text_id) REFERENCES texts (client_id, id)
);

-- Who of the staff did what, newest first: the provider's whole log, or one client's.
CREATE INDEX audit_log_by_time ON audit_log (at, id);
CREATE INDEX audit_log_of_client ON audit_log (client_id, at, id);
DROP INDEX audit_log_by_client;
