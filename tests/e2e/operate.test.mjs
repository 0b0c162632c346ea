// What an operator does to a running daemon: a new certificate, an import, a stop, a second start.
import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import tls from 'node:tls';
import { World, withWorld } from './world.mjs';
import { openForm, selectAll, sendForm } from './steps.mjs';

// The fingerprint of the certificate that a new connection is shown.
function certificateOf(world) {
  const { port } = new URL(world.url);
  return new Promise((resolve, reject) => {
    const socket = tls.connect({ host: '127.0.0.1', port, ca: fs.readFileSync(world.tls.ca) }, () => {
      resolve(socket.getPeerCertificate().fingerprint256);
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

test('SIGHUP takes a new certificate while people go on clicking', async () => {
  const files = World.copyCertificate();
  await withWorld(async (world, who) => {
    const ann = who('ann');
    await ann.openHome();
    await ann.seesHome('Request Access');
    const before = await certificateOf(world);
    let busy = true;
    let clicks = 0;
    const traffic = (async () => {
      for (; busy; clicks++) assert.equal((await ann.openHome()).status, 200);
    })();
    files.replace();
    world.daemon.kill('SIGHUP');
    await world.until('a new certificate', async () => (await certificateOf(world)) !== before);
    // A broken file must not take the good one away.
    const good = await certificateOf(world);
    fs.writeFileSync(files.cert, 'not a certificate');
    world.daemon.kill('SIGHUP');
    await world.until('the refusal in the log', () => /stays as it was/.test(world.log.join('')));
    assert.equal(await certificateOf(world), good);
    busy = false;
    await traffic;
    assert.ok(clicks > 0);
  }, { env: { LATCHKEY_TLS_CERT: files.cert, LATCHKEY_TLS_KEY: files.key } });
});

test('an import with a bad row in line 5,000 changes nothing and names the place', () => withWorld(async (world) => {
  const file = path.join(world.folder, 'users.csv');
  const rows = ['Full Name,Work Email,Title'];
  for (let line = 2; line <= 6000; line++) {
    rows.push(line === 5000 ? `Nobody ${line},not-an-address,Engineer` : `Person ${line},person${line}@example.com,Engineer`);
  }
  fs.writeFileSync(file, rows.join('\n') + '\n');
  const before = world.latchkey('import', 'users', file);
  assert.equal(before.status, 1);
  assert.match(before.stdout + before.stderr, /users\.csv.*5000/);
  rows.splice(4999, 1);
  fs.writeFileSync(file, rows.join('\n') + '\n');
  const dry = world.latchkey('import', 'users', '--dry-run', file);
  assert.equal(dry.status, 0, dry.stdout + dry.stderr);
  const ann = world.person('ann@example.com');
  await ann.openHome();
  await ann.seesHome('Request Access');
  await ann.clickHome('Request Access');
  await ann.seesModal('Access Like');
  const found = async () => JSON.stringify(await ann.post('suggest', { action_id: 'person', query: 'person4321' }));
  assert.doesNotMatch(await found(), /Person 4321/, 'neither the refused import nor the dry run is seen');
  // The running daemon does the work of the command.
  const done = world.latchkey('import', 'users', file);
  assert.equal(done.status, 0, done.stdout + done.stderr);
  assert.match(await found(), /Person 4321/);
  const again = world.latchkey('import', 'users', file);
  assert.equal(again.status, 0);
  assert.equal(world.latchkey('audit', 'verify').status, 0);
}));

test('SIGTERM ends a long import, which changes nothing and says so', () => withWorld(async (world) => {
  const file = path.join(world.folder, 'many.csv');
  const rows = ['Full Name,Work Email,Title'];
  const count = () => Number(world.latchkey('audit', 'verify').stdout.match(/\d+/)[0]);
  let before;
  let told;
  // A machine that was busy elsewhere may be done with the import before the stop: then a longer one.
  for (let length = 100_000; !told || told.status === 0; length *= 4) {
    if (told) await world.startDaemon();
    while (rows.length < length) rows.push(`Newcomer ${rows.length},newcomer${rows.length}@example.com,Engineer`);
    fs.writeFileSync(file, rows.join('\n') + '\n');
    before = count();
    const earlier = world.log.length;
    const running = world.command('import', 'users', file);
    await world.until('the daemon imports', () => /command: import by/.test(world.log.slice(earlier).join('')));
    assert.equal((await world.kill('SIGTERM')).code, 0);
    told = await running;
  }
  assert.equal(told.status, 1, told.stdout + told.stderr);
  assert.match(told.stderr, /stopping/);
  assert.equal(told.stdout, '');
  assert.equal(count(), before, 'no entry in the audit trail');
  // What it left is cleaned while the next one begins.
  await world.startDaemon();
  fs.writeFileSync(file, `${rows[0]}\nLast One,last.one@example.com,Engineer\n`);
  const again = world.latchkey('import', 'users', file);
  assert.match(again.stdout, /people: 1 added/, again.stdout + again.stderr);
}));

test('audit verify tells programs the entries, the head and the problems', () => withWorld(async (world) => {
  const good = world.latchkey('audit', 'verify', '--json');
  assert.equal(good.status, 0);
  const { head, ...rest } = JSON.parse(good.stdout);
  assert.deepEqual(rest, { ok: true, entries: 4, problems: [] }, 'one for each import of the company');
  assert.match(head, /^4:[0-9a-f]{64}$/);
  assert.equal(world.latchkey('audit', 'verify', '--json', '--head', head).status, 0);
  const cut = world.latchkey('audit', 'verify', '--json', '--head', `9:${'a'.repeat(64)}`);
  assert.equal(cut.status, 1);
  const found = JSON.parse(cut.stdout);
  assert.equal(found.ok, false);
  assert.match(found.problems.join(), /ends before entry 9/);
}, { daemon: false }));

test('--app is refused for files that name their applications', () => withWorld(async (world) => {
  const file = path.join(world.folder, 'some.csv');
  fs.writeFileSync(file, 'Full Name,Work Email\nZoe,zoe@example.com\n');
  for (const kind of ['users', 'identities', 'owners']) {
    const refused = world.latchkey('import', kind, '--app', 'GitHub', file);
    assert.equal(refused.status, 2);
    assert.match(refused.stderr, /^--app goes with entitlements only.*\n$/);
  }
}, { daemon: false, company: false }));

test('the metrics tell of payloads, calls and messages, and readiness of the database', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  assert.equal((await fetch(`${world.admin}/readyz`)).status, 200);
  await openForm(ann, 'Ben Ito', 'ben');
  await selectAll(ann);
  await sendForm(ann);
  await mia.seesMessage('asks for');
  await ann.seesMessage('pending');
  await world.call('POST', '/control/deliver', { kind: 'events', body: '{' });
  assert.ok(await world.metric('latchkey_inbound_payloads_total{kind="view_submission",result="accepted"}') >= 1);
  assert.equal(await world.metric('latchkey_inbound_payloads_total{kind="unreadable",result="malformed"}'), 1);
  assert.ok(await world.metric('latchkey_slack_calls_total{method="chat.postMessage",result="ok"}') >= 2);
  await world.until('both messages to be counted', async () => await world.metric('latchkey_messages_total{result="sent"}') >= 2);
  assert.equal(await world.metric('latchkey_outbox_given_up'), 0);
}));

test('SIGTERM lets what is in flight end and exits with 0', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await openForm(ann, 'Ben Ito', 'ben');
  await selectAll(ann);
  await world.call('POST', '/control/faults', { method: 'chat.postMessage', kind: 'slow', ms: 500, times: 4 });
  await sendForm(ann);
  const { code } = await world.kill('SIGTERM');
  assert.equal(code, 0);
  await world.startDaemon();
  await mia.seesMessage('asks for');
  await ann.seesMessage('pending');
  assert.equal((await mia.messages()).length, 1);
  assert.equal((await ann.messages()).length, 1);
}));

test('a second daemon on the same database is refused with a sentence', () => withWorld(async (world) => {
  const second = world.latchkey('serve');
  assert.equal(second.status, 1);
  assert.match(second.stderr, /already|in use|running/i);
}));

test('doctor is content with a good installation and names what is wrong with a bad one', () => withWorld(async (world) => {
  const good = world.latchkey('doctor');
  assert.equal(good.status, 0, good.stdout + good.stderr);
  const lines = good.stdout.trimEnd().split('\n');
  const findings = lines.map((line) => line.match(/^(ok|warn|fail) +(\S+(?: \S+)*)  +(\S.*)$/)).filter(Boolean);
  assert.deepEqual(findings.map(([, state, subject]) => `${state} ${subject}`), [
    'ok settings', 'warn settings',  // the test's clock
    'ok database', 'ok database', 'ok database', 'ok database',
    'warn certificate',  // the test's is good for two days
    'ok token', 'ok scopes',
    'warn clock',  // the sandbox tells no time
    'warn public URL',  // there is none
    'ok e-mail',
  ], good.stdout);
  for (const said of [/CLOCK_URL shifts/, /schema version \d/, /a daemon runs on it/, /U0BOT/, /chat:write/, /PUBLIC_URL is not set/])
    assert.match(good.stdout, said);
  assert.equal(lines.at(-1), 'Nothing stands in the way of `latchkey serve`.');
  world.options.env = { ...world.options.env, SLACK_BOT_TOKEN: 'xoxb-wrong' };
  const bad = world.latchkey('doctor');
  assert.equal(bad.status, 1);
  assert.match(bad.stdout, /^fail +token .*invalid_auth/m, bad.stdout);
  assert.doesNotMatch(bad.stdout + bad.stderr, /xoxb-wrong/, 'no secret is printed');
}));

test('the product clock follows the workspace', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await openForm(ann, 'Ben Ito', 'ben');
  await selectAll(ann);
  await sendForm(ann);
  await mia.seesMessage('asks for');
  await world.advance(6 * 24 * 3600 * 1000);
  await world.until('the task is shown as overdue', async () => {
    await mia.openHome();
    const home = await world.call('GET', '/control/home?user=mia@example.com');
    return /overdue/i.test(home.text);
  });
}));
