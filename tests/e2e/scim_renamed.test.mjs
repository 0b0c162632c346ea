// Applications where things are not called as they were: accounts with a new name, a group whose id is
// another's by now, a group that is gone; and a server whose "no" comes of a change that it has made.
import test from 'node:test';
import assert from 'node:assert/strict';
import { approve, ask, group, message, states, told, withScim } from './fulfil_steps.mjs';
import { clickCard } from './steps.mjs';

const hour = 3600;

// Time passes until it is so.
const later = (world, what, is) => world.until(what, async () => {
  if (await is()) return true;
  await world.advance(10 * 60_000);
  return false;
});

async function granted(world, ann, seconds) {
  await ask(ann, seconds);
  await approve(world);
  await ann.seesMessage('Granted:');
}

// What a server does when an administrator writes to it.
async function write(scim, method, path, body) {
  const response = await fetch(`${scim.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${scim.token}`, 'content-type': 'application/scim+json' },
    body: body && JSON.stringify(body),
  });
  assert.ok(response.ok, await response.text());
}
async function groupId(scim, name) {
  const response = await fetch(`${scim.url}/Groups`, { headers: { authorization: `Bearer ${scim.token}` } });
  return (await response.json()).Resources.find((one) => one.displayName === name).id;
}

test('the access of an account that was renamed in the application is removed at its end', () => withScim(
  async (world, who, scim) => {
    const ann = who('ann');
    await granted(world, ann, hour);
    const user = scim.user('ann-gh');
    user.userName = 'annlee';
    user.emails = [{ value: 'private@example.org', primary: true }];
    await later(world, 'it is removed', () => states(world)[0] === 'revoked');
    assert.deepEqual(scim.membersOf(group), ['ben-gh']);
  }));

test('nobody is put into a group that has the id of the one that was meant, and another name', () => withScim(
  async (world, who, scim) => {
    const ann = who('ann');
    await granted(world, ann, hour);
    await later(world, 'it has ended', () => states(world)[0] === 'revoked');
    const ben = { value: scim.user('ben-gh').id };
    const id = await groupId(scim, group);
    await write(scim, 'PUT', `/Groups/${id}`, {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], id, displayName: 'finance-admins', members: [ben],
    });
    scim.addGroup(group, [ben.value]);
    await ask(ann);
    await approve(world);
    await later(world, 'it is granted', () => states(world)[0] === 'granted');
    assert.deepEqual(scim.membersOf(group), ['ann-gh', 'ben-gh']);
    assert.deepEqual(scim.membersOf('finance-admins'), ['ben-gh']);
  }));

for (const code of [400, 403, 404]) {
  test(`a change that was made and is answered ${code} is believed where the group shows it`, () => withScim(
    async (world, who, scim) => {
      const ann = who('ann');
      scim.fault = { method: 'PATCH', lies: code, times: 1 };
      await ask(ann);
      await approve(world);
      await ann.seesMessage('Granted:');
      assert.deepEqual(states(world), ['granted']);
      assert.deepEqual(scim.membersOf(group), ['ann-gh', 'ben-gh']);
      assert.equal(await told(ann, /Failed:/), 0);
    }));
}

test('a change that was refused and not made has failed, and nothing is taken back', () => withScim(
  async (world, who, scim) => {
    const ann = who('ann');
    scim.fault = { method: 'PATCH', status: 400, detail: 'quota', times: 1 };
    await ask(ann);
    await approve(world);
    assert.match(await message(ann, 'Failed:'), /refused the change: quota/);
    await clickCard(who('omar'), 'Retry');
    await ann.seesMessage('Granted:');
    assert.equal(scim.requests.filter((one) => one.startsWith('PATCH')).length, 2);
  }));

test('a group that is gone at the end of an access holds nobody', () => withScim(async (world, who, scim) => {
  const ann = who('ann');
  await granted(world, ann, hour);
  scim.removeGroup(group);
  await later(world, 'it has ended', () => states(world)[0] !== 'granted' && states(world)[0] !== 'revoking');
  assert.deepEqual(states(world), ['revoked']);
  await ann.seesMessage('Ended:');
  assert.equal(await told(ann, /Failed:/), 0);
}));
