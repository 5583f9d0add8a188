-- Requests: for whom they are, who else sees them, what supervision said when they were sent, and what is not
-- sent yet.

-- Somebody without an account, for whom a request was made. What names a person stands in texts, apart from the
-- log, so that it can be erased.
CREATE TABLE beneficiaries (
    client_id        BIGINT NOT NULL,
    intervention_id  BIGINT NOT NULL,
    name_id          BIGINT NOT NULL,
    -- NULL: nothing was said.
    phone_id         BIGINT,
    room_id          BIGINT,
    PRIMARY KEY (client_id, intervention_id),
    FOREIGN KEY (client_id, intervention_id) REFERENCES interventions (client_id, id),
    FOREIGN KEY (client_id, name_id) REFERENCES texts (client_id, id),
    FOREIGN KEY (client_id, phone_id) REFERENCES texts (client_id, id),
    FOREIGN KEY (client_id, room_id) REFERENCES texts (client_id, id)
);

-- Who put a contact in copy; 'self' is "me tenir informé". Either way the contact sees the intervention.
ALTER TABLE followers ADD COLUMN added_by TEXT NOT NULL DEFAULT 'self' CHECK (added_by IN ('self', 'contact', 'staff'));
ALTER TABLE followers ADD COLUMN added_by_id BIGINT;
CREATE INDEX followers_by_contact ON followers (client_id, contact_id, intervention_id);

-- What supervision said of the component when a request about it was sent, where it said that something fails.
CREATE TABLE alerts_at_request (
    client_id        BIGINT NOT NULL,
    intervention_id  BIGINT NOT NULL,
    state            TEXT NOT NULL,
    since            BIGINT NOT NULL,
    cause            TEXT NOT NULL,
    PRIMARY KEY (client_id, intervention_id),
    FOREIGN KEY (client_id, intervention_id) REFERENCES interventions (client_id, id)
);

-- Requests that their author keeps for later: nobody else's, gone once sent, forgotten after thirty days.
CREATE TABLE request_drafts (
    client_id        BIGINT NOT NULL REFERENCES clients (id),
    contact_id       BIGINT NOT NULL REFERENCES contacts (id),
    -- The key of the form: saved again, or sent, it is the same request.
    request_id       TEXT NOT NULL,
    -- app::backend::interventions::RequestInput as JSON.
    fields           TEXT NOT NULL,
    saved_at         BIGINT NOT NULL,
    PRIMARY KEY (client_id, contact_id, request_id)
);
CREATE INDEX request_drafts_by_age ON request_drafts (saved_at);
