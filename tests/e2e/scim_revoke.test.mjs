// Removing over SCIM: all of it, none, or a part, of one application or of two; and each time one true
// sentence says which was removed and which was not.
import test from 'node:test';
import assert from 'node:assert/strict';
import { companyWith, inGitHub } from './company/more.mjs';
import { clickCard, selectAll, sendForm } from './steps.mjs';
import { openCustom } from './form_steps.mjs';
import { agree, message, states, told, withScim } from './fulfil_steps.mjs';

const company = companyWith({ entitlements: [inGitHub('ann', 'notes', 'read')] });

// Ann holds notes and website in GitHub, and is in both groups there.
async function withAnn(run) {
  await withScim(async (world, who, scim) => {
    scim.addGroup('notes-read', [scim.user('ann-gh').id, scim.user('ben-gh').id]);
    scim.addGroup('website-read', [scim.user('ann-gh').id]);
    await run(world, who, scim);
  }, { company });
}

async function askToRemove(world, who) {
  const ann = who('ann');
  await openCustom(ann, 'Revoke');
  await ann.seesModal('website · read');
  await selectAll(ann);
  await ann.seesModal('2 access grants');
  assert.equal((await sendForm(ann)).result, 'cleared');
  await clickCard(who('mia'), 'Approve');
  await clickCard(who('omar'), 'Approve');
}

const neverGranted = async (...people) => {
  for (const person of people) {
    for (const one of await person.messages()) assert.doesNotMatch(one.text, /\bgranted\b/i, person.email);
  }
};

test('all is removed, and said once', () => withAnn(async (world, who, scim) => {
  const ann = who('ann');
  await askToRemove(world, who);
  const removed = await ann.seesMessage('Removed:');
  assert.match(removed.text, /You do not have .*2 access grants in GitHub.* any more/);
  assert.deepEqual(scim.membersOf('notes-read'), ['ben-gh'], 'Ben has it still');
  assert.deepEqual(scim.membersOf('website-read'), []);
  assert.deepEqual(states(world), ['revoked', 'revoked']);
  assert.deepEqual(scim.changes().sort(), ['Group notes-read', 'Group website-read']);
  assert.equal(await told(ann, /Removed:/), 1);
  await neverGranted(ann, who('omar'));
  await agree(world, scim, { 'notes-read': 'notes · read', 'website-read': 'website · read' });
}));

test('a part is removed: one sentence says which, and the owner tries the rest again', () => withAnn(
  async (world, who, scim) => {
    const [ann, omar] = ['ann', 'omar'].map(who);
    scim.removeGroup('notes-read');
    await askToRemove(world, who);
    const partly = await ann.seesMessage('Partly removed:');
    assert.match(
      partly.text,
      /You do not have .*website · read.* any more; .*notes · read.* could not be removed/,
    );
    const whole = JSON.stringify(partly.blocks);
    assert.match(whole, /There is no group “notes-read” in GitHub/);
    assert.match(whole, /Omar Haddad answers for GitHub, knows of this and can try again/);
    assert.equal(await told(ann, /^\*?(Removed|Failed)/), 0, 'one message, not two');
    const failed = await message(omar, 'Failed:');
    assert.match(failed, /notes · read/);
    assert.doesNotMatch(failed, /website/);
    assert.deepEqual(states(world).sort(), ['failed', 'revoked']);
    scim.addGroup('notes-read', [scim.user('ann-gh').id]);
    await clickCard(omar, 'Retry');
    const rest = await ann.seesMessage('Removed:');
    assert.match(rest.text, /notes · read/);
    assert.match(JSON.stringify(rest.blocks), /all 2 access grants of the request are removed/);
    assert.deepEqual(states(world), ['revoked', 'revoked']);
    assert.deepEqual(scim.membersOf('notes-read'), []);
    await neverGranted(ann, omar);
    assert.equal(world.latchkey('audit', 'verify').status, 0);
  }));

test('nothing is removed: it failed, and the access stays', () => withAnn(async (world, who, scim) => {
  const ann = who('ann');
  scim.token = 'another';
  await askToRemove(world, who);
  assert.match(await message(ann, 'Failed:'), /GitHub does not let us in/);
  assert.equal(await told(ann, /Removed:|removed:/), 0);
  assert.deepEqual(states(world), ['failed', 'failed']);
  assert.deepEqual(scim.membersOf('website-read'), ['ann-gh']);
  await openCustom(ann, 'Revoke');
  await ann.seesModal('website · read');
}));

test('the owner denies a part and the rest is removed: the end says both', () => withAnn(async (world, who, scim) => {
  const [ann, mia, omar] = ['ann', 'mia', 'omar'].map(who);
  await openCustom(ann, 'Revoke');
  await ann.seesModal('website · read');
  await selectAll(ann);
  await ann.seesModal('2 access grants');
  assert.equal((await sendForm(ann)).result, 'cleared');
  await clickCard(mia, 'Approve');
  await clickCard(omar, 'Review items');
  await omar.seesModal('notes · read');
  await omar.choose({ label: 'GitHub · notes · read', option: 'Deny' });
  await omar.choose({ label: 'Everything not marked', option: 'Approve' });
  await omar.choose({ label: 'Comment', text: 'still needed' });
  assert.equal((await omar.submit()).result, 'cleared');
  const removed = await ann.seesMessage('Removed:');
  assert.match(JSON.stringify(removed.blocks), /removed:\* GitHub · website · read; \*denied:\* GitHub · notes · read/);
  assert.deepEqual(scim.membersOf('notes-read'), ['ann-gh', 'ben-gh']);
}));
