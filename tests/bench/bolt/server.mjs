// Bolt for JavaScript doing what our event path does: verify, parse, deduplicate, answer. How the
// event is kept is the argument: `none`, `naive` (a transaction each) or `group` (one for all that
// came in the same turn of the event loop). In both it is on disk before it is acknowledged.
import { readFileSync } from 'node:fs';
import bolt from '@slack/bolt';
import Database from 'better-sqlite3';

const [mode, port, cert, key, file] = process.argv.slice(2);

const receiver = new bolt.HTTPReceiver({
    signingSecret: process.env.SLACK_SIGNING_SECRET,
    endpoints: ['/slack/events'],
    processBeforeResponse: true, // or Bolt would acknowledge before anything is kept
    logLevel: bolt.LogLevel.ERROR,
});
const app = new bolt.App({
    receiver,
    authorize: async () => ({ botToken: 'xoxb-bench', botId: 'B0BENCH01', botUserId: 'U0BOT0001' }),
    processBeforeResponse: true,
    logLevel: bolt.LogLevel.ERROR,
});

function openDatabase() {
    const db = new Database(file);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.exec(`CREATE TABLE inbox(event_id TEXT PRIMARY KEY, received_at INTEGER NOT NULL,
             body TEXT NOT NULL) WITHOUT ROWID`);
    const insert = db.prepare('INSERT INTO inbox VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
    return { all: db.transaction((ids) => ids.forEach((id) => insert.run(id, Date.now(), ''))) };
}

const database = mode === 'none' ? null : openDatabase();
let waiting = [];

function commitWaiting() {
    const batch = waiting;
    waiting = [];
    database.all(batch.map(({ id }) => id));
    for (const { resolve } of batch) resolve();
}

const keep = {
    none: async () => {},
    naive: async (id) => database.all([id]),
    group: (id) =>
        new Promise((resolve) => {
            if (waiting.length === 0) setImmediate(commitWaiting);
            waiting.push({ id, resolve });
        }),
}[mode];

app.event('app_home_opened', async ({ body }) => keep(body.event_id));
app.action('bench', async ({ ack }) => ack());

await app.start(Number(port), { cert: readFileSync(cert), key: readFileSync(key) });
console.log('listening');
