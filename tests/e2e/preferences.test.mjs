// What people choose to be told of, and what administrators are told of when nothing arrives.
import test from 'node:test';
import assert from 'node:assert/strict';
import { withWorld } from './world.mjs';
import { openForm, selectAll, sendForm } from './steps.mjs';

const hour = 3600 * 1000;
const day = 24 * hour;
const atAnyHour = {
  LATCHKEY_WORKING_HOURS_FROM: '00:00', LATCHKEY_WORKING_HOURS_TO: '24:00', LATCHKEY_REVIEWS_ESCALATE_AFTER: '30d',
};
const count = async (person, pattern) =>
  (await person.messages()).filter((message) => pattern.test(message.text)).length;

async function ask(ann) {
  await openForm(ann, 'Ben Ito', 'ben');
  await selectAll(ann);
  assert.equal((await sendForm(ann)).result, 'cleared');
}

test('a person switches reminders off and on again, and what always comes still comes', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  const openPreferences = async () => {
    await mia.openHome();
    await mia.seesHome('Preferences');
    await mia.clickHome('Preferences');
    await mia.seesModal('Tell me about');
  };
  await openPreferences();
  await mia.seesModal('Overdue reviews and tasks');
  await mia.choose({ action_id: 'notifications', uncheck: ['Reminders'] });
  assert.equal((await mia.submit()).result, 'cleared');
  await ask(ann);
  await mia.seesMessage('asks for');
  await world.advance(2 * day + hour);
  await openPreferences();
  const box = (modal) => modal.view.blocks.find((block) => block.element?.action_id === 'notifications').element;
  const [shown] = await mia.modals();
  assert.ok(!box(shown).initial_options.some((option) => option.value === 'reminders'), 'what was chosen is shown');
  await mia.choose({ action_id: 'notifications', check: ['Reminders'] });
  assert.equal((await mia.submit()).result, 'cleared');
  await world.advance(2 * day);
  await mia.seesMessage('Reminder:');
  await world.advance(day);
  await mia.seesMessage('Overdue:');
  assert.equal(await count(mia, /Reminder:/), 1, 'the one before was switched off');
  // Why somebody was not told can be proved afterwards: each change is in the trail, once.
  const trail = world.latchkey('audit', 'export', '--format', 'jsonl').stdout.trim().split('\n').map((line) => JSON.parse(line));
  const changes = trail.filter(({ act }) => act === 'preferences.changed').map(({ values }) =>
    Object.fromEntries(values.map(({ name, value }) => [name, value])));
  assert.deepEqual(changes, [{ before: 'none', after: 'reminders' }, { before: 'reminders', after: 'none' }]);
  assert.equal(world.latchkey('audit', 'verify').status, 0);
}, { env: atAnyHour }));

test('only what the tenant leaves to people can be chosen', () => withWorld(async (world, who) => {
  const mia = who('mia');
  await mia.openHome();
  await mia.seesHome('Preferences');
  await mia.clickHome('Preferences');
  await mia.seesModal('Overdue reviews and tasks');
  const [shown] = await mia.modals();
  const box = shown.view.blocks.find((block) => block.element?.action_id === 'notifications').element;
  assert.deepEqual(box.options.map((option) => option.value), ['overdue']);
}, { env: { ...atAnyHour, LATCHKEY_NOTIFICATIONS_OPTIONAL: 'overdue' } }));

test('administrators are told once, in one message, of what could not be delivered', () => withWorld(async (world, who) => {
  const [ann, adam] = ['ann', 'adam'].map(who);
  await world.call('POST', '/control/faults', { method: 'chat.postMessage', kind: 'error', error: 'channel_not_found', times: 2 });
  await ask(ann);
  await world.until('both messages are given up', async () => (await world.metric('latchkey_outbox_given_up')) === 2);
  assert.equal(await count(adam, /Not delivered/), 0);
  await world.advance(hour + 1000);
  const told = await adam.seesMessage('Not delivered:');
  assert.match(told.text, /2 messages could not be delivered/);
  assert.match(told.text, /the tracker of a request/);
  await world.advance(day);
  assert.equal(await count(adam, /Not delivered/), 1);
}, { env: atAnyHour }));
