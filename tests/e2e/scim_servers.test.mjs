// Servers that do less than the whole standard, or that others change at the same time: nobody else loses
// anything, and nothing is said that is not so.
import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { companyWith } from './company/more.mjs';
import { clickCard, openForm } from './steps.mjs';
import { approve, ask, group, message, states, told, withScim } from './fulfil_steps.mjs';

const hour = 3600;
const noPatch = { method: 'PATCH', status: 501, detail: 'no patch here' };

test('a server that only takes whole groups, and lists members only when it is asked for them', () => withScim(
  async (world, who, scim) => {
    const ann = who('ann');
    scim.fault = noPatch;
    scim.hidesMembers = 'unless asked';
    await ask(ann, 2 * hour);
    await approve(world);
    await ann.seesMessage('Granted:');
    assert.deepEqual(scim.membersOf(group), ['ann-gh', 'ben-gh'], 'Ben has it still');
    await world.advance(2 * hour * 1000 + 60_000);
    await ann.seesMessage('Ended:');
    assert.deepEqual(scim.membersOf(group), ['ben-gh']);
  }));

test('a server that only takes whole groups, and never lists members, is written nothing', () => withScim(
  async (world, who, scim) => {
    const [ann, omar] = ['ann', 'omar'].map(who);
    scim.fault = noPatch;
    scim.hidesMembers = 'always';
    await ask(ann);
    await approve(world);
    assert.match(await message(ann, 'Failed:'), /GitHub does not say who is in the group “payments-api-write”/);
    assert.match(await message(omar, 'Failed:'), /others could have lost their access, so nothing was changed/);
    assert.deepEqual(scim.membersOf(group), ['ben-gh']);
    assert.deepEqual(scim.changes(), []);
    assert.ok(!scim.requests.some((one) => one.startsWith('PUT')));
    assert.deepEqual(states(world), ['failed']);
  }));

test('a server that knows PATCH need not list anybody', () => withScim(async (world, who, scim) => {
  scim.hidesMembers = 'always';
  await ask(who('ann'));
  await approve(world);
  await who('ann').seesMessage('Granted:');
  assert.deepEqual(scim.membersOf(group), ['ann-gh', 'ben-gh']);
}));

test('whoever else changes the group between look and write keeps their change', () => withScim(
  async (world, who, scim) => {
    const ann = who('ann');
    scim.etags = true;
    scim.addUser('carl-gh', 'carl@example.com');
    // The server knows no PATCH; while the whole group is on its way, somebody adds Carl.
    let raced = false;
    scim.fault = {
      first: () => {
        const put = scim.requests.at(-1).startsWith('PUT');
        if (put && !raced) scim.addMember(group, 'carl-gh');
        raced ||= put;
      },
      get status() { return scim.requests.at(-1).startsWith('PATCH') ? 501 : undefined; },
    };
    await ask(ann);
    await approve(world);
    await ann.seesMessage('Granted:');
    assert.deepEqual(scim.membersOf(group), ['ann-gh', 'ben-gh', 'carl-gh']);
    assert.equal(scim.requests.filter((one) => one.startsWith('PUT')).length, 2, 'refused once, then written');
    assert.deepEqual(scim.changes(), [`Group ${group}`]);
  }));

test('a user and a password let in, and neither is logged', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'latchkey-e2e-basic-'));
  const password = path.join(folder, 'password');
  fs.writeFileSync(password, 'pass:word of the tests\n');
  return withScim(async (world, who, scim) => {
    scim.basic = 'latchkey:pass:word of the tests';
    await ask(who('ann'));
    await approve(world);
    await who('ann').seesMessage('Granted:');
    assert.deepEqual(scim.membersOf(group), ['ann-gh', 'ben-gh']);
    assert.doesNotMatch(world.log.join(''), /word of the tests/);
  }, { credentials: () => `scim_user = "latchkey"\nscim_password_file = "${password}"` })
    .finally(() => fs.rmSync(folder, { recursive: true, force: true }));
});

test('an account that is somebody else’s in our records gets nothing', () => {
  // In the Wiki, Ben's account carries Ann's address as its name.
  const company = companyWith({ identities: [['wiki-9', 'ann@example.com', '', 'Ben Ito', 'app-3', 'Wiki', 'IS', 'ben@example.com']] });
  return withScim(async (world, who, scim) => {
    const [ann, mia, adam] = ['ann', 'mia', 'adam'].map(who);
    scim.removeUser('ann-gh');
    scim.addUser('ann@example.com', 'ann@example.com');
    scim.addGroup('handbook-edit');
    await openForm(ann, 'Ben Ito', 'ben');
    await ann.choose({ label: 'Wiki', check: ['handbook · edit'] });
    assert.equal((await ann.submit()).result, 'updated');
    await ann.seesModal('an account will be created');
    await ann.choose({ label: 'Reason', option: 'Audit' });
    assert.equal((await ann.submit()).result, 'cleared');
    await clickCard(mia, 'Approve');
    await clickCard(adam, 'Approve');
    assert.match(await message(ann, 'Failed:'), /The account ann@example.com in Wiki belongs to Ben Ito in our records/);
    assert.deepEqual(scim.membersOf('handbook-edit'), []);
    assert.deepEqual(scim.changes(), []);
    assert.equal(await told(ann, /Granted:/), 0);
  }, {
    company,
    settings: (scim, token) => `
[integrations.Wiki]
fulfilment = "scim"
create_identities = true
scim_url = "${scim.url}"
scim_token_file = "${token}"
`,
  });
});
