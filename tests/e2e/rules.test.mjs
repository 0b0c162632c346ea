// Rules and purposes are imported while the daemon serves: the form follows at once, and what is wrong changes nothing.
import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { withWorld } from './world.mjs';
import { openForm } from './steps.mjs';

const file = (world, name, lines) => {
  const at = path.join(world.folder, name);
  fs.writeFileSync(at, lines.join('\n') + '\n');
  return at;
};
const shown = async (person) => (await person.modals()).at(-1).text;

test('what a connections file says cannot be requested is not offered any more', () => withWorld(async (world, who) => {
  const ann = who('ann');
  await openForm(ann, 'Ben Ito', 'ben');
  assert.match(await shown(ann), /payments-api/);
  await ann.post('close', { all: true });
  const header = 'App,Resource Type,Resource,Privilege Name,Requestable,Longest Duration,Reason Rule';
  const rules = file(world, 'connections.csv', [header, 'github,repository,payments-api,write,no,,',
    'GitHub,repository,payments-api,admin,no,,']);
  const taken = await world.command('import', 'connections', rules);
  assert.equal(taken.status, 0, taken.stderr);
  assert.match(taken.stdout, /connections: 2 changed/);
  await ann.openHome();
  await ann.clickHome('Request Access');
  await ann.seesModal('You have a form that was not sent');
  await ann.clickModal('Continue');
  await ann.seesModal('Select all access grants');
  assert.doesNotMatch(await shown(ann), /payments-api/);
  assert.match(await shown(ann), /reports/);
  assert.match((await world.command('import', 'connections', rules)).stdout, /Nothing changes/);
}));

test('a rule that nobody could meet is refused with its place, and nothing changes', () => withWorld(async (world, who) => {
  const rules = file(world, 'connections.csv', ['App,Resource Type,Resource,Privilege Name,Requestable,Reason Rule',
    'GitHub,repository,payments-api,write,no,', 'GitHub,repository,payments-api,admin,,pattern:[']);
  const refused = await world.command('import', 'connections', rules);
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /connections\.csv:3:6 \(Reason Rule\): the pattern cannot be used/);
  const ann = who('ann');
  await openForm(ann, 'Ben Ito', 'ben');
  assert.match(await shown(ann), /payments-api/);
}));

test('purposes are imported by the running daemon, and a slip of the pen is told', () => withWorld(async (world) => {
  const header = 'Purpose Name,Description,Longest Duration,Owner,Status,Entities';
  const purposes = file(world, 'purposes.csv', [header,
    'On-call,Watch payments,7d,mia@example.com,Active,GitHub > payments-api > write; Payroll > reports > wiev']);
  const dry = await world.command('import', 'purposes', '--dry-run', purposes);
  assert.match(dry.stdout, /purposes: 1 added\nDry run/);
  const taken = await world.command('import', 'purposes', '--json', purposes);
  assert.equal(taken.status, 0, taken.stderr);
  const report = JSON.parse(taken.stdout);
  assert.equal(report.outcome, 'imported');
  assert.equal(report.counts.purposes.added, 1);
  assert.deepEqual(report.notes, ['purposes name access that no file has told of yet: Payroll > reports > wiev']);
  assert.match((await world.command('import', 'purposes', purposes)).stdout, /Nothing changes/);
  assert.equal(world.latchkey('audit', 'verify').status, 0);
}));
