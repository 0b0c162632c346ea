// What operators read and do from the command line: requests, and the audit trail as others get it.
import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { withWorld } from './world.mjs';
import { cardWith, clickCard, openForm, selectAll, sendForm } from './steps.mjs';
import { checkEntry, csv } from './audit_steps.mjs';

const lines = (text) => text.trimEnd().split('\n');
const jsonl = (text) => lines(text).map((line) => JSON.parse(line));

function good(run) {
  assert.equal(run.status, 0, run.stdout + run.stderr);
  return run.stdout;
}

// Ann asks for what Ben has; nobody has decided yet.
async function ask(world, who) {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await openForm(ann, 'Ben Ito', 'ben');
  await selectAll(ann);
  assert.equal((await sendForm(ann)).result, 'cleared');
  await world.until('a card', () => cardWith(mia, 'Approve'));
}

const comment = '=HYPERLINK("x") <script>alert(1)</script> & {{id}} "not", this\nquarter';

test('the trail of a request is exported whole, from its creation to the last step, and verifies', () => withWorld(async (world, who) => {
  const [mia, omar, olga] = ['mia', 'omar', 'olga'].map(who);
  await ask(world, who);
  await clickCard(mia, 'Approve');
  await clickCard(omar, 'Approve');
  await clickCard(omar, 'Done');
  await clickCard(olga, 'Deny');
  await olga.seesModal('Comment');
  await olga.choose({ action_id: 'comment', text: comment });
  assert.equal((await olga.submit()).result, 'cleared');

  // Beside the running daemon.
  const trail = jsonl(good(world.latchkey('audit', 'export', '--format', 'jsonl', '--request', '1')));
  assert.deepEqual(trail.map(({ act, actor_name }) => `${act} by ${actor_name}`), [
    'request.submitted by Ann Lee (ann@example.com)',
    'review.approved by Mia Novak (mia@example.com)',
    'review.approved by Omar Haddad (omar@example.com)',
    'items.approved by Omar Haddad (omar@example.com)',
    'items.granted by Omar Haddad (omar@example.com)',
    'items.denied by Olga Petrova (olga@example.com)',
  ]);
  trail.forEach(checkEntry);
  assert.equal(trail.at(-1).values.find((value) => value.name === 'comment').value, comment);

  // The whole of it is one chain, which ends at the head.
  const all = jsonl(good(world.latchkey('audit', 'export', '--format', 'jsonl')));
  all.forEach(checkEntry);
  all.forEach((entry, index) => assert.equal(entry.previous_hash, all[index - 1]?.hash ?? ''));
  const { head } = JSON.parse(good(world.latchkey('audit', 'verify', '--json')));
  assert.equal(head, `${all.length}:${all.at(-1).hash}`);
  assert.deepEqual(all.filter((entry) => entry.subject === 'request:1'), trail);

  const [header, ...rows] = csv(good(world.latchkey('audit', 'export', '--format', 'csv', '--request', '1')));
  const fromCsv = rows.map((row) => Object.fromEntries(row.map((cell, index) => [header[index], cell])));
  assert.equal(fromCsv.length, trail.length);
  for (const [index, row] of fromCsv.entries()) {
    assert.equal(row.hash, trail[index].hash);
    assert.deepEqual(JSON.parse(row.values), trail[index].values);
  }

  const report = good(world.latchkey('audit', 'export', '--format', 'report', '--request', '1'));
  for (const said of ['Access request 1', '1 granted, 1 denied', 'Ann Lee (ann@example.com)', 'GitHub · payments-api · write', 'New project',
    'Olga Petrova (olga@example.com)', '&lt;script&gt;alert(1)&lt;/script&gt; &amp; {{id}}', 'no entry is altered or missing', head, ...trail.map(({ hash }) => hash)])
    assert.ok(report.includes(said), `${said} is not in\n${report}`);
  assert.doesNotMatch(report, /<script|<img|<link|https?:/i, 'nothing is run or loaded');

  // It was made when the product clock says so.
  const later = 40 * 24 * 3600 * 1000;
  const dates = () => new Date(Date.now() + later).toISOString().slice(0, 10);
  await world.advance(later);
  const before = dates();
  const reportLater = good(world.latchkey('audit', 'export', '--format', 'report', '--request', '1'));
  assert.ok([before, dates()].some((date) => reportLater.includes(date)), before);
}));

