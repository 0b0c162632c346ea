// What falls due as days pass, through real HTTPS: reminders, overdue reviews, requests that expire. The
// product clock is moved; nothing is waited for.
import test from 'node:test';
import assert from 'node:assert/strict';
import { withWorld } from './world.mjs';
import { cardWith, clickCard, openForm, selectAll, sendForm } from './steps.mjs';

const hour = 3600 * 1000;
const day = 24 * hour;
// Most of these tests are about what is due, not about whom it may disturb at this hour.
const atAnyHour = { LATCHKEY_WORKING_HOURS_FROM: '00:00', LATCHKEY_WORKING_HOURS_TO: '24:00' };
const nobodyElse = { ...atAnyHour, LATCHKEY_REVIEWS_ESCALATE_AFTER: '30d' };

const texts = async (person) => (await person.messages()).map((message) => message.text);
const count = async (person, pattern) => (await texts(person)).filter((text) => pattern.test(text)).length;

// The newest message whose lines have this button.
const noticeWith = async (person, button) => (await person.messages()).filter((message) =>
  (message.blocks ?? []).some((block) => block.accessory?.text?.text === button)).at(-1);

async function ask(ann) {
  await openForm(ann, 'Ben Ito', 'ben');
  await selectAll(ann);
  assert.equal((await sendForm(ann)).result, 'cleared');
}

test('a reviewer is reminded, then told that it is overdue, and the requester sees it', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await ask(ann);
  await mia.seesMessage('asks for');
  await world.advance(2 * day + hour);
  await mia.seesMessage('Reminder:');
  await world.advance(2 * day);
  await world.until('a second reminder', async () => (await count(mia, /Reminder:/)) === 2);
  await world.advance(day);
  await mia.seesMessage('Overdue:');
  await ann.seesMessage('Overdue');
  assert.equal(await count(ann, /Overdue:/), 0, 'the requester reads it in the tracker');
  // Reviewed from the reminder itself.
  await mia.clickMessage((await noticeWith(mia, 'Review')).ts, 'Review');
  await mia.seesModal('Approve');
  await mia.clickModal('Approve');
  await mia.seesModal('You approved this');
  await mia.seesMessage('Settled:');
  await world.until('no live button is left', async () => !(await noticeWith(mia, 'Review')));
}, { env: nobodyElse }));

test('nobody who has finished is reminded', () => withWorld(async (world, who) => {
  const [ann, mia, omar] = ['ann', 'mia', 'omar'].map(who);
  await ask(ann);
  await clickCard(mia, 'Approve');
  await omar.seesMessage('asks for');
  await world.advance(2 * day + hour);
  await omar.seesMessage('Reminder:');
  assert.equal(await count(mia, /Reminder:/), 0);
}, { env: nobodyElse }));

test('what fell due while the daemon was stopped or killed comes once', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await ask(ann);
  await mia.seesMessage('asks for');
  await world.kill();
  await world.advance(4 * day + hour);
  await world.startDaemon();
  await mia.seesMessage('Reminder:');
  await world.restart();
  await world.advance(day);
  await mia.seesMessage('Overdue:');
  // The reminder, edited since, is a reminder still.
  await mia.seesMessage('It was due');
  assert.equal(await count(mia, /Reminder:/), 1);
  assert.equal(await count(mia, /Overdue:/), 1);
}, { env: nobodyElse }));

test('a request that nobody decides warns its people, expires, and leaves no live button', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await ask(ann);
  await mia.seesMessage('asks for');
  await world.advance(12 * day + hour);
  await ann.seesMessage('Your request expires soon:');
  await mia.seesMessage('Expires soon:');
  await world.advance(2 * day);
  await ann.seesMessage('Expired:');
  await mia.seesMessage('Expired:');
  assert.equal(await cardWith(mia, 'Approve'), undefined);
  await ann.seesMessage('2 expired');
  assert.equal(world.latchkey('audit', 'verify').status, 0);
}, { env: nobodyElse }));

test('a reminder waits for the working hours of the reviewer, an overdue notice for nothing', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await ask(ann);
  await mia.seesMessage('asks for');
  await world.advance(2 * day + hour);
  await world.advance(3 * day);
  await mia.seesMessage('Overdue:');
  assert.equal(await count(mia, /Reminder:/), 0);
}, {
  // The one working day of the week was yesterday: it comes again after the review is due.
  env: {
    LATCHKEY_REVIEWS_ESCALATE_AFTER: '30d',
    LATCHKEY_WORKING_HOURS_DAYS: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'][(new Date().getUTCDay() + 6) % 7],
    LATCHKEY_WORKING_HOURS_FROM: '12:00',
    LATCHKEY_WORKING_HOURS_TO: '13:00',
  },
}));
