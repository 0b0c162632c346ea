// A SCIM server that gives half of what it has, or asks for patience, while it is read.
import test from 'node:test';
import assert from 'node:assert/strict';
import { withScim } from './fulfil_steps.mjs';

const settings = (scim, tokenFile) =>
  `\n[integrations.Directory]\nsync = "scim"\nlargest_loss = 0.9\nscim_url = "${scim.url}"\nscim_token_file = "${tokenFile}"\n`;
const state = (world) => JSON.parse(world.latchkey('sync', 'list', '--json').stdout || '{}');

test('a group that is busy while its members are read is asked again', () => withScim(async (world, who, scim) => {
  await world.until('the first sync', () => state(world).succeeded_at);
  scim.hidesMembers = 'unless asked';
  scim.fault = { method: 'GET', path: '/Groups/', status: 429, headers: { 'retry-after': '3' }, times: 1 };
  let took;
  world.command('sync', 'run', 'Directory').then((result) => { took = result; });
  await world.until('the run ends', async () => {
    await world.advance(1000);
    return took;
  });
  assert.equal(took.status, 0, took.stderr + took.stdout);
  assert.equal(state(world).problem ?? null, null);
}, { settings }));

test('a server that asks for more patience than a run has is left alone until the next run', () => withScim(
  async (world, who, scim) => {
    await world.until('the first sync', () => state(world).succeeded_at);
    await world.advance(60_000);
    scim.requests.length = 0;
    scim.fault = { method: 'GET', path: '/Users', status: 429, headers: { 'retry-after': '300' } };
    const took = await world.command('sync', 'run', 'Directory');
    assert.equal(took.status, 1);
    assert.equal(state(world).problem, 'unreachable');
    assert.equal(scim.requests.filter((one) => one.includes('/Users')).length, 1);
  }, { settings }));

test('pages that shift while they are read are not believed', () => withScim(async (world, who, scim) => {
  await world.until('the first sync', () => state(world).succeeded_at);
  for (let i = 0; i < 9; ++i) scim.addGroup(`group-${i}`, [scim.user('ben-gh').id]);
  assert.equal((await world.command('sync', 'run', 'Directory')).status, 0);
  assert.equal(state(world).appeared, 9);
  // The second page repeats a group of the first one in place of the last.
  const groups = scim.groups.bind(scim);
  scim.ignoresPages = true;
  scim.groups = (request, response) => {
    if (request.method !== 'GET' || request.path !== '/scim/Groups') return groups(request, response);
    const send = response.send.bind(response);
    response.send = (body) => {
      response.send = send;
      const list = JSON.parse(JSON.stringify(body));
      const start = Number(new URL(`http://x${request.url}`).searchParams.get('startIndex') || 1);
      const all = list.Resources;
      list.totalResults = all.length;
      list.Resources = start === 1 ? all.slice(0, 5) : [all[0], ...all.slice(5, -1)];
      list.itemsPerPage = list.Resources.length;
      list.startIndex = start;
      return response.json(list);
    };
    return false;
  };
  assert.equal((await world.command('sync', 'run', 'Directory')).status, 1);
  assert.equal(state(world).problem, 'bad_answer');
  assert.match(state(world).detail, /there are 10 groups, and sent 9/);
}, { settings }));
