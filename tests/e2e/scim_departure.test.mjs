// Somebody leaves while an application that does it by itself is at work for them: they are granted nothing,
// and what an attempt has done by then is taken back.
import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { approve, ask, group, message, states, told, withScim } from './fulfil_steps.mjs';
import { clickCard } from './steps.mjs';

// The users file of the day on which Ann has left.
async function annLeaves(world) {
  const file = path.join(world.folder, 'left.csv');
  fs.writeFileSync(file, 'User ID,Full Name,Work Email,Department,Title,End Date,Manager Work Email,Roles\n' +
    'E2,Ann Lee,ann@example.com,Product,Engineer,2020-01-31,mia@example.com,\n');
  const left = await world.command('import', 'users', file);
  assert.equal(left.status, 0, left.stderr);
}

test('what waits for its next attempt is not made for somebody who left', () => withScim(async (world, who, scim) => {
  const ann = who('ann');
  await scim.close();
  await ask(ann);
  await approve(world);
  await ann.seesMessage('next attempt');
  await annLeaves(world);
  await world.until('it has ended', () => states(world, 1)[0] === 'failed');
  await scim.open();
  const asked = scim.requests.length;
  await world.advance(24 * 3600 * 1000);
  await world.until('nothing waits', async () =>
    !((await world.metric('latchkey_fulfilment_jobs{integration="GitHub",kind="grant",state="retrying"}')) > 0));
  assert.deepEqual(scim.membersOf(group), ['ben-gh']);
  assert.ok(!scim.requests.slice(asked).some((one) => one.startsWith('PATCH')));
  assert.equal(await told(ann, /Granted:/), 0);
  assert.equal(world.latchkey('audit', 'verify').status, 0);
}));

test('what was made while they left is taken back', () => withScim(async (world, who, scim) => {
  const ann = who('ann');
  // The last call of the grant: the change is made, and its proof on the way.
  scim.fault = { method: 'PATCH', first: () => { scim.held = scim.hold(1, true); } };
  await ask(ann);
  await approve(world);
  await world.until('the change is made', () => scim.held?.met);
  assert.deepEqual(scim.membersOf(group), ['ann-gh', 'ben-gh']);
  scim.fault = null;
  await annLeaves(world);
  await world.until('it has ended', () => states(world, 1)[0] === 'failed');
  scim.held.release();
  await world.until('it is taken back', () => scim.membersOf(group).length === 1);
  assert.equal(await told(ann, /Granted:/), 0);
  assert.equal(world.latchkey('audit', 'verify').status, 0);
}));

test('what they still hold is removed by the application once its owner says so, who is told', () => withScim(
  async (world, who, scim) => {
    const [ann, omar] = ['ann', 'omar'].map(who);
    scim.addGroup('website-read', [scim.user('ann-gh').id]);
    await annLeaves(world);
    await message(omar, 'has left the company');
    await clickCard(omar, 'Approve');
    const removed = await omar.seesMessage('Removed:');
    assert.match(removed.text, /Ann Lee|<@/);
    assert.deepEqual(scim.membersOf('website-read'), []);
    assert.deepEqual(states(world), ['revoked']);
    assert.equal((await ann.messages()).length, 0, 'nobody writes to somebody who left');
  }));
