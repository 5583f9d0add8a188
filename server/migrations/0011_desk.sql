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
