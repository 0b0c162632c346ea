// What a reviewer can do beside Approve and Deny, through real HTTPS: each button, and each refusal.
import test from 'node:test';
import assert from 'node:assert/strict';
import { withWorld } from './world.mjs';
import { cardWith, clickCard, openForm, selectAll, sendForm } from './steps.mjs';

// Ann asks for all that Ben has; Mia has the card.
export async function askedOf(world, who) {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await openForm(ann, 'Ben Ito', 'ben');
  await selectAll(ann);
  assert.equal((await sendForm(ann)).result, 'cleared');
  await mia.seesMessage('asks for');
  return { ann, mia };
}

const textsOf = async (person) => (await person.messages()).map((message) => message.text).join('\n');

test('Reassign moves the review with a note, and the first card names the successor', () => withWorld(async (world, who) => {
  const { mia } = await askedOf(world, who);
  const olga = who('olga');
  await clickCard(mia, 'Reassign');
  await mia.seesModal('Colleague');
  await mia.choose({ label: 'Colleague', query: 'olga', option: 'Olga Petrova' });
  await mia.choose({ label: 'Note', text: 'You know this better.' });
  assert.equal((await mia.submit()).result, 'cleared');

  await mia.seesMessage('Moved:');
  assert.equal(await cardWith(mia, 'Approve'), undefined, 'the first card has no live button');
  await olga.seesMessage('You know this better.');
  await olga.seesMessage('handed this over to you');
  await clickCard(olga, 'Approve');
  await olga.seesMessage('You approved this');

  // The requester's page of the request tells it all, from the audit trail.
  const ann = who('ann');
  await clickCard(ann, 'View request');
  await ann.seesModal('handed 2 access grants over to Olga Petrova');
  await ann.seesModal('approved 2 access grants');
}));

test('a review is not reassigned to the requester, and the form says why', () => withWorld(async (world, who) => {
  const { mia } = await askedOf(world, who);
  await clickCard(mia, 'Reassign');
  await mia.seesModal('Colleague');
  await mia.choose({ label: 'Colleague', query: 'ann', option: 'Ann Lee' });
  const refused = await mia.submit();
  assert.equal(refused.result, 'errors');
  assert.match(refused.errors.colleague, /is the requester and cannot decide this/);
  assert.ok(await cardWith(mia, 'Approve'), 'the review stays');
}));

test('new reviews go to the delegate, who decides on behalf of the person who is away', () => withWorld(async (world, who) => {
  const mia = who('mia');
  await mia.openHome();
  await mia.seesHome('Delegate');
  await mia.clickHome('Delegate');
  await mia.seesModal('While you are away');
  await mia.choose({ label: 'Colleague', query: 'olga', option: 'Olga Petrova' });
  assert.equal((await mia.submit()).result, 'cleared');
  await mia.seesHome('reviews in your place');

  const [ann, olga] = ['ann', 'olga'].map(who);
  await openForm(ann, 'Ben Ito', 'ben');
  await selectAll(ann);
  await sendForm(ann);
  await olga.seesMessage('you stand in for');
  assert.doesNotMatch(await textsOf(mia), /asks for/, 'the person who is away is not asked');
  await clickCard(olga, 'Approve');
  await olga.seesMessage('You approved this');

  await mia.openHome();
  await mia.clickHome('Delegate');
  await mia.seesModal('Stop delegating');
  await mia.clickModal('Stop delegating');
  await mia.seesModal('New reviews come to you again');
}));

test('Review items decides a part, the card counts it, and the rest stays open', () => withWorld(async (world, who) => {
  const { ann, mia } = await askedOf(world, who);
  await clickCard(mia, 'Review items');
  await mia.seesModal('Everything not marked');
  const nothing = await mia.submit();
  assert.equal(nothing.result, 'errors');
  assert.match(nothing.errors.others_choice, /at least one access grant/);

  await mia.choose({ label: 'Payroll · reports · view', option: 'Deny' });
  const silent = await mia.submit();
  assert.equal(silent.result, 'errors');
  assert.match(silent.errors.comment, /reason for the denials/);
  await mia.choose({ label: 'Comment', text: 'Payroll is not for you.' });
  assert.equal((await mia.submit()).result, 'cleared');

  await mia.seesMessage('So far you approved 0 and denied 1: 1 still waits.');
  await ann.seesMessage('Payroll is not for you.');
  await clickCard(mia, 'Approve');
  await mia.seesMessage('approved 1 and denied 1');
  await who('omar').seesMessage('asks for');
}));

