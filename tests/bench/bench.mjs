// Measures the event path and its comparisons in one run: the server on one core, the load on
// another. Prints tables; the ratios are what counts. Started by tests/bench/run.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measure, secret, start } from './process.mjs';
import { prove, rowsKept } from './proof.mjs';
import { report } from './report.mjs';
import { subjects } from './subjects.mjs';

const { values } = parseArgs({
    options: {
        build: { type: 'string', default: 'build/release' },
        seconds: { type: 'string', default: '4' },
        rounds: { type: 'string', default: '3' },
        connections: { type: 'string', default: '32' },
        only: { type: 'string', default: '' },
        json: { type: 'string', default: '' },
    },
});

const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'));
const place = { folder, build: resolve(values.build), here: dirname(fileURLToPath(import.meta.url)) };
const wanted = values.only === '' ? null : values.only.split(';');
const chosen = subjects.filter((subject) => wanted === null || wanted.includes(subject.name));
const results = new Map(chosen.map((subject) => [subject.name, []]));

// What a server does that nobody asks for anything, in milliseconds of CPU a second.
async function idleCpu(server) {
    const seconds = 2;
    const before = server.cpu();
    await new Promise((done) => setTimeout(done, seconds * 1000));
    return ((server.cpu() - before) / seconds) * 1000;
}

function hold(what, counted, expected) {
    if (counted !== expected) throw new Error(`${what}: ${counted}, but ${expected} were answered with 200`);
}

async function round(subject) {
    const server = await start(subject, place);
    const measured = { start: server.startMs };
    const sent = { event: 0, action: 0 };
    const load = async (extra) => {
        const result = await measure(place, server, { connections: values.connections, seconds: values.seconds, ...extra });
        sent[extra.kind] += result.sent;
        return result;
    };
    let proof;
    try {
        if (subject.idle) measured.idleCpu = await idleCpu(server);
        measured.idle = server.rss();
        proof = await prove(server, subject, secret);
        measured.event = await load({ kind: 'event' });
        measured.loaded = server.rss();
        if (subject.actions) measured.action = await load({ kind: 'action' });
        if (subject.open) measured.open = await load({ kind: 'event', rate: 1000 });
        if (subject.counts) {
            const counted = await subject.counts(server);
            hold(`events ${subject.name} counted`, counted.event, sent.event + proof.accepted);
            hold(`clicks ${subject.name} counted`, counted.action, sent.action);
        }
    } finally {
        await server.stop();
    }
    if (subject.keeps) hold(`rows ${subject.name} kept`, rowsKept(server.database), sent.event + proof.rows);
    return measured;
}

try {
    for (let i = 1; i <= Number(values.rounds); ++i) {
        for (const subject of chosen) {
            process.stderr.write(`round ${i}: ${subject.name}\n`);
            results.get(subject.name).push(await round(subject));
        }
    }
    console.log(`\n${report(results)}`);
    const load = readFileSync('/proc/loadavg', 'utf8').split(' ')[0];
    console.log(`\nEvery answer was 200 and every kept event was counted. Load average at the end: ${load} (of it about 2 are ours).`);
    if (values.json) writeFileSync(values.json, JSON.stringify(Object.fromEntries(results), null, 2));
} finally {
    rmSync(folder, { recursive: true, force: true });
}
