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

test('the metrics tell of payloads, calls and messages, and readiness of the database', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await world.until('the address in the log', () => /\/metrics on http/.test(world.log.join('')));
  const [, admin] = world.log.join('').match(/\/metrics on (http:\S+)/);
  assert.equal((await fetch(`${admin}/readyz`)).status, 200);
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
  for (const check of ['settings', 'database', 'token', 'scopes', 'clock', 'certificate'])
    assert.match(good.stdout, new RegExp(check, 'i'), `${check} is named`);
  assert.doesNotMatch(good.stdout, /^fail/im, good.stdout + good.stderr);
  world.options.env = { ...world.options.env, SLACK_BOT_TOKEN: 'xoxb-wrong' };
  const bad = world.latchkey('doctor');
  assert.equal(bad.status, 1);
  assert.match(bad.stdout, /invalid_auth|token/i);
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
