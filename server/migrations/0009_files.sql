-- Files beside interventions. The bytes are in the store of files, under client and content; a redacted
-- file keeps its row, without its name, and loses its bytes.
CREATE TABLE files (
    id               BIGINT NOT NULL,
    client_id        BIGINT NOT NULL,
    intervention_id  BIGINT NOT NULL,
    -- As its sender called it, without anything that is no name.
    name             TEXT NOT NULL,
    -- From its content, never from what its sender said.
    media_type       TEXT NOT NULL,
    size             BIGINT NOT NULL,
    sha256           TEXT NOT NULL,
    created_at       BIGINT NOT NULL,
    redacted_at      BIGINT,
    PRIMARY KEY (client_id, id),
    FOREIGN KEY (client_id, intervention_id) REFERENCES interventions (client_id, id)
);
CREATE UNIQUE INDEX files_by_id ON files (id);
CREATE INDEX files_of_intervention ON files (client_id, intervention_id);
CREATE INDEX files_by_content ON files (client_id, sha256);