test('requests are listed and shown, to people and to programs', () => withWorld(async (world, who) => {
  assert.match(good(world.latchkey('request', 'list')), /^No request\.\n$/);
  assert.deepEqual(JSON.parse(good(world.latchkey('request', 'list', '--json'))), []);
  await ask(world, who);
  assert.match(good(world.latchkey('request', 'list')), /^1 .*Ann Lee \(ann@example\.com\): 2 pending\n$/);
  assert.match(good(world.latchkey('request', 'list', '--state', 'closed')), /No request/);
  assert.match(good(world.latchkey('request', 'list', '--person', 'ANN@example.com', '--state', 'open')), /^1 /);
  assert.match(good(world.latchkey('request', 'list', '--person', 'mia@example.com')), /No request/);
  const [listed] = JSON.parse(good(world.latchkey('request', 'list', '--json')));
  assert.equal(listed.requester.email, 'ann@example.com');
  assert.deepEqual(listed.items_by_state, { pending: 2 });

  const text = good(world.latchkey('request', 'show', '1'));
  for (const said of [/open: 2 pending/, /Like +Ben Ito/, /Reason +New project/, /GitHub · payments-api · write: pending, account ann-gh/,
    /Mia Novak \(mia@example\.com\) to decide about 2/, /Ann Lee \(ann@example\.com\): asked for access/]) assert.match(text, said);
  const shown = JSON.parse(good(world.latchkey('request', 'show', '1', '--json')));
  assert.deepEqual(shown.items.map((item) => item.state), ['pending', 'pending']);
  assert.equal(shown.tasks[0].assignee.email, 'mia@example.com');
  assert.equal(shown.trail[0].what, 'asked for access');

  for (const wrong of [['request', 'show', '7'], ['request', 'list', '--person', 'nobody@example.com'], ['audit', 'export', '--format', 'csv', '--request', '7']]) {
    const run = world.latchkey(...wrong);
    assert.equal(run.status, 1, wrong.join(' '));
    assert.match(run.stderr, /there is no request 7|no employee has/);
    assert.equal(run.stdout, '');
  }
  for (const wrong of [['request'], ['request', 'show'], ['request', 'show', 'x'], ['request', 'list', '--state', 'odd'], ['audit', 'export'],
    ['audit', 'export', '--format', 'xml'], ['audit', 'export', '--format', 'report'], ['audit', 'show', '--since', 'soon']]) {
    assert.equal(world.latchkey(...wrong).status, 2, wrong.join(' '));
  }
}));

test('the newest entries are shown, and those of a time', () => withWorld(async (world) => {
  assert.equal(lines(good(world.latchkey('audit', 'show'))).length, 4, 'one for each import of the company');
  const last = good(world.latchkey('audit', 'show', '--last', '1'));
  assert.match(last, /^4 .* \(command line\)  import\.owners  /);
  const [entry] = jsonl(good(world.latchkey('audit', 'show', '--last', '1', '--json')));
  checkEntry(entry);
  assert.equal(good(world.latchkey('audit', 'show', '--until', '2020-01-01')), '');
  assert.equal(lines(good(world.latchkey('audit', 'show', '--since', '2020-01-01'))).length, 4);
}, { daemon: false }));

test('a request withdrawn by command is nobody\'s task any more, and everybody sees who did it', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await ask(world, who);
  // The running daemon does it.
  assert.match(good(world.latchkey('request', 'withdraw', '1')), /^Request 1 is withdrawn/);
  await mia.seesMessage('An operator of Latchkey withdrew the request');
  assert.equal(await cardWith(mia, 'Approve'), undefined);
  await ann.seesMessage('2 withdrawn');
  const again = world.latchkey('request', 'withdraw', '1');
  assert.equal(again.status, 1);
  assert.match(again.stderr, /nothing pending/);
  assert.equal(world.latchkey('request', 'withdraw', '9').status, 1);
  const acts = jsonl(good(world.latchkey('audit', 'show', '--request', '1', '--json')));
  assert.equal(acts.at(-1).act, 'items.withdrawn');
  assert.match(acts.at(-1).actor, /^cli:\S/);
  assert.equal(world.latchkey('audit', 'verify').status, 0);

  // Without a daemon it is done here; the messages follow at the next start.
  await ask(world, who);
  await world.kill('SIGTERM');
  assert.deepEqual(JSON.parse(good(world.latchkey('request', 'withdraw', '2', '--json'))), { request: 2, withdrawn_items: 2 });
  await world.startDaemon();
  await world.until('no live card', async () => (await cardWith(mia, 'Approve')) === undefined);
  assert.equal((await ann.messages()).filter((message) => /2 withdrawn/.test(message.shown)).length, 2);
}));

test('a number that cannot be meant is refused in a line that people can read', () => withWorld(async (world) => {
  const file = `${world.folder}/access.toml`;
  fs.writeFileSync(file, '[[clause]]\nname = "All"\napprove = true\n');
  for (const args of [['policy', 'replay', file, '--last', '0'], ['request', 'show', '-1'], ['request', 'show', 'x']]) {
    const run = world.latchkey(...args);
    assert.equal(run.status, 2, args.join(' '));
    assert.match(run.stderr, /is not a whole number from 1 on/);
    assert.ok(run.stderr.length < 300, run.stderr);
  }
}, { daemon: false }));
