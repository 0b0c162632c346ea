// Whether a server does the work that is measured: it refuses what is not signed, keeps what is, and
// keeps it once. Asked of each before its measurement; counted after it.
import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { request } from 'node:https';

// One request, its answer; rejects if there is none.
function exchange(port, { method = 'GET', path = '/', headers = {}, body = '' } = {}) {
    return new Promise((done, fail) => {
        const options = { host: '127.0.0.1', port, method, path, headers, rejectUnauthorized: false, agent: false };
        const asked = request(options, (answer) => {
            let text = '';
            answer.on('data', (data) => (text += data));
            answer.once('end', () => done({ status: answer.statusCode, text }));
        });
        asked.once('error', fail).end(body);
    });
}

// One request, its status.
export const ask = async (port, what) => (await exchange(port, what)).status;

function event(id, secret) {
    const body = JSON.stringify({
        type: 'event_callback', event_id: id, event_time: 1776900000, team_id: 'T0BENCH01', api_app_id: 'A0BENCH01',
        event: { type: 'app_home_opened', user: 'U0BENCH01', channel: 'D0BENCH01', tab: 'messages', event_ts: '1.2' },
    });
    const timestamp = Math.floor(Date.now() / 1000);
    const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
    return {
        method: 'POST', path: '/slack/events', body,
        headers: {
            'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body),
            'X-Slack-Request-Timestamp': timestamp, 'X-Slack-Signature': `v0=${digest}`,
        },
    };
}

// Sends an event signed wrongly, one rightly, and that one again; throws if an answer is not what it
// must be. Returns how many accepted requests that were, and how many rows they leave.
export async function prove(server, { verifies }, secret) {
    if (!verifies) return { accepted: 0, rows: 0 };
    const expect = async (status, what) => {
        const got = await ask(server.port, what);
        if (got !== status) throw new Error(`${server.name} answered ${got} where ${status} was due`);
    };
    const good = event('EvPROOF', secret);
    await expect(401, event('EvFORGED', `${secret}x`));
    await expect(200, good);
    await expect(200, good);
    return { accepted: 2, rows: 1 };
}

function metric(text, name, labels) {
    const line = text.split('\n').find((l) => l.startsWith(`${name}{`) && labels.every((label) => l.includes(label)));
    return line ? Number(line.split(' ').pop()) : 0;
}

// What the daemon itself says it accepted, by kind.
export async function acceptedPayloads(admin) {
    const text = await (await fetch(`http://127.0.0.1:${admin}/metrics`)).text();
    const of = (kind) => metric(text, 'latchkey_inbound_payloads_total', [`kind="${kind}"`, 'result="accepted"']);
    return { event: of('event'), action: of('block_actions') };
}

// How often each of Bolt's listeners has run to its end.
export async function handledByBolt(port) {
    return JSON.parse((await exchange(port, { path: '/counted' })).text);
}

// Rows in the inbox of a server that has ended. Neither server counts for itself.
export function rowsKept(file) {
    return Number(execFileSync('sqlite3', [file, 'SELECT count(*) FROM inbox'], { encoding: 'utf8' }));
}
