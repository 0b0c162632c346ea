// Approved means done: what was approved is carried out in a real SCIM server that is not ours, and what
// people are told is what its tables hold.
import test from 'node:test';
import assert from 'node:assert/strict';
import { clickCard, openForm } from './steps.mjs';
import { agree, approve, ask, group, message, states, told, withScim } from './fulfil_steps.mjs';

const hour = 3600;
const same = { [group]: 'payments-api · write' };

test('a grant appears in the group, ends with its time, and is said only when it is true', () => withScim(
  async (world, who, scim) => {
    const ann = who('ann');
    await ask(ann, 2 * hour);
    await approve(world);
    await ann.seesMessage('Granted:');
    assert.deepEqual(scim.membersOf(group), ['ann-gh', 'ben-gh']);
    assert.deepEqual(states(world), ['granted']);
    await ann.seesMessage('1 granted');
    await world.advance(2 * hour * 1000 + 60_000);
    await ann.seesMessage('Ended:');
    assert.deepEqual(scim.membersOf(group), ['ben-gh']);
    assert.deepEqual(states(world), ['revoked']);
    assert.deepEqual(scim.changes(), [`Group ${group}`, `Group ${group}`], 'one change each way');
    assert.equal(await told(ann, /Granted:/), 1);
    assert.equal(await told(ann, /Ended:/), 1);
    await agree(world, scim, same);
    assert.equal(world.latchkey('audit', 'verify').status, 0);
  }));

test('a server that is down is tried again, and nobody is told more than what is true', () => withScim(
  async (world, who, scim) => {
    const ann = who('ann');
    await scim.close();
    await ask(ann);
    await approve(world);
    await ann.seesMessage('1 granting');
    const tracker = await ann.seesMessage('is being retried; next attempt');
    assert.match(JSON.stringify(tracker.blocks), /\*GitHub\*: 1 access grant is being retried; next attempt .* GitHub could not be reached/);
    assert.equal(await world.metric('latchkey_fulfilment_jobs{integration="GitHub",kind="grant",state="retrying"}'), 1);
    assert.equal(await told(ann, /Granted:|Failed:/), 0);
    await scim.open();
    await world.advance(11 * 60_000);
    await ann.seesMessage('Granted:');
    assert.deepEqual(scim.membersOf(group), ['ann-gh', 'ben-gh']);
    assert.equal(await told(ann, /Failed:/), 0);
    await world.until('the tracker says no more of it', async () => (await told(ann, /being retried/)) === 0);
    assert.equal(await world.metric('latchkey_fulfilment_jobs{integration="GitHub",kind="grant",state="retrying"}'), 0);
    assert.equal(await world.metric('latchkey_fulfilment_attempts_total{integration="GitHub",kind="grant",result="done"}'), 1);
    await agree(world, scim, same);
  }));

test('what never works fails in the end: who and why, and the owner tries again', () => withScim(
  async (world, who, scim) => {
    const [ann, omar] = ['ann', 'omar'].map(who);
    await scim.close();
    await ask(ann);
    await approve(world);
    await world.until('an attempt was made', () => /could not be reached/.test(world.log.join('')));
    for (let hours = 0; hours < 8; ++hours) {
      await world.advance(hour * 1000);
      await world.until('it is tried', () => world.metric('latchkey_write_queue').then((n) => n === 0));
    }
    const failed = await message(ann, 'Failed:');
    assert.match(failed, /GitHub could not be reached/);
    assert.match(failed, /Omar Haddad answers for GitHub, knows of this and can try again/);
    assert.deepEqual(states(world), ['failed']);
    assert.match(await message(omar, 'Failed:'), /press \*Retry\*/);
    // Nobody but them: a click of somebody else says so.
    await scim.open();
    await clickCard(omar, 'Retry');
    await omar.seesModal('It is tried again now');
    await ann.seesMessage('Granted:');
    assert.deepEqual(scim.membersOf(group), ['ann-gh', 'ben-gh']);
    assert.deepEqual(states(world), ['granted']);
    await world.until('no live button is left', async () =>
      !(await omar.messages()).some((one) => JSON.stringify(one.blocks).includes('"retry"')));
    await agree(world, scim, same);
    assert.equal(world.latchkey('audit', 'verify').status, 0);
  }));

