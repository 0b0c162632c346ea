// Deciding from the Home tab, and with a word of why where a policy asks for it; what My tasks shows and where it
// leads; and a clock that stands while a question waits.
import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { withWorld } from './world.mjs';
import { cardWith, clickCard, openForm, sendForm } from './steps.mjs';

const hour = 3600 * 1000;
const day = 24 * hour;
const atAnyHour = {
  LATCHKEY_WORKING_HOURS_FROM: '00:00', LATCHKEY_WORKING_HOURS_TO: '24:00', LATCHKEY_REVIEWS_ESCALATE_AFTER: '30d',
};
const sayWhy = `
[[clause]]
name = "Say why"
when.integration = "GitHub"

[[clause.level]]
ask = "manager"
requires_comment = true
`;
const write = { GitHub: ['payments-api · write'] };
const reports = { Payroll: ['reports · view'] };

function importPolicy(world, text) {
  const file = path.join(world.folder, 'access.toml');
  fs.writeFileSync(file, text);
  const run = world.latchkey('policy', 'import', file);
  assert.equal(run.status, 0, `${run.stdout}${run.stderr}`);
}

// Somebody asks for some of what Ben has; `boxes` by application.
async function ask(person, boxes) {
  await openForm(person, 'Ben Ito', 'ben');
  for (const [label, check] of Object.entries(boxes)) await person.choose({ label, check });
  assert.equal((await sendForm(person)).result, 'cleared');
}

const texts = async (person) => (await person.messages()).map((message) => message.text);
const count = async (person, pattern) => (await texts(person)).filter((text) => pattern.test(text)).length;

// Ann asks twice: for code, which wants a word of why from Mia, and for reports.
async function askedTwice(world, who) {
  const [ann, mia, omar] = ['ann', 'mia', 'omar'].map(who);
  await ask(ann, write);
  await ask(ann, reports);
  await world.until('two cards', async () => (await count(mia, /^Access review:/)) === 2);
  return { ann, mia, omar };
}

test('several reviews are approved from the Home tab, with the comment that the policy asks for', () => withWorld(async (world, who) => {
  importPolicy(world, sayWhy);
  const { mia, omar } = await askedTwice(world, who);
  await mia.openHome();
  await mia.seesHome('Decide several at once');
  await mia.clickHome('Decide several at once');
  await mia.seesModal('2 reviews wait for you');
  const [list] = await mia.modals();
  const boxes = list.view.blocks.find((block) => block.element?.action_id === 'selected_tasks').element.options;
  assert.equal(boxes.length, 2);
  await mia.choose({ action_id: 'selected_tasks', check: boxes.map((box) => box.value) });
  const silent = await mia.submit();
  assert.equal(silent.result, 'errors', 'said at the field, so that the selection is not lost');
  assert.match(silent.errors.comment, /policy asks for a comment with one of the selected/);
  assert.ok(await cardWith(mia, 'Approve'), 'nothing is decided without it');
  await mia.choose({ action_id: 'comment', text: 'They lead the migration.' });
  assert.equal((await mia.submit()).result, 'updated');
  await mia.seesModal('You approved 2 of 2 tasks.');
  await omar.seesMessage('Please grant');
}));

test('one review alone has no button that decides several', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await ask(ann, write);
  await mia.seesMessage('asks for');
  await mia.openHome();
  const { home } = await world.until('her Home has the task', async () => {
    const shown = await world.call('GET', '/control/home?user=mia@example.com');
    return JSON.stringify(shown).includes('1 task waits') && { home: JSON.stringify(shown) };
  });
  assert.ok(!home.includes('Decide several'));
}));

test('a shorter time is approved with the comment that the policy asks for', () => withWorld(async (world, who) => {
  importPolicy(world, sayWhy);
  const [ann, mia, omar] = ['ann', 'mia', 'omar'].map(who);
  await ask(ann, write);
  await clickCard(mia, 'Approve for a shorter time');
  await mia.seesModal('The policy asks for a word of it');
  await mia.choose({ label: 'Approve until', datetime: Math.floor(Date.now() / 1000) + 7 * 86400 });
  await mia.choose({ action_id: 'comment', text: ' ' });
  const blank = await mia.submit();
  assert.equal(blank.result, 'errors');
  assert.match(blank.errors.comment, /reason/);
  await mia.choose({ action_id: 'comment', text: 'One week is enough.' });
  assert.equal((await mia.submit()).result, 'cleared');
  await mia.seesMessage('One week is enough.');
  const order = await omar.seesMessage('Please grant');
  assert.doesNotMatch(JSON.stringify(order.blocks), /Permanent/);
  await world.until('the tracker shows the end', async () => {
    const tracker = (await ann.messages()).find((message) => /^You asked for/.test(message.text));
    return /Duration:\* until/.test(JSON.stringify(tracker.blocks));
  });
}));

