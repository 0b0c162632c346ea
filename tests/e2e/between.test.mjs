// What happens between a click and its answer, between two pages, and between the last page and Submit: nothing that was
// ticked is lost, nothing is asked for that nobody saw, and whatever comes twice or late ends in a true answer.
import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { withWorld } from './world.mjs';
import { clickCard, openForm, selectAll, sendForm } from './steps.mjs';
import { boxes, deliver, formText, openCustom, payload, seesTicked } from './form_steps.mjs';

const answerOf = (delivery) => JSON.parse(delivery.body ?? delivery.answer ?? delivery.response?.body ?? '{}');
const asked = async (person) => (await person.messages()).filter((message) => /asks (for|to remove)/.test(message.text));

// The payload of ticking boxes of the picture that is shown now; `at` makes the click once it is delivered.
async function tick(person, label, ...texts) {
  const shown = await boxes(person);
  const [first] = shown.filter((box) => box.label === label);
  const on = shown.filter((box) => box.block === first.block && texts.includes(box.text));
  const selected = on.map((box) => ({ text: { type: 'plain_text', text: box.text }, value: box.value }));
  const body = await payload(person, 'block_actions');
  body.view.state.values[first.block] = { grants: { type: 'checkboxes', selected_options: selected } };
  return (ts) => ({ ...body, actions: [
    { type: 'checkboxes', action_id: 'grants', block_id: first.block, action_ts: ts, selected_options: selected }] });
}
// Later than all clicks so far, and earlier than those that follow.
const now = () => ((Date.now() + 1) / 1000).toFixed(6);

function importRules(world, ...rows) {
  const file = path.join(world.folder, 'connections.csv');
  fs.writeFileSync(file, ['App,Resource Type,Resource,Privilege Name,Requestable', ...rows].join('\n') + '\n');
  const run = world.latchkey('import', 'connections', file);
  assert.equal(run.status, 0, run.stdout + run.stderr);
}

test('a box is kept as soon as it is ticked, also over a crash', () => withWorld(async (world, who) => {
  const ann = who('ann');
  await openForm(ann, 'Ben Ito', 'ben');
  await ann.choose({ label: 'GitHub', check: ['payments-api · write'] });
  await world.restart();
  await ann.post('close', { all: true });
  await ann.openHome();
  await ann.clickHome('Request Access');
  await ann.clickModal('Continue');
  await seesTicked(ann, 'payments-api · write');
}));

test('a box that is ticked before the form has followed a page turn is ticked when one comes back', () => withWorld(async (world, who) => {
  const ann = who('ann');
  await openForm(ann, 'Max Many', 'max');
  await ann.seesModal('Page 1 of 3');
  const [first] = await boxes(ann);
  const late = await tick(ann, first.label, first.text);
  await ann.clickModal('Next page');
  await ann.seesModal('Page 2 of 3');
  await deliver(ann, late(now()));
  await ann.seesModal('1 chosen on other pages');
  await ann.clickModal('Previous page');
  await ann.seesModal('Page 1 of 3');
  assert.deepEqual((await boxes(ann)).filter((box) => box.ticked).map((box) => box.text), [first.text]);
  assert.equal((await sendForm(ann)).result, 'cleared');
  await ann.seesMessage(`You asked for GitHub · ${first.text}`);
}));

test('a box that is unticked before Select all has shown is the one that is left out', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await openForm(ann, 'Ben Ito', 'ben');
  await ann.choose({ label: 'GitHub', check: ['payments-api · write'] });
  const late = await tick(ann, 'GitHub');
  await selectAll(ann);
  await seesTicked(ann, 'payments-api · write', 'reports · view', 'handbook · edit');
  await deliver(ann, late(now()));
  await world.until('the box is off', async () => {
    const box = (await boxes(ann)).find((one) => one.text === 'payments-api · write');
    return box && !box.ticked;
  });
  assert.equal((await sendForm(ann)).result, 'cleared');
  const [card] = await world.until('a card', async () => (await asked(mia)).length > 0 && asked(mia));
  assert.doesNotMatch(card.text, /payments-api/);
  assert.match(card.text, /Payroll · reports · view/);
}));

test('a tick that comes late, twice or from nobody\'s form changes nothing that is known', () => withWorld(async (world, who) => {
  const ann = who('ann');
  await openForm(ann, 'Ben Ito', 'ben');
  const write = await tick(ann, 'GitHub', 'payments-api · write');
  await ann.choose({ label: 'Payroll', check: ['reports · view'] });
  await deliver(ann, write('1.000001'));
  const twice = write(now());
  // In the picture of this click the other box is ticked, too.
  twice.view.state = (await payload(ann, 'block_actions')).view.state;
  twice.view.state.values[twice.actions[0].block_id] = { grants: { type: 'checkboxes', selected_options: twice.actions[0].selected_options } };
  await deliver(ann, twice);
  await deliver(ann, twice);
  const foreign = { ...write(now()) };
  foreign.view = { ...foreign.view, private_metadata: '9999' };
  await deliver(ann, foreign);
  await ann.seesModal('This form is not there any more');
  await ann.post('close', { all: true });
  await ann.openHome();
  await ann.clickHome('Request Access');
  await ann.clickModal('Continue');
  await seesTicked(ann, 'payments-api · write', 'reports · view');
}));

