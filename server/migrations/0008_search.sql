-- What can be found: the words of each intervention, folded and cut to their stems by the program, so
-- that both engines find the same. `-- [engine]` begins a part that only that engine reads.

CREATE TABLE search_documents (
    client_id        BIGINT NOT NULL,
    intervention_id  BIGINT NOT NULL,
    -- What a contact may find it by, and the client's mark; separated by spaces.
    words            TEXT NOT NULL,
    -- What only staff may find it by besides: internal notes.
    internal_words   TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (client_id, intervention_id),
    FOREIGN KEY (client_id, intervention_id) REFERENCES interventions (client_id, id)
);

-- Interventions whose words are to be written (again) at leisure.
CREATE TABLE search_backlog (
    client_id        BIGINT NOT NULL,
    intervention_id  BIGINT NOT NULL,
    PRIMARY KEY (client_id, intervention_id)
);
INSERT INTO search_backlog (client_id, intervention_id) SELECT client_id, id FROM interventions;

-- What is pruned, and what still goes on, are found without reading what is over.
CREATE INDEX response_times_by_age ON response_times (width_ms, starts_at);
CREATE INDEX source_intervals_running ON source_intervals (client_id, component_id, contributor) WHERE ends_at IS NULL;

-- The latest first, over all clients.
CREATE UNIQUE INDEX interventions_by_id ON interventions (id);

-- [sqlite]
-- Only the postings, no copy of the words: the triggers hand over the old ones to take them out.
CREATE VIRTUAL TABLE search_public USING fts5(words, content='', columnsize=0, detail=none, tokenize='ascii');
CREATE VIRTUAL TABLE search_all USING fts5(words, content='', columnsize=0, detail=none, tokenize='ascii');

CREATE TRIGGER search_documents_added AFTER INSERT ON search_documents BEGIN
    INSERT INTO search_public (rowid, words) VALUES (new.intervention_id, new.words);
    INSERT INTO search_all (rowid, words) VALUES (new.intervention_id, new.words || ' ' || new.internal_words);
END;
CREATE TRIGGER search_documents_changed AFTER UPDATE ON search_documents BEGIN
    INSERT INTO search_public (search_public, rowid, words) VALUES ('delete', old.intervention_id, old.words);
    INSERT INTO search_all (search_all, rowid, words)
        VALUES ('delete', old.intervention_id, old.words || ' ' || old.internal_words);
    INSERT INTO search_public (rowid, words) VALUES (new.intervention_id, new.words);
    INSERT INTO search_all (rowid, words) VALUES (new.intervention_id, new.words || ' ' || new.internal_words);
END;
CREATE TRIGGER search_documents_removed AFTER DELETE ON search_documents BEGIN
    INSERT INTO search_public (search_public, rowid, words) VALUES ('delete', old.intervention_id, old.words);
    INSERT INTO search_all (search_all, rowid, words)
        VALUES ('delete', old.intervention_id, old.words || ' ' || old.internal_words);
END;

-- [postgres]
ALTER TABLE search_documents
    ADD COLUMN public_vector TSVECTOR GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED,
    ADD COLUMN all_vector TSVECTOR GENERATED ALWAYS AS (
        array_to_tsvector(array_remove(string_to_array(words || ' ' || internal_words, ' '), ''))
    ) STORED;
CREATE INDEX search_documents_public ON search_documents USING GIN (public_vector);
CREATE INDEX search_documents_all ON search_documents USING GIN (all_vector);
CREATE INDEX search_documents_latest ON search_documents (intervention_id);