test('Review items says at the field that the policy asks for a comment, and keeps what is marked', () => withWorld(async (world, who) => {
  importPolicy(world, sayWhy);
  const [ann, mia, omar] = ['ann', 'mia', 'omar'].map(who);
  await openForm(ann, 'Max Many', 'max');
  await ann.choose({ label: 'GitHub', check: ['service-001 · read', 'service-002 · read'] });
  assert.equal((await sendForm(ann)).result, 'cleared');
  await clickCard(mia, 'Review items');
  await mia.seesModal('Everything not marked');
  await mia.choose({ label: 'Everything not marked', option: 'Approve' });
  const silent = await mia.submit();
  assert.equal(silent.result, 'errors');
  assert.match(silent.errors.comment, /policy asks for a comment/);
  await mia.choose({ label: 'Comment', text: 'Both services are hers.' });
  assert.equal((await mia.submit()).result, 'cleared');
  await mia.seesMessage('You approved this');
  await omar.seesMessage('Please grant');
}));

test('the filter of My tasks shows what is chosen, and says when nothing is of that kind', () => withWorld(async (world, who) => {
  const { ann, mia, omar } = await askedTwice(world, who);
  await openForm(omar, 'Max Many', 'max');
  await omar.choose({ label: 'GitHub', check: ['service-001 · read'] });
  assert.equal((await sendForm(omar)).result, 'cleared');
  await world.until('three cards', async () => (await count(mia, /^Access review:/)) === 3);
  await mia.openHome();
  await mia.seesHome('3 tasks wait for you');
  await mia.post('choose', { surface: 'home', action_id: 'home_filter', option: 'To carry out' });
  await mia.seesHome('None of your tasks is of this kind.');
  await mia.post('choose', { surface: 'home', action_id: 'home_filter', option: 'Reviews' });
  await mia.seesHome('3 tasks wait for you');
  await mia.post('choose', { surface: 'home', action_id: 'home_filter', option: 'Overdue' });
  await mia.seesHome('None of your tasks is of this kind.');
  await world.advance(5 * day + hour);
  await mia.seesMessage('Overdue:');
  await mia.openHome();
  await mia.seesHome('3 tasks wait for you');
  assert.ok(ann);
}, { env: atAnyHour }));

test('where a tenant has a page of its own for tasks, My tasks is a link to it', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await ask(ann, write);
  const card = await mia.seesMessage('asks for');
  const buttons = card.blocks.flatMap((block) => block.elements ?? []).filter((element) => element.text?.text === 'My tasks');
  assert.deepEqual(buttons.map((button) => button.url), ['https://tasks.example.com/mine']);
  // Slack tells of a click on a link, too: it wants an answer and gets one.
  await mia.clickMessage(card.ts, 'My tasks');
  await clickCard(mia, 'Approve');
  await mia.seesMessage('You approved this');
}, { env: { LATCHKEY_TASKS_URL: 'https://tasks.example.com/mine' } }));

test("a reviewer's clock stands while a question is open, and goes on with the answer", () => withWorld(async (world, who) => {
  const { ann, mia } = await askedTwice(world, who);
  const asked = (await mia.messages()).find((message) => /Access review:.*GitHub/.test(message.text));
  await mia.clickMessage(asked.ts, 'Ask for more information');
  await mia.seesModal('What do you need to know');
  await mia.choose({ label: 'Question', text: 'Which service?' });
  assert.equal((await mia.submit()).result, 'cleared');
  await ann.seesMessage('Which service?');
  await world.advance(5 * day + hour);
  // The other review is overdue now; this one is not.
  const overdue = await mia.seesMessage('Overdue:');
  assert.match(overdue.text, /Payroll/);
  assert.equal(await count(mia, /(Reminder|Overdue):.*GitHub/), 0, 'nothing falls due while the answer is missing');
  await clickCard(ann, 'Answer');
  await ann.seesModal('Whoever decides about this request reads it.');
  await ann.choose({ label: 'Answer', text: 'The billing service.' });
  assert.equal((await ann.submit()).result, 'cleared');
  await mia.seesMessage('The billing service.');
  await world.advance(5 * day);
  await world.until('it is overdue as much later as the answer took', async () => (await count(mia, /Overdue:.*GitHub/)) === 1);
}, { env: atAnyHour }));
