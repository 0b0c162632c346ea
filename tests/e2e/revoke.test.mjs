// Access that is to be removed: asked for, approved, carried out by hand, and only then called
// revoked. Nobody reads anywhere that something was granted.
import test from 'node:test';
import assert from 'node:assert/strict';
import { companyWith } from './company/more.mjs';
import { withWorld } from './world.mjs';
import { clickCard, selectAll, sendForm } from './steps.mjs';
import { boxes, formText, openCustom, openLike, seesTicked } from './form_steps.mjs';

const texts = async (person) => (await person.messages()).map((message) => message.shown ?? message.text);
const neverGranted = async (...people) => {
  for (const person of people) {
    for (const text of await texts(person)) assert.doesNotMatch(text, /\bgranted\b|Please grant|asks for/i, person.email);
  }
};

test('access is removed once the manager and the owner say yes and the owner has done it', () => withWorld(async (world, who) => {
  const [ann, mia, omar] = ['ann', 'mia', 'omar'].map(who);
  await openCustom(ann, 'Revoke');
  await ann.seesModal('website · read');
  assert.deepEqual((await boxes(ann)).map((box) => box.text), ['website · read'], 'what Ann has, and nothing else');
  await selectAll(ann);
  await seesTicked(ann, 'website · read');
  assert.equal((await ann.submit()).result, 'updated');
  assert.doesNotMatch(await formText(ann), /Duration|Temporary/, 'a removal has no duration');
  await ann.choose({ label: 'Reason', option: 'New in this role' });
  assert.equal((await ann.submit()).result, 'cleared');
  await ann.seesMessage('You asked to remove access from yourself');

  const card = await mia.seesMessage('asks to remove access from themselves');
  assert.match(card.text, /GitHub · website · read/);
  await clickCard(mia, 'Approve');
  await mia.seesMessage('You approved this');
  await clickCard(omar, 'Approve');
  await omar.seesMessage('Please remove access from');
  // Approved is not removed: Ann still has it.
  await ann.seesMessage('1 revoking');
  await clickCard(omar, 'Done');
  await ann.seesMessage('You do not have GitHub · website · read any more');
  await ann.seesMessage('1 revoked');
  await neverGranted(ann, mia, omar);
  await ann.openHome();
  await ann.clickHome('Completed');
  await ann.seesHome('1 revoked');

  // Gone: there is nothing left to remove, and like Ben it could be asked for again.
  await openCustom(ann, 'Revoke');
  await ann.seesModal('has no access that could be removed');
  await ann.choose({ label: 'Access Like', option: 'Person' });
  await ann.seesModal('Who gets the access');
  await ann.choose({ label: 'Person', query: 'ben', option: 'Ben Ito' });
  await ann.seesModal('website · read');
}));

test('a grant that two accounts hold is removed from both', async () => {
  const row = (account) => ['Payroll', '', 'view', 'true', 'ann@example.com', `${account}-id`, account, 'Ann Lee', '', '', 'reports', 'repository', ''];
  const company = companyWith({ entitlements: [row('ann-pay'), row('ann-pay-2')] });
  await withWorld(async (world, who) => {
    const [ann, mia, olga] = ['ann', 'mia', 'olga'].map(who);
    await openCustom(ann, 'Revoke');
    await ann.seesModal('reports · view');
    await ann.choose({ label: 'Payroll', check: ['reports · view'] });
    await ann.submit();
    await ann.seesModal('ann-pay-2');
    await ann.choose({ label: 'Reason', option: 'Audit' });
    assert.equal((await ann.submit()).result, 'cleared');
    await clickCard(mia, 'Approve');
    await clickCard(olga, 'Approve');
    const order = await olga.seesMessage('Please remove access');
    assert.match(JSON.stringify(order.blocks), /ann-pay, ann-pay-2/);
    await clickCard(olga, 'Done');
    await ann.seesMessage('2 revoked');
    await openCustom(ann, 'Revoke');
    await ann.seesModal('website · read');
    assert.deepEqual((await boxes(ann)).map((box) => box.text), ['website · read']);
  }, { company });
});

test('privileged access is removed one by one, for somebody else, who is told', () => withWorld(async (world, who) => {
  const [ann, ben, mia, omar] = ['ann', 'ben', 'mia', 'omar'].map(who);
  await openCustom(ann, 'Revoke');
  await ann.choose({ label: 'Whose access', query: 'ben', option: 'Ben Ito' });
  await ann.seesModal('5 access grants');
  await selectAll(ann);
  await seesTicked(ann, 'website · read', 'payments-api · write', 'reports · view', 'handbook · edit');
  await selectNone(ann);
  await seesTicked(ann);
  await ann.choose({ label: 'GitHub (privileged)', check: ['payments-api · admin'] });
  assert.equal((await sendForm(ann, 'Incident')).result, 'cleared');
  await ben.seesMessage('asks to remove access from you');
  await clickCard(mia, 'Approve');
  await clickCard(omar, 'Approve');
  await clickCard(omar, 'Could not');
  await omar.seesModal('You could not remove');
  await omar.choose({ action_id: 'comment', text: 'the repository needs one admin' });
  await omar.submit();
  await ann.seesMessage('the repository needs one admin');
  await ben.seesMessage('could not be removed');
  await neverGranted(ann, ben, mia, omar);
  // Ben has it still.
  await openCustom(ben, 'Revoke');
  await ben.seesModal('payments-api · admin');
}));

const selectNone = (person) =>
  person.choose({ label: 'Access Grants', uncheck: ['Select all access grants'] });

test('a removal that is under way is marked, and a denied one changes nothing', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await openCustom(ann, 'Revoke');
  await selectAll(ann);
  assert.equal((await sendForm(ann)).result, 'cleared');
  await mia.seesMessage('asks to remove access');
  await openCustom(ann, 'Revoke');
  await ann.seesModal('already requested, pending');
  assert.deepEqual(await boxes(ann), []);
  await clickCard(mia, 'Deny');
  await mia.seesModal('You are about to deny removing');
  await mia.choose({ action_id: 'comment', text: 'still needed' });
  await mia.submit();
  await ann.seesMessage('denied the request to remove access from you');
  await openLike(ann, 'Person');
  await ann.choose({ label: 'Person', query: 'ben', option: 'Ben Ito' });
  await ann.seesModal('payments-api · write');
  assert.ok(!(await boxes(ann)).some((box) => box.text === 'website · read'), 'Ann has it still');
}));
