// The steps of the request form through the whole stack, over a directory of the promised size: a real daemon, signed
// HTTPS, the sandbox without limits, one person and sixteen at once. Each step lasts from the act until the person's
// screen shows its effect, so what the sandbox takes is in it. It prints, and judges nothing.
//     node tests/bench/form.mjs DATABASE [--rounds 5] [--people 16] [--bare FILE]
// FILE is what bench_form has printed: then each step is compared with its bare question, too.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { World } from '../e2e/world.mjs';

const { values, positionals: [database] } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '5' }, people: { type: 'string', default: '16' }, bare: { type: 'string' } },
});
const rounds = Number(values.rounds);
const team = 'T0FERNHILL';
const idOf = (n) => `U${String(n).padStart(8, '0')}`;
const mailOf = (n) => `person${n}@x.example`;

// ---- What is measured ----

const times = new Map();
async function timed(step, act) {
  const begun = performance.now();
  const result = await act();
  if (!times.has(step)) times.set(step, []);
  times.get(step).push(performance.now() - begun);
  return result;
}

const questions = {
  'like a colleague with 50 grants': 'what anybody has that anybody else lacks',
  'switching to another colleague': 'what anybody has that anybody else lacks',
  'switching to a colleague with 2,000 grants': 'what the holder of 2,000 has that a newcomer lacks',
  'like a title with 5,000 holders': "what half of the largest title's holders have",
  'people, each key': 'people, each key of "person1234"',
  'titles, each key': 'titles, each key of "specialist 17"',
  'access by words, each key': 'connections, each key of all of these',
};
const bare = new Map((values.bare ? fs.readFileSync(values.bare, 'utf8').split('\n') : [])
  .map((line) => line.match(/^(.*?) +\d+ times  p50 +([\d.]+) ms/)).filter(Boolean).map(([, what, ms]) => [what, Number(ms)]));

function print(title) {
  console.log(`\n${title}`);
  for (const [step, all] of times) {
    all.sort((a, b) => a - b);
    const at = (share) => all[Math.floor(share * (all.length - 1))].toFixed(1).padStart(8);
    const question = bare.get(questions[step]);
    const ratio = question ? `  ${(all[Math.floor((all.length - 1) / 2)] / question).toFixed(0)} x bare` : '';
    console.log(`${step.padEnd(56)} ${String(all.length).padStart(5)} times  p50 ${at(0.5)} ms  p99 ${at(0.99)} ms  max ${at(1)} ms${ratio}`);
  }
  times.clear();
}

// ---- A person whose screen is watched ----

class Watched {
  constructor(world, n) {
    this.person = world.person(mailOf(n));
    this.stop = new AbortController();
    this.hash = '';
    this.waiting = [];
    this.watched = this.watch(`${world.control}/control/live?users=${idOf(n)}`);
  }

  async watch(url) {
    let rest = '';
    const stream = await fetch(url, { signal: this.stop.signal });
    for await (const chunk of stream.body.pipeThrough(new TextDecoderStream())) {
      rest += chunk;
      for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
        this.take(rest.slice(0, end));
        rest = rest.slice(end + 2);
      }
    }
  }

  // The hash of the modal on top changes with everything that the bot shows.
  take(event) {
    if (!event.startsWith('event: person\n')) return;
    const shown = JSON.parse(event.slice(event.indexOf('data: ') + 6));
    this.hash = shown.modals?.at(-1)?.view.hash ?? '';
    this.waiting = this.waiting.filter((look) => !look());
  }

  // Does something that ends in another view.
  async changes(act) {
    const before = this.hash;
    const changed = new Promise((resolve) => {
      this.waiting.push(() => this.hash !== before && (resolve(), true));
    });
    const result = await act();
    await changed;
    return result;
  }

  async closes() {
    const closed = new Promise((resolve) => {
      this.waiting.push(() => this.hash === '' && (resolve(), true));
    });
    await this.person.post('close', { all: true });
    await closed;
  }

  suggest(action_id, query) {
    return this.person.post('suggest', { surface: 'modal', action_id, query });
  }

  async end() {
    this.stop.abort();
    await this.watched.catch(() => {});
  }
}

// Each beginning of a text, as somebody types it.
const keys = (text) => Array.from(text, (_, i) => text.slice(0, i + 1));

async function open(me) {
  await me.person.openHome();
  await me.person.seesHome('Request Access');
  await timed('opening the form', () => me.changes(() => me.person.clickHome('Request Access')));
  if ((await me.person.modals()).at(-1).text.includes('Start over')) {
    await me.changes(() => me.person.clickModal('Start over'));
  }
}

const like = (me, what) => me.changes(() => me.person.choose({ label: 'Access Like', option: what }));

