// The main story through real HTTPS: ask like a colleague, the manager and the owner approve, the owner
// carries it out, the requester is told; and every way in which somebody cannot.
import test from 'node:test';
import assert from 'node:assert/strict';
import { withWorld } from './world.mjs';
import { cardWith, clickCard, openForm, selectAll, sendForm } from './steps.mjs';

const texts = async (person) => (await person.messages()).map((message) => message.text);

test('a request like a colleague is approved, carried out and only then granted', () => withWorld(async (world, who) => {
  const [ann, mia, omar, olga] = ['ann', 'mia', 'omar', 'olga'].map(who);
  await openForm(ann, 'Ben Ito', 'ben');
  await selectAll(ann);
  assert.equal((await sendForm(ann)).result, 'cleared');

  await ann.seesMessage('pending');
  const card = await mia.seesMessage('asks for');
  assert.match(card.text, /2 access grants in GitHub and Payroll/);
  await clickCard(mia, 'Approve');
  await mia.seesMessage('You approved this');
  assert.equal(await cardWith(mia, 'Approve'), undefined, 'no live button is left');

  await clickCard(omar, 'Approve');
  await omar.seesMessage('Please grant');
  for (const text of await texts(ann)) assert.doesNotMatch(text, /\bgranted\b/i, 'an approval is not called granted');
  await clickCard(omar, 'Done');
  await ann.seesMessage('Granted:');
  await clickCard(olga, 'Approve');
  await clickCard(olga, 'Done');
  await ann.seesMessage('2 granted');
  await ann.openHome();
  await ann.seesHome('Completed');
  await ann.clickHome('Completed');
  await ann.seesHome('2 granted');
  assert.equal(world.latchkey('audit', 'verify').status, 0);
}));

test('a denial needs a comment and tells it to the requester', () => withWorld(async (world, who) => {
  const [ann, mia, omar] = ['ann', 'mia', 'omar'].map(who);
  await openForm(ann, 'Ben Ito', 'ben');
  await selectAll(ann);
  await sendForm(ann);
  await clickCard(mia, 'Deny');
  await mia.seesModal('Comment');
  await mia.choose({ action_id: 'comment', text: '   ' });
  assert.equal((await mia.submit()).result, 'errors');
  await mia.choose({ action_id: 'comment', text: 'Ask me again in <May> & *June*' });
  assert.equal((await mia.submit()).result, 'cleared');
  await ann.seesMessage('Denied');
  await ann.seesMessage('Ask me again in <May');
  await mia.seesMessage('You denied this');
  assert.deepEqual(await omar.messages(), [], 'the owner is not asked after a no');
}));

test('what could not be done is a failure with its sentence', () => withWorld(async (world, who) => {
  const [ann, mia, omar] = ['ann', 'mia', 'omar'].map(who);
  await openForm(ann, 'Ben Ito', 'ben');
  await ann.choose({ label: 'GitHub', check: ['payments-api · write'] });
  await sendForm(ann);
  await clickCard(mia, 'Approve');
  await clickCard(omar, 'Approve');
  await clickCard(omar, 'Could not');
  await omar.seesModal('What is in the way?');
  await omar.choose({ action_id: 'comment', text: 'the repository is archived' });
  await omar.submit();
  await ann.seesMessage('the repository is archived');
  await ann.seesMessage('1 failed');
}));

test('each person who cannot use the bot is told why', () => withWorld(async (world) => {
  const refused = {
    'uma@elsewhere.example': /no employee has your e-mail address/,
    'tess@example.com': /you have left/,
    'gus@example.com': /guest/i,
    'sam@partner.example': /another workspace/,
    'dan@example.com': /deactivated/i,
  };
  for (const [email, why] of Object.entries(refused)) {
    const person = world.person(email);
    await person.openHome();
    const home = await world.until(`${email} has a Home`, async () => {
      const seen = await world.call('GET', `/control/home?user=${encodeURIComponent(email)}`);
      return seen.view && seen;
    });
    assert.match(home.text, why, email);
    assert.doesNotMatch(home.text, /Request Access/, email);
  }
}));

test('Select all takes every grant on every page and unticking one leaves all but that one', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await openForm(ann, 'Max Many', 'max');
  await selectAll(ann);
  await ann.seesModal('Page 1 of');
  await ann.clickModal('Next page');
  await ann.seesModal('Page 2 of');
  const [modal] = await ann.modals();
  const box = modal.view.blocks.find((block) => block.element?.action_id === 'grants');
  await ann.choose({ block_id: box.block_id, uncheck: [box.element.options[0].text.text] });
  assert.equal((await sendForm(ann)).result, 'cleared');
  const card = await mia.seesMessage('asks for');
  assert.match(card.text, /119 access grants in GitHub/);
}));

test('a form without a choice is refused at the field and keeps what was typed', () => withWorld(async (world, who) => {
  const ann = who('ann');
  await openForm(ann, 'Ben Ito', 'ben');
  const nothing = await ann.submit();
  assert.equal(nothing.result, 'errors');
  assert.match(Object.values(nothing.errors)[0], /at least one access grant/);
  await ann.choose({ label: 'GitHub', check: ['payments-api · write'] });
  await ann.submit();
  await ann.choose({ label: 'Reason', option: 'Other' });
  const unexplained = await ann.submit();
  assert.equal(unexplained.result, 'errors');
  assert.ok(unexplained.errors.reason_other);
  await ann.choose({ action_id: 'reason_other', text: 'moving teams' });
  await ann.clickModal('Back');
  await ann.seesModal('Access Like');
  await ann.submit();
  assert.equal((await ann.submit()).result, 'cleared');
  await ann.seesMessage('moving teams');
}));

test('grants without an account are named and left out', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await openForm(ann, 'Ben Ito', 'ben');
  await selectAll(ann);
  await ann.submit();
  await ann.seesModal('Wiki');
  await ann.choose({ label: 'Reason', option: 'Audit' });
  await ann.submit();
  const card = await mia.seesMessage('asks for');
  assert.doesNotMatch(card.text, /Wiki/);
}));

test('the loser of a race is told who decided and nothing changes', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await openForm(ann, 'Ben Ito', 'ben');
  await selectAll(ann);
  await sendForm(ann);
  const card = await world.until('a card', () => cardWith(mia, 'Approve'));
  // The same card clicked twice before it could be edited: both clicks carry the old version.
  const clicks = await Promise.all([mia.clickMessage(card.ts, 'Approve'), mia.clickMessage(card.ts, 'Approve')]);
  assert.deepEqual(clicks.map((click) => click.outcome), ['ok', 'ok']);
  await mia.seesModal('already approved this');
  await mia.seesMessage('You approved this');
}));

test('my tasks can be decided from the Home tab', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await openForm(ann, 'Ben Ito', 'ben');
  await selectAll(ann);
  await sendForm(ann);
  await mia.seesMessage('asks for');
  await mia.openHome();
  await mia.seesHome('My tasks');
  await mia.clickHome('Review');
  await mia.seesModal('Approve');
  await mia.clickModal('Approve');
  await mia.seesModal('You approved this');
  await mia.seesMessage('You approved this');
}));

test('a message to the bot is answered once', () => withWorld(async (world, who) => {
  const ann = who('ann');
  await world.call('POST', '/control/event_faults', { duplicate: 3 });
  await ann.post('send_message', { text: 'hello?' });
  await ann.seesMessage('Hello');
  await ann.openHome();
  await ann.seesHome('Request Access');
  const answers = (await ann.messages()).filter((message) => message.text.startsWith('Hello '));
  assert.equal(answers.length, 1);
}));
