// An application whose access a file has told of, and that a SCIM server keeps up to date: its groups are that access.
import test from 'node:test';
import assert from 'node:assert/strict';
import { agree, approve, ask, group, withScim } from './fulfil_steps.mjs';

const state = (world) => JSON.parse(world.latchkey('sync', 'list', '--json').stdout || '{}');

test('a group is the access that a file calls by its parts, and who joins it outside has that', () => withScim(
  async (world, who, scim) => {
    await world.until('the first sync', () => state(world).succeeded_at);
    scim.addMember(group, 'ann-gh');
    scim.addGroup('design', ['ann-gh'].map((name) => scim.user(name).id));
    const run = await world.command('sync', 'run', 'GitHub');
    assert.equal(run.status, 0, run.stdout + run.stderr);
    assert.deepEqual([state(world).appeared, state(world).vanished], [2, 0]);
    // A group that no file tells of is access of its own name.
    await agree(world, scim, { [group]: 'payments-api · write', design: 'design · member' });
    assert.equal((await world.command('sync', 'run', 'GitHub')).status, 0);
    assert.deepEqual([state(world).appeared, state(world).vanished], [2, 0], 'nothing has changed since');
  },
  { settings: () => 'sync = "scim"\nlargest_loss = 1\n' }));

test('a group in a group is nobody\'s account, also where it is not marked as one', () => withScim(
  async (world, who, scim) => {
    await world.until('the first sync', () => state(world).succeeded_at);
    scim.addGroup('all', [scim.addGroup('design', [scim.user('ann-gh').id])]);
    assert.equal((await world.command('sync', 'run', 'GitHub')).status, 0);
    assert.deepEqual([state(world).appeared, state(world).vanished], [1, 0]);
    await agree(world, scim, { design: 'design · member', all: 'all · member' });
  },
  { settings: () => 'sync = "scim"\nlargest_loss = 1\n' }));

test('access for a time that was gone and came back by hand ends when its request said', () => withScim(
  async (world, who, scim) => {
    const ann = who('ann');
    const sync = async () => assert.equal((await world.command('sync', 'run', 'GitHub')).status, 0);
    await world.until('the first sync', () => state(world).succeeded_at);
    await ask(ann, 4 * 3600);
    await approve(world);
    await ann.seesMessage('Granted:');
    scim.removeMember(group, 'ann-gh');
    await world.advance(60_000);
    await sync();
    assert.deepEqual([state(world).appeared, state(world).vanished], [0, 1]);
    scim.addMember(group, 'ann-gh');
    await sync();
    assert.deepEqual([state(world).appeared, state(world).vanished], [1, 0]);
    await world.advance(4 * 3600_000);
    await ann.seesMessage('Ended:');
    assert.deepEqual(scim.membersOf(group), ['ben-gh']);
  },
  { settings: () => 'sync = "scim"\nlargest_loss = 1\n' }));