test('what became impossible between the last page and Submit is said before anything is sent', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await openForm(ann, 'Ben Ito', 'ben');
  await selectAll(ann);
  await seesTicked(ann, 'payments-api · write', 'reports · view', 'handbook · edit');
  assert.equal((await ann.submit()).result, 'updated');
  await ann.choose({ label: 'Reason', option: 'Audit' });
  await ann.seesModal('2 access grants in GitHub');
  importRules(world, 'GitHub,repository,payments-api,write,no');
  assert.equal((await ann.submit()).result, 'updated');
  await ann.seesModal('1 access grant less than this page showed can be requested now');
  assert.equal((await asked(mia)).length, 0);
  assert.doesNotMatch(await formText(ann), /payments-api/);
  assert.equal((await ann.submit()).result, 'cleared');
  assert.match((await mia.seesMessage('asks for')).text, /Payroll · reports · view/);
}));

test('what somebody else asked for meanwhile is said at Submit, and of a chosen one at Next', () => withWorld(async (world, who) => {
  const [ann, ben, mia] = ['ann', 'ben', 'mia'].map(who);
  await openForm(ann, 'Ben Ito', 'ben');
  await ann.choose({ label: 'GitHub', check: ['payments-api · write'] });
  await ann.choose({ label: 'Payroll', check: ['reports · view'] });
  // Ben asks for one of them, for Ann.
  await openForm(ben, 'Max Many', 'max');
  await ben.choose({ label: 'Access Like', option: 'Custom' });
  await ben.seesModal('Nothing is chosen yet');
  const search = async () => (await ben.modals()).at(-1).view.blocks.find((block) => /^find_access/.test(block.block_id)).block_id;
  const before = await search();
  await ben.choose({ label: 'Who gets the access', query: 'ann', option: 'Ann Lee' });
  await world.until('the form has followed', async () => (await search()) !== before);
  await ben.choose({ label: 'Find access', query: 'payments', option: 'payments-api · write' });
  await ben.seesModal('1 access grant');
  assert.equal((await sendForm(ben)).result, 'cleared');
  await mia.seesMessage('Ben');
  assert.equal((await ann.submit()).result, 'updated');
  await ann.seesModal('1 access grant that was chosen before cannot be any more');
  await ann.choose({ label: 'Reason', option: 'Audit' });
  assert.equal((await ann.submit()).result, 'cleared');
  assert.match((await ann.seesMessage('You asked for')).text, /Payroll · reports · view/);
}));

test('Next that comes twice turns one page, Submit that comes twice makes one request', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await openForm(ann, 'Ben Ito', 'ben');
  await ann.choose({ label: 'GitHub', check: ['payments-api · write'] });
  const next = await payload(ann, 'view_submission');
  assert.equal((await ann.submit()).result, 'updated');
  await ann.seesModal('Who decides');
  // The same click again, and a second one on the page that was turned: both are shown page 2.
  for (const body of [next, { ...next, trigger_id: '9.9.9' }]) {
    const answer = answerOf(await deliver(ann, body));
    assert.equal(answer.response_action, 'update');
    assert.match(JSON.stringify(answer.view), /Who decides/);
  }
  await ann.choose({ label: 'Reason', option: 'Audit' });
  const submit = await payload(ann, 'view_submission');
  submit.view.state.values.reason = { reason: { type: 'static_select', selected_option: { text: { type: 'plain_text', text: 'Audit' }, value: '4' } } };
  assert.equal((await ann.submit()).result, 'cleared');
  for (const body of [submit, submit, { ...submit, trigger_id: '9.9.10' }])
    assert.equal(answerOf(await deliver(ann, body)).response_action, 'clear');
  await mia.seesMessage('asks for');
  await ann.openHome();
  await ann.seesHome('My requests');
  assert.equal((await asked(mia)).length, 1);
}));

test('a click of the first page that comes after Next leaves the second one there', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await openForm(ann, 'Ben Ito', 'ben');
  await ann.choose({ label: 'GitHub', check: ['payments-api · write'] });
  const all = await payload(ann, 'block_actions', { actions: [{ type: 'checkboxes', action_id: 'select_all', block_id: 'select_all:2',
    action_ts: now(), selected_options: [{ text: { type: 'plain_text', text: 'all' }, value: 'all' }] }] });
  assert.equal((await ann.submit()).result, 'updated');
  await ann.seesModal('Who decides');
  await deliver(ann, all);
  await ann.choose({ label: 'Reason', option: 'Audit' });
  await ann.seesModal('Who decides');
  assert.equal((await ann.submit()).result, 'cleared');
  assert.match((await mia.seesMessage('asks for')).text, /GitHub · payments-api · write/);
}));

test('Custom removes what a search finds', () => withWorld(async (world, who) => {
  const [max, mia, omar] = ['max', 'mia', 'omar'].map(who);
  await openCustom(max, 'Revoke');
  await max.seesModal('Page 1 of 3');
  await max.choose({ label: 'Find access', query: '117', option: 'service-117 · read' });
  await max.seesModal('Page 3 of 3');
  await max.seesModal('Chosen: GitHub · service-117 · read');
  assert.deepEqual((await boxes(max)).filter((box) => box.ticked).map((box) => box.text), ['service-117 · read']);
  const nothing = await max.post('suggest', { action_id: 'find_access', query: 'payments' });
  assert.deepEqual(nothing.options, [], 'Max does not hold that');
  assert.equal((await sendForm(max)).result, 'cleared');
  await mia.seesMessage('asks to remove access');
  await clickCard(mia, 'Approve');
  await clickCard(omar, 'Approve');
  assert.match((await omar.seesMessage('Please remove')).text, /service-117/);
}));
