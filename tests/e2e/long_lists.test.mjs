// Lists that are longer than what Slack shows at once: many tasks decided together, and a request to which much has happened.
import test from 'node:test';
import assert from 'node:assert/strict';
import { withWorld } from './world.mjs';
import { cardWith, clickCard, openForm, selectAll, sendForm } from './steps.mjs';

// So many clicks are for programs of the release: the others take minutes.
const skip = Number(process.env.LATCHKEY_PATIENCE_MS ?? 0) > 20000 && 'the programs are slow';

const oneOf = (i) => `service-${String(i).padStart(3, '0')} · read`;

test('tasks that are ticked on one page are decided together with those of another', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  const requests = 22;
  for (let i = 1; i <= requests; i++) {
    await openForm(ann, 'Max Many', 'max');
    await ann.choose({ label: 'GitHub', check: [oneOf(i)] });
    assert.equal((await sendForm(ann, 'Audit')).result, 'cleared');
  }
  await world.until('all cards', async () => (await mia.messages()).filter((message) => /asks for/.test(message.text)).length === requests);

  await clickCard(mia, 'My tasks');
  await mia.seesModal('Page 1 of 2');
  const boxes = async () => (await mia.modals())[0].view.blocks.filter((block) => block.element?.action_id === 'selected_tasks');
  const first = (await boxes())[0];
  const [some] = first.element.options;
  assert.match(some.text.text, /^GitHub · service-\d+ · read$/, 'a box says what it is about');
  await mia.choose({ block_id: first.block_id, action_id: 'selected_tasks', check: [some.value] });
  await mia.clickModal('Next page');
  await mia.seesModal('Page 2 of 2');
  await mia.seesModal('1 more is selected on other pages.');
  await mia.clickModal('Previous page');
  await mia.seesModal('Page 1 of 2');
  const again = (await boxes())[0];
  assert.deepEqual(again.element.initial_options?.map((option) => option.value), [some.value], 'it is still ticked');
  await mia.clickModal('Next page');
  await mia.seesModal('Page 2 of 2');
  const last = (await boxes())[0];
  const [other] = last.element.options;
  await mia.choose({ block_id: last.block_id, action_id: 'selected_tasks', check: [other.value] });
  assert.equal((await mia.submit()).result, 'updated');
  await mia.seesModal('You approved 2 of 2 tasks.');
  // Both, and nothing else.
  const decided = async () => (await mia.messages()).filter((message) => /You approved this/.test(JSON.stringify(message)));
  await world.until('two cards are decided', async () => (await decided()).length === 2);
  const texts = JSON.stringify(await decided());
  for (const { text: { text } } of [some, other]) assert.ok(texts.includes(text), text);
}));

test('everything that happened to a request can be read, page by page', { skip }, () => withWorld(async (world, who) => {
  const [ann, mia, olga] = ['ann', 'mia', 'olga'].map(who);
  await openForm(ann, 'Ben Ito', 'ben');
  await selectAll(ann);
  assert.equal((await sendForm(ann)).result, 'cleared');
  // Each hand-over is two events: somebody hands over, somebody is asked. Two more are those of Submit.
  const handsOver = 26;
  let [from, to] = [mia, olga];
  const names = new Map([[mia, 'Mia Novak'], [olga, 'Olga Petrova']]);
  for (let i = 1; i <= handsOver; i++) {
    await clickCard(from, 'Reassign');
    await from.seesModal('Colleague');
    await from.choose({ label: 'Colleague', query: names.get(to).split(' ')[0].toLowerCase(), option: names.get(to) });
    await from.choose({ label: 'Note', text: `Turn ${i}.` });
    assert.equal((await from.submit()).result, 'cleared');
    await to.seesMessage(`Turn ${i}.`);
    await world.until('the first card is closed', async () => !(await cardWith(from, 'Approve')));
    await world.advance(5000);  // so many posts to one person would wait for Slack's pace
    [from, to] = [to, from];
  }
  await clickCard(ann, 'View request');
  await ann.seesModal('What happened');
  const eventsOf = async () => {
    const [{ view }] = await ann.modals();
    return (JSON.stringify(view.blocks).match(/handed 2 access grants over|was asked about 2 access grants|submitted the request/g) ?? []).length;
  };
  await ann.seesModal('4 earlier events on the next page');
  assert.equal(await eventsOf(), 50, 'the latest');
  await ann.clickModal('Next page');
  await ann.seesModal('What happened before');
  await ann.seesModal('submitted the request');
  assert.equal(await eventsOf(), 4, 'the earliest');
}));
