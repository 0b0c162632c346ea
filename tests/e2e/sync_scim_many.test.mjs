// A directory of several pages, read twice: what is there is taken over, and the second time only what has
// changed since.
import test from 'node:test';
import assert from 'node:assert/strict';
import { withScim } from './fulfil_steps.mjs';

const settings = (scim, tokenFile) =>
  `\n[integrations.Directory]\nsync = "scim"\nscim_url = "${scim.url}"\nscim_token_file = "${tokenFile}"\n`;
const state = (world) => JSON.parse(world.latchkey('sync', 'list', '--json').stdout || '{}');

test('450 users in 40 groups are read page by page, and read again', () => withScim(async (world, who, scim) => {
  await world.until('the first sync', () => state(world).succeeded_at);
  const ids = Array.from({ length: 450 }, (_, i) => scim.addUser(`many-${i}`, `many-${i}@example.com`));
  for (let i = 0; i < 40; ++i) scim.addGroup(`team-${i}`, ids.filter((_, at) => at % 40 === i));
  for (const [appeared, vanished] of [[450, 0], [0, 0], [1, 2]]) {
    if (vanished > 0) {
      scim.addMember('team-0', 'many-1');
      scim.removeGroup('team-39');
      scim.addGroup('team-39', ids.filter((_, at) => at % 40 === 39).slice(2));
    }
    const asked = scim.requests.length;
    const took = await world.command('sync', 'run', 'Directory');
    assert.equal(took.status, 0, took.stderr + took.stdout);
    if (appeared > 0) {
      assert.deepEqual([state(world).appeared, state(world).vanished], [appeared, vanished]);
    }
    // No more questions than pages: three of users, one of groups.
    assert.deepEqual(
      scim.requests.slice(asked).map((one) => one.replace(/&filter.*/, '')),
      [1, 201, 401].map((start) => `GET /scim/Users?startIndex=${start}&count=200`)
        .concat('GET /scim/Groups?startIndex=1&count=200'),
    );
  }
}, { settings }));

test('a server that does not page is not asked for ever, and changes nothing', () => withScim(async (world, who, scim) => {
  await world.until('the first sync', () => state(world).succeeded_at);
  for (let i = 0; i < 100; ++i) scim.addUser(`many-${i}`, `many-${i}@example.com`);
  scim.ignoresPages = true;
  const asked = scim.requests.length;
  assert.equal((await world.command('sync', 'run', 'Directory')).status, 1);
  assert.match(state(world).detail, /it said that there are 102 users, and sent 20/);
  assert.equal(scim.requests.length - asked, 2, 'the second page is the first again');
}, { settings }));
