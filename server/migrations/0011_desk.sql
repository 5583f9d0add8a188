-- Texts that the desk writes often, in French and in English. They are the provider's: of no client.
CREATE TABLE canned_answers (
    id          BIGINT PRIMARY KEY,
    -- Adding twice with the same key adds one.
    request_id  TEXT NOT NULL UNIQUE,
    -- app::domain::canned::CannedUse; empty: whatever the gesture.
    gesture     TEXT NOT NULL,
    -- app::domain::canned::CannedMatter; empty: whatever is asked for.
    matter      TEXT NOT NULL,
    title       TEXT NOT NULL,
    title_en    TEXT NOT NULL,
    body        TEXT NOT NULL,
    body_en     TEXT NOT NULL,
    version     BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL,
    updated_by  BIGINT NOT NULL REFERENCES staff (id),
    retired_at  BIGINT
);
CREATE INDEX canned_answers_that_serve ON canned_answers (title) WHERE retired_at IS NULL;

-- Erasing a text: every request that shows it.
CREATE INDEX intervention_events_by_text ON intervention_events (client_id, text_id) WHERE text_id IS NOT NULL;
-- Erased files whose bytes are still to go; sha256 is emptied once they are gone.
CREATE INDEX files_to_forget ON files (id) WHERE redacted_at IS NOT NULL AND sha256 <> '';