test('a server that refuses: the owner reads its words and whom to ask', () => withScim(
  async (world, who, scim) => {
    const [ann, omar] = ['ann', 'omar'].map(who);
    scim.token = 'another';
    await ask(ann);
    await approve(world);
    assert.match(await message(ann, 'Failed:'), /GitHub does not let us in/);
    assert.match(await message(omar, 'Failed:'), /new credentials/);
    assert.deepEqual(scim.membersOf(group), ['ben-gh']);
    await agree(world, scim, same);
    assert.doesNotMatch(world.log.join(''), /scim-token-of-the-tests/);
  }));

test('a change whose answer is lost is looked at, not made twice', () => withScim(async (world, who, scim) => {
  const ann = who('ann');
  scim.fault = { method: 'PATCH', breakOff: true, times: 1 };
  await ask(ann);
  await approve(world);
  await world.until('the answer is lost', () => scim.fault.met === 1);
  await world.until('it is known', () => /did not answer/.test(world.log.join('')));
  assert.equal(await told(ann, /Granted:/), 0, 'nobody knows yet');
  await world.advance(11 * 60_000);
  await ann.seesMessage('Granted:');
  assert.deepEqual(scim.membersOf(group), ['ann-gh', 'ben-gh']);
  assert.deepEqual(scim.changes(), [`Group ${group}`]);
  assert.equal(scim.requests.filter((one) => one.startsWith('PATCH')).length, 1);
  await agree(world, scim, same);
}));

test('a server that does it and says that it failed is looked at again', () => withScim(async (world, who, scim) => {
  const ann = who('ann');
  scim.fault = { method: 'PATCH', lies: 500, times: 1 };
  await ask(ann, 2 * hour);
  await approve(world);
  await world.until('it is known', () => /error of its own/.test(world.log.join('')));
  assert.equal(await told(ann, /Granted:|Failed:/), 0, 'nobody knows yet');
  await world.advance(11 * 60_000);
  await ann.seesMessage('Granted:');
  scim.fault = { method: 'PATCH', lies: 500, times: 1 };
  await world.advance(2 * hour * 1000);
  await world.until('the removal is half-done', () => scim.fault.met === 1 && scim.membersOf(group).length === 1);
  assert.equal(await told(ann, /Ended:/), 0, 'nobody knows yet');
  await world.until('it is looked at again', async () => {
    await world.advance(60_000);
    return (await told(ann, /Ended:/)) === 1;
  });
  assert.deepEqual(scim.changes(), [`Group ${group}`, `Group ${group}`], 'one change each way');
  assert.equal(scim.requests.filter((one) => one.startsWith('PATCH')).length, 2);
  await agree(world, scim, same);
}));

test('a busy server is asked again when it said, and no earlier', () => withScim(async (world, who, scim) => {
  const ann = who('ann');
  scim.fault = { method: 'GET', status: 429, headers: { 'Retry-After': '3600' }, times: 1 };
  await ask(ann);
  await approve(world);
  await world.until('it was busy', () => /too busy/.test(world.log.join('')));
  const asked = scim.requests.length;
  await world.advance(30 * 60_000);
  assert.equal(scim.requests.length, asked);
  await world.advance(31 * 60_000);
  await ann.seesMessage('Granted:');
}));

test('what ended while it could not be granted is never granted, and taken back if it was', () => withScim(
  async (world, who, scim) => {
    const ann = who('ann');
    scim.fault = { method: 'PATCH', breakOff: true, times: 1 };
    await ask(ann, hour);
    await approve(world);
    await world.until('it is known', () => /did not answer/.test(world.log.join('')));
    assert.deepEqual(scim.membersOf(group), ['ann-gh', 'ben-gh'], 'done, and nobody knows');
    await scim.close();
    await world.advance(hour * 1000 + 60_000);
    await ann.seesMessage('Expired:');
    await scim.open();
    await world.advance(2 * hour * 1000);
    await world.until('it is taken back', () => scim.membersOf(group).length === 1);
    assert.deepEqual(states(world), ['expired']);
    await agree(world, scim, same);
    assert.equal(await told(ann, /Granted:/), 0);
    assert.equal(world.latchkey('audit', 'verify').status, 0);
  }));

