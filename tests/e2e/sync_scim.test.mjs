// An application kept up to date from a SCIM server that is not ours: users, groups and members.
import test from 'node:test';
import assert from 'node:assert/strict';
import { withScim } from './fulfil_steps.mjs';

const hour = 3600 * 1000;

// Another application behind the same server, which nothing is known of before.
const settings = (scim, tokenFile) =>
  `\n[integrations.Directory]\nsync = "scim"\nscim_url = "${scim.url}"\nscim_token_file = "${tokenFile}"\n`;

const state = (world) => JSON.parse(world.latchkey('sync', 'list', '--json').stdout || '{}');

test('a server that is down, or lets nobody in, changes nothing and is told once', () => withScim(async (world, who, scim) => {
  const adam = who('adam');
  await world.until('the first sync', () => state(world).succeeded_at);
  await scim.close();
  let before = state(world);
  await world.advance(hour);
  // It is tried four times, some seconds of the product clock apart.
  await world.until('another run', async () => {
    await world.advance(3000);
    return state(world).problem;
  });
  assert.equal(state(world).problem, 'unreachable');
  await adam.seesMessage('Sync failed');
  await scim.open();
  scim.token = 'another';
  before = state(world);
  assert.equal((await world.command('sync', 'run', 'Directory')).status, 1);
  assert.notEqual(state(world).started_at, before.started_at);
  assert.equal(state(world).problem, 'no_entry');
  await adam.seesMessage('does not let the daemon in');
  assert.equal((await adam.messages()).filter((one) => /Sync failed/.test(one.text)).length, 1);
}, { settings }));
