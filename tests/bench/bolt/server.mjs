// Bolt for JavaScript doing what our event path does: verify, parse, deduplicate, answer. How the
// event is kept is the argument: `none`, `naive` (a transaction each) or `group` (one for all that
// came in the same turn of the event loop). In both it is on disk before it is acknowledged.
// GET /counted tells how many listeners have run.
import { readFileSync } from 'node:fs';
import bolt from '@slack/bolt';
import Database from 'better-sqlite3';

const [mode, port, cert, key, file] = process.argv.slice(2);
const counted = { event: 0, action: 0 };

const receiver = new bolt.HTTPReceiver({
    signingSecret: process.env.SLACK_SIGNING_SECRET,
    endpoints: ['/slack/events'],
    processBeforeResponse: true, // or Bolt would acknowledge before anything is kept
    logLevel: bolt.LogLevel.ERROR,
    customRoutes: [{ path: '/counted', method: 'GET', handler: (_, answer) => answer.end(JSON.stringify(counted)) }],
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
    return { keep: db.transaction((ids) => ids.forEach((id) => insert.run(id, Date.now(), ''))) };
}

const database = mode === 'none' ? null : openDatabase();
let waiting = [];

function commitWaiting() {
    const batch = waiting;
    waiting = [];
    database.keep(batch.map(({ id }) => id));
    for (const { resolve } of batch) resolve();
}

const keep = {
    none: async () => {},
    naive: async (id) => database.keep([id]),
    group: (id) =>
        new Promise((resolve) => {
            if (waiting.length === 0) setImmediate(commitWaiting);
            waiting.push({ id, resolve });
        }),
}[mode];

app.event('app_home_opened', async ({ body }) => {
    await keep(body.event_id);
    ++counted.event;
});
app.action('bench', async ({ ack }) => {
    ++counted.action;
    await ack();
});

await app.start(Number(port), { cert: readFileSync(cert), key: readFileSync(key) });
console.log('listening');
