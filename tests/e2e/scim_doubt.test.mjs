// Servers that leave us in doubt: who is in a group, whether a change was made, whose account it is.
import test from 'node:test';
import assert from 'node:assert/strict';
import { approve, ask, group, message, states, withScim } from './fulfil_steps.mjs';

const hour = 3600;
const directory = (scim, token) =>
  `\n[integrations.Directory]\nsync = "scim"\nscim_url = "${scim.url}"\nscim_token_file = "${token}"\n`;
const state = (world) => JSON.parse(world.latchkey('sync', 'list', '--json').stdout || '{}');

// Time passes until it is so.
const later = (world, what, is) => world.until(what, async () => {
  if (await is()) return true;
  await world.advance(10 * 60_000);
  return false;
});

test('a server that tells members only when asked for them loses nobody', () => withScim(async (world, who, scim) => {
  await world.until('the first sync', () => state(world).succeeded_at);
  scim.addMember(group, 'ann-gh');
  scim.hidesMembers = 'unless asked';
  const took = await world.command('sync', 'run', 'Directory');
  assert.equal(took.status, 0, took.stderr + took.stdout);
  assert.deepEqual([state(world).appeared, state(world).vanished], [1, 0]);
}, { settings: directory }));

test('a server that tells no members at all ends no access', () => withScim(async (world, who, scim) => {
  await world.until('the first sync', () => state(world).succeeded_at);
  scim.hidesMembers = 'always';
  assert.equal((await world.command('sync', 'run', 'Directory', '--allow-loss')).status, 1);
  assert.equal(state(world).problem, 'bad_answer');
  assert.match(state(world).detail, new RegExp(`does not say who is in the group “${group}”`));
}, { settings: directory }));

test('a change that was made and answered with 503 is taken back when its time is over', () => withScim(async (world, who, scim) => {
  const ann = who('ann');
  scim.fault = { method: 'PATCH', lies: 503, times: 1 };
  await ask(ann, hour);
  await approve(world);
  await world.until('it was answered so', () => /too busy/.test(world.log.join('')));
  await scim.close();
  assert.deepEqual(scim.membersOf(group), ['ann-gh', 'ben-gh']);
  await world.advance(hour * 1000 + 60_000);
  await ann.seesMessage('Expired:');
  await scim.open();
  await later(world, 'it is taken back', () => !scim.membersOf(group).includes('ann-gh'));
  assert.deepEqual(states(world), ['expired']);
}));

test('a timeout of the server is no refusal', () => withScim(async (world, who, scim) => {
  scim.fault = { method: 'PATCH', status: 408, times: 1, detail: 'timeout' };
  await ask(who('ann'));
  await approve(world);
  await later(world, 'it is granted', () => states(world)[0] === 'granted');
  assert.deepEqual(scim.membersOf(group), ['ann-gh', 'ben-gh']);
}));

test('another account with the same address is neither granted nor removed', () => withScim(async (world, who, scim) => {
  const ann = who('ann');
  scim.removeUser('ann-gh');
  scim.addUser('max-gh', 'ann@example.com');
  await ask(ann);
  await approve(world);
  await world.until('it ends', () => states(world)[0] === 'failed');
  assert.match(await message(ann, 'Failed:'), /max-gh in GitHub belongs to/);
  assert.deepEqual(scim.membersOf(group), ['ben-gh']);
}));

test('an account is found by any of its addresses, with a server that does not filter by them', () => withScim(async (world, who, scim) => {
  const user = scim.user('ann-gh');
  user.userName = 'annlee';
  user.emails = [{ value: 'ann.private@example.org', primary: true }, { value: 'ann@example.com' }];
  scim.fault = { method: 'GET', path: 'emails.value', status: 400, detail: 'no filter on emails.value' };
  await ask(who('ann'));
  await approve(world);
  await world.until('it ends', () => /granted|failed/.test(states(world)[0]));
  assert.deepEqual([states(world), scim.membersOf(group)], [['granted'], ['annlee', 'ben-gh']]);
}));