async function reference(me, n, step) {
  for (const query of keys(`person${n}@`).slice(6)) await timed('people, each key', () => me.suggest('person', query));
  await timed(step, () => me.changes(() => me.person.choose({ action_id: 'person', value: String(n), offered: true })));
}

async function walk(me, n) {
  await open(me);
  await reference(me, 100 + n * 17, 'like a colleague with 50 grants');
  await reference(me, 2000 + n * 17, 'switching to another colleague');
  await reference(me, 2, 'switching to a colleague with 2,000 grants');
  await timed('Job Title instead', () => like(me, 'Job Title'));
  for (const query of keys('Specialist 1')) await timed('titles, each key', () => me.suggest('title', query));
  await timed('like a title with 5,000 holders', () => me.changes(() =>
    me.person.choose({ action_id: 'title', option: 'Specialist 1', offered: true })));
  await timed('Custom instead', () => like(me, 'Custom'));
  for (const text of ['payments read', 'ledger-serach admin', 'Cluster 12 mem']) {
    for (const query of keys(text)) await timed('access by words, each key', () => me.suggest('find_access', query));
  }
  await me.closes();
}

// Everything that a colleague with 2,000 grants has, in one request.
async function submit(me) {
  await open(me);
  await reference(me, 2, 'switching to a colleague with 2,000 grants');
  await timed('Select all', () => me.changes(() =>
    me.person.choose({ label: 'Access Grants', check: ['Select all access grants'] })));
  const next = await timed('Next, with 2,000 chosen', () => me.person.submit());
  if (next.result !== 'updated') throw new Error(`Next answered ${JSON.stringify(next)}`);
  await me.person.choose({ label: 'Reason', option: 'New project' });
  const sent = await timed('Submit, with 2,000 chosen', () => me.person.submit());
  if (!['updated', 'closed', 'cleared'].includes(sent.result)) throw new Error(`Submit answered ${JSON.stringify(sent)}`);
}

// ---- The world ----

function workspace(folder, people) {
  const user = (n) => ({
    id: idOf(n), team_id: team, name: `person${n}`, deleted: false, real_name: `Person ${n}`, tz: 'UTC', tz_label: 'UTC',
    tz_offset: 0, profile: { real_name: `Person ${n}`, display_name: `person${n}`, email: mailOf(n), team }, is_admin: false,
    is_owner: false, is_primary_owner: false, is_restricted: false, is_ultra_restricted: false, is_bot: false,
    is_app_user: false, updated: 1717200000, is_email_confirmed: true,
  });
  const file = path.join(folder, 'workspace.json');
  fs.writeFileSync(file, JSON.stringify({
    team: { id: team, domain: 'fernhill', name: 'Fernhill' },
    app: { id: 'A0LATCHKEY', bot_user_id: 'U0LATCHKEY', bot_id: 'B0LATCHKEY', name: 'Latchkey',
      scopes: ['chat:write', 'im:write', 'im:history', 'users:read', 'users:read.email', 'commands', 'team:read'] },
    users: people.map(user),
  }));
  return file;
}

// Nobody has an account everywhere: without these lines grants would be left out of a request.
function config(folder) {
  const names = execFileSync('sqlite3', ['-readonly', database, 'SELECT name FROM integrations']).toString().trim().split('\n');
  const file = path.join(folder, 'latchkey.toml');
  fs.writeFileSync(file, names.map((name) => `[integrations."${name}"]\ncreate_identities = true\n`).join(''));
  return file;
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'latchkey-bench-'));
const copy = path.join(folder, 'large.db');
fs.copyFileSync(database, copy);
const people = [1, ...Array.from({ length: Number(values.people) - 1 }, (_, i) => 11 + i)];
const world = await World.start({
  company: false,
  workspace: workspace(folder, people),
  sandboxArgs: ['--limits', 'off'],
  env: { LATCHKEY_DATABASE: copy, LATCHKEY_CONFIG: config(folder), LATCHKEY_LOG: 'text,info' },
});
const crowd = people.map((n) => new Watched(world, n));
// Latchkey keeps to Slack's tiers by itself, by the product clock: while that runs fast, nobody waits for their turn.
let over = false;
const hurry = (async () => {
  while (!over) {
    await world.advance(30_000);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
})();
try {
  await timed('the control interface alone', () => world.call('GET', '/clock'));
  await walk(crowd[0], 1);
  times.clear();
  for (let i = 0; i < rounds; ++i) await walk(crowd[0], 1 + i);
  print('One person:');
  await Promise.all(crowd.map((me, n) => walk(me, n)));
  print(`${people.length} people at once:`);
  await submit(crowd[0]);
  print('A large request:');
} finally {
  over = true;
  await hurry.catch(() => {});
  for (const me of crowd) await me.end();
  await world.stop({ allowViolations: true });
  fs.rmSync(folder, { recursive: true, force: true });
}
