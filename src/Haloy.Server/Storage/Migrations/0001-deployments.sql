CREATE TABLE apps (
    name               TEXT PRIMARY KEY,
    current_deployment TEXT,
    intent             TEXT NOT NULL
) WITHOUT ROWID;

-- The target is stored without values of secrets; what a deployment still needs of them is sealed, and erased when it ends.
CREATE TABLE deployments (
    sequence          INTEGER PRIMARY KEY AUTOINCREMENT,
    id                TEXT NOT NULL UNIQUE,
    app_name          TEXT NOT NULL,
    phase             TEXT NOT NULL,
    phase_since       TEXT NOT NULL,
    target            TEXT NOT NULL,
    sealed_target     BLOB,
    raw_deploy_config TEXT,
    image_ref         TEXT,
    reason            TEXT,
    accepted_at       TEXT NOT NULL,
    rolled_back_from  TEXT
);
CREATE INDEX deployments_by_app ON deployments (app_name, sequence);

CREATE TABLE deployment_log (
    deployment_id TEXT NOT NULL REFERENCES deployments (id) ON DELETE CASCADE,
    number        INTEGER NOT NULL,
    entry         TEXT NOT NULL,
    PRIMARY KEY (deployment_id, number)
) WITHOUT ROWID;
