-- A campaign may remove very much of one application: what is due next is found application by application, and
-- what is under way without looking at all that waits.
CREATE INDEX fulfilment_jobs_due ON fulfilment_jobs (integration_id, next_ms, id)
    WHERE state IN ('waiting', 'pending');
CREATE INDEX fulfilment_jobs_running ON fulfilment_jobs (integration_id) WHERE state = 'running';