test('an account is made where the application may', () => withScim(async (world, who, scim) => {
  const [ann, mia, adam] = ['ann', 'mia', 'adam'].map(who);
  scim.removeUser('ann-gh');  // the tables are one application's: this one does not know her
  scim.addGroup('handbook-edit');
  await openForm(ann, 'Ben Ito', 'ben');
  await ann.choose({ label: 'Wiki', check: ['handbook · edit'] });
  assert.equal((await ann.submit()).result, 'updated');
  await ann.seesModal('an account will be created');
  await ann.choose({ label: 'Reason', option: 'Audit' });
  scim.fault = { method: 'POST', breakOff: true, times: 1 };
  assert.equal((await ann.submit()).result, 'cleared');
  await clickCard(mia, 'Approve');
  await clickCard(adam, 'Approve');
  await world.until('the answer is lost', () => /did not answer/.test(world.log.join('')));
  await world.advance(11 * 60_000);
  await ann.seesMessage('Granted:');
  assert.equal(scim.users('ann@example.com').length, 1, 'one account, although it was asked for twice');
  assert.deepEqual(scim.membersOf('handbook-edit'), ['ann@example.com']);
  assert.equal(scim.user('ann@example.com').displayName, 'Ann Lee');
}, {
  settings: (scim, token) => `
[integrations.Wiki]
fulfilment = "scim"
create_identities = true
scim_url = "${scim.url}"
scim_token_file = "${token}"
`,
}));

test('accounts and groups that are not there, or there twice, are said to be so', async (t) => {
  await t.test('no such group', () => withScim(async (world, who, scim) => {
    scim.removeGroup(group);
    await ask(who('ann'));
    await approve(world);
    assert.match(await message(who('ann'), 'Failed:'), /There is no group “payments-api-write” in GitHub/);
  }));
  await t.test('no such account', () => withScim(async (world, who, scim) => {
    scim.removeUser('ann-gh');
    await ask(who('ann'));
    await approve(world);
    assert.match(await message(who('ann'), 'Failed:'), /There is no account of ann-gh in GitHub/);
  }));
  await t.test('two accounts', () => withScim(async (world, who, scim) => {
    scim.removeUser('ann-gh');
    scim.addUser('ann-1', 'ann@example.com');
    scim.addUser('ann-2', 'ann@example.com');
    await ask(who('ann'));
    await approve(world);
    assert.match(await message(who('ann'), 'Failed:'), /More than one account in GitHub matches/);
    assert.deepEqual(scim.changes(), []);
  }));
});

test('a server that knows no PATCH is written to by PUT, and nobody else loses anything', () => withScim(
  async (world, who, scim) => {
    const ann = who('ann');
    scim.fault = { method: 'PATCH', status: 501, detail: 'no patch here' };
    await ask(ann, 2 * hour);
    await approve(world);
    await ann.seesMessage('Granted:');
    assert.deepEqual(scim.membersOf(group), ['ann-gh', 'ben-gh']);
    await world.advance(2 * hour * 1000 + 60_000);
    await ann.seesMessage('Ended:');
    assert.deepEqual(scim.membersOf(group), ['ben-gh']);
  }));

test('a slow server does not hold up the bot, and its late answer changes nothing twice', () => withScim(
  async (world, who, scim) => {
    const ann = who('ann');
    scim.fault = { method: 'GET', hang: true, times: 1 };
    await ask(ann);
    await approve(world);
    await world.until('the time is up', () => /did not answer/.test(world.log.join('')));
    await world.advance(11 * 60_000);
    await ann.seesMessage('Granted:');
    assert.deepEqual(scim.changes(), [`Group ${group}`]);
    await agree(world, scim, same);
  }, { answerWithin: '1s' }));