test('Review items of a task that was decided meanwhile decides nothing and says who did', () => withWorld(async (world, who) => {
  const { mia } = await askedOf(world, who);
  await clickCard(mia, 'Review items');
  await mia.seesModal('Everything not marked');
  await mia.choose({ label: 'Everything not marked', option: 'Deny' });
  await mia.choose({ label: 'Comment', text: 'Not now.' });
  const card = await cardWith(mia, 'Approve');
  await mia.clickMessage(card.ts, 'Approve');
  await mia.seesMessage('You approved this');
  assert.equal((await mia.submit()).result, 'updated');
  await mia.seesModal('You have already approved this');
}));

test('marks of Review items survive turning the pages, and what is not marked is decided as one', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await openForm(ann, 'Max Many', 'max');
  await selectAll(ann);
  await sendForm(ann);
  await mia.seesMessage('asks for');
  await clickCard(mia, 'Review items');
  await mia.seesModal('Page 1 of 5');
  await mia.choose({ label: 'GitHub · service-001 · read', option: 'Deny' });
  await mia.clickModal('Next page');
  await mia.seesModal('Page 2 of 5');
  await mia.seesModal('1 marked to deny');
  await mia.choose({ label: 'Everything not marked', option: 'Approve' });
  await mia.choose({ label: 'Comment', text: 'Service 1 is retired.' });
  assert.equal((await mia.submit()).result, 'cleared');
  await mia.seesMessage('approved 119 and denied 1');
  await ann.seesMessage('Service 1 is retired.');
}));

test('Ask for more information stops the clock, and the answer stands on the card', () => withWorld(async (world, who) => {
  const { ann, mia } = await askedOf(world, who);
  await clickCard(mia, 'Ask for more information');
  await mia.seesModal('What do you need to know');
  assert.equal((await mia.submit()).result, 'required');
  await mia.choose({ label: 'Question', text: 'Which tables do you need?' });
  assert.equal((await mia.submit()).result, 'cleared');
  await mia.seesMessage('the clock stands until the question is answered');

  await clickCard(mia, 'Ask for more information');
  await mia.seesModal('the answer has not come yet');
  await mia.post('close', { all: true });

  await ann.seesMessage('Which tables do you need?');
  await clickCard(ann, 'Answer');
  await ann.seesModal('Whoever decides about this request reads it.');
  await ann.choose({ label: 'Answer', text: 'Only billing.' });
  assert.equal((await ann.submit()).result, 'cleared');
  await ann.seesMessage('Your answer:');
  assert.equal(await cardWith(ann, 'Answer'), undefined, 'it is answered once');
  await mia.seesMessage('Only billing.');
  await clickCard(mia, 'Approve');
  await mia.seesMessage('You approved this');
}));

test('Approve for a shorter time is told to the requester and kept for the next level', () => withWorld(async (world, who) => {
  const { ann, mia } = await askedOf(world, who);
  const soon = Math.floor(Date.now() / 1000) + 7 * 86400;
  await clickCard(mia, 'Approve for a shorter time');
  await mia.seesModal('are asked for permanently');
  await mia.choose({ label: 'Approve until', datetime: soon - 14 * 86400 });
  const past = await mia.submit();
  assert.equal(past.result, 'errors');
  assert.match(past.errors.shorter_end, /in the future/);
  await mia.choose({ label: 'Approve until', datetime: soon });
  assert.equal((await mia.submit()).result, 'cleared');
  await ann.seesMessage('Shorter time:');
  await who('omar').seesMessage('shorter than asked');
}));

test('several tasks are decided at once, and the summary says what was and what was not', () => withWorld(async (world, who) => {
  const { mia } = await askedOf(world, who);
  const omar = who('omar');
  await openForm(omar, 'Max Many', 'max');
  await selectAll(omar);
  await sendForm(omar);
  await world.until('two cards', async () =>
    (await mia.messages()).filter((message) => message.text.includes('asks for')).length === 2);

  await clickCard(mia, 'My tasks');
  await mia.seesModal('Decide several at once');
  const none = await mia.submit();
  assert.equal(none.result, 'errors');
  await mia.clickModal('Deny selected');
  await mia.seesModal('Select at least one task to deny');

  await mia.choose({ label: 'Reviews', check: ['GitHub · payments-api · write and 1 more', 'GitHub · service-001 · read and 119 more'] });
  await mia.clickModal('Deny selected');
  await mia.seesModal('Write a short comment to deny');

  // One of the two is decided on its card meanwhile: only the other one is done.
  const card = (await mia.messages()).find((message) => message.text.includes('2 access grants in GitHub and Payroll'));
  await mia.clickMessage(card.ts, 'Approve');
  await mia.seesMessage('You approved this');
  const result = await mia.submit();
  assert.equal(result.result, 'updated');
  await mia.seesModal('You approved 1 of 2 tasks.');
  await mia.seesModal('Not decided:');
  await mia.seesModal('You have already approved this');
}));
