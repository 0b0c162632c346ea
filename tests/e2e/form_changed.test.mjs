// What changes while a request form is open is said before anything is sent: other windows, imports, people who leave.
import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { withWorld } from './world.mjs';
import { clickCard, openForm, sendForm } from './steps.mjs';
import { boxes, deliver, formText, openCustom, payload, seesTicked } from './form_steps.mjs';

const users = 'User ID,Full Name,Work Email,Department,Title,End Date,Manager Work Email,Roles';
const identities = 'Identity ID,Username,Identity email,Identity name,App ID,App Name,Relation type,Employee email';
const reports = 'reports · view';
const write = 'payments-api · write';

async function importRows(world, kind, header, ...rows) {
  const file = path.join(world.folder, `${kind}-changed.csv`);
  fs.writeFileSync(file, `${[header, ...rows].join('\n')}\n`);
  const run = await world.command('import', kind, file);
  assert.equal(run.status, 0, run.stdout + run.stderr);
}

// Ann on page 2 with Payroll, where she has two accounts, and a reason.
async function payrollPage(ann) {
  await openForm(ann, 'Ben Ito', 'ben');
  await ann.choose({ label: 'Payroll', check: [reports] });
  assert.equal((await ann.submit()).result, 'updated');
  await ann.seesModal('Who decides');
  await ann.choose({ label: 'Reason', option: 'Audit' });
  await ann.world.until('the page has followed', async () => /initial_option.*Audit/.test(JSON.stringify((await ann.modals()).at(-1).view)));
}
const answerOf = (answer) => JSON.parse(answer.body ?? answer.answer ?? answer.response?.body);

// Mia denies what Ann asked for, and Ann has the closed request open.
async function denied(ann, mia) {
  const tracker = await ann.seesMessage('pending');
  await clickCard(mia, 'Deny');
  await mia.choose({ action_id: 'comment', text: 'not yet' });
  await mia.submit();
  await ann.seesMessage('not yet');
  return async () => {
    await ann.clickMessage(tracker.ts, 'View request');
    await ann.seesModal('Repeat');
    await ann.clickModal('Repeat');
    await ann.seesModal('Access Like');
  };
}

test('a page that was left open does not send what another window chose', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await payrollPage(ann);
  const stale = await payload(ann, 'view_submission');
  await ann.post('close', { all: true });
  await ann.clickHome('Request Access');
  await ann.seesModal('Continue');
  await ann.clickModal('Continue');
  await ann.seesModal('Who decides');
  await ann.clickModal('Back');
  await ann.seesModal('Access Like');
  await ann.choose({ label: 'GitHub (privileged)', check: ['payments-api · admin'] });
  assert.equal((await ann.submit()).result, 'updated');
  await ann.seesModal('payments-api · admin');
  const answer = answerOf(await deliver(ann, stale));
  assert.equal(answer.response_action, 'update');
  assert.match(JSON.stringify(answer.view), /What is asked for has changed since this page was shown/);
  assert.match(JSON.stringify(answer.view), /payments-api · admin/);
  // A page that is not known at all counts as little.
  const foreign = { ...stale, trigger_id: '9.9.9', view: { ...stale.view, private_metadata: stale.view.private_metadata.replace(/\..*/, '.999') } };
  const refused = answerOf(await deliver(ann, foreign));
  assert.match(JSON.stringify(refused.view), /This form was changed elsewhere since this page was shown/);
  assert.deepEqual(await mia.messages(), []);
  // What is shown can be sent.
  assert.equal((await ann.submit()).result, 'cleared');
  assert.match((await mia.seesMessage('asks for')).text, /2 access grants|payments-api/);
  // The window that was left open does not close as if it had sent what it shows.
  const late = answerOf(await deliver(ann, { ...stale, trigger_id: '8.8.8' }));
  assert.match(JSON.stringify(late.view), /was sent already, from another window/);
  assert.equal((await mia.messages()).filter(({ text }) => text.includes('asks for')).length, 1);
}));

test('an account that was chosen before the page could follow is the one that gets the access', () => withWorld(async (world, who) => {
  const [ann, mia, olga] = ['ann', 'mia', 'olga'].map(who);
  await payrollPage(ann);
  const sent = await payload(ann, 'view_submission');
  const block = sent.view.blocks.find((one) => one.element?.action_id === 'identity');
  const other = block.element.options.find((option) => option.text.text === 'ann-pay-2');
  sent.view.state.values[block.block_id] = { identity: { type: 'static_select', selected_option: other } };
  // Meanwhile the page is drawn anew.
  await ann.choose({ label: 'Duration', option: 'Temporary' });
  await ann.seesModal('In your time zone');
  await ann.choose({ label: 'Duration', option: 'Permanent' });
  await world.until('no end', async () => !/In your time zone/.test(await formText(ann)));
  assert.equal(answerOf(await deliver(ann, sent)).response_action, 'clear');
  await clickCard(mia, 'Approve');
  await clickCard(olga, 'Approve');
  assert.match(JSON.stringify((await olga.seesMessage('Please grant')).blocks), /\*Account:\* ann-pay-2/);
}));

test('an account that an import takes away does not silently become another one', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await payrollPage(ann);
  await ann.choose({ label: 'Account in Payroll', option: 'ann-pay-2' });
  await importRows(world, 'identities', identities, 'ann-pay-2-id,ann-pay-2,max@example.com,Max Many,app-2,Payroll,IS,max@example.com');
  assert.equal((await ann.submit()).result, 'updated');
  await ann.seesModal('Another account than this page showed would get the access now');
  assert.deepEqual(await mia.messages(), []);
  assert.equal((await ann.submit()).result, 'cleared');
  await mia.seesMessage('asks for');
}));

test('when somebody else decides than the page said, the page says who before it is sent', () => withWorld(async (world, who) => {
  const [ann, mia, max] = ['ann', 'mia', 'max'].map(who);
  await payrollPage(ann);
  await importRows(world, 'users', users, 'E2,Ann Lee,ann@example.com,Product,Engineer,,max@example.com,');
  assert.equal((await ann.submit()).result, 'updated');
  await ann.seesModal('Who decides has changed since this page was shown');
  assert.deepEqual(await max.messages(), []);
  assert.equal((await ann.submit()).result, 'cleared');
  await max.seesMessage('asks for');
  assert.deepEqual(await mia.messages(), []);
}));

test('Repeat for somebody who has left chooses nothing for anybody else', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await openCustom(ann);
  // The answer to the choice brings a new field.
  const field = async () => (await ann.modals()).at(-1).view.blocks.find((one) => one.element?.action_id === 'find_access').block_id;
  const first = await field();
  await ann.choose({ label: 'Who gets the access', query: 'max', option: 'Max Many' });
  await world.until('the form is for Max', async () => (await field()) !== first);
  await ann.choose({ label: 'Find access', query: 'paym', option: write });
  await ann.seesModal('Added');
  assert.equal((await sendForm(ann)).result, 'cleared');
  const repeat = await denied(ann, mia);
  await importRows(world, 'users', users, 'E4,Max Many,max@example.com,Product,Platform Engineer,2020-01-31,mia@example.com,');
  await repeat();
  assert.match(await formText(ann), /Max Many\*?, whose access this was about, has left\. Nothing is chosen/);
  assert.deepEqual((await boxes(ann)).filter((box) => box.ticked), []);
  assert.equal((await ann.submit()).result, 'errors');
}));

test('Repeat like somebody who has left chooses the same, one by one', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await openForm(ann, 'Ben Ito', 'ben');
  await ann.choose({ label: 'Payroll', check: [reports] });
  assert.equal((await sendForm(ann)).result, 'cleared');
  const repeat = await denied(ann, mia);
  await importRows(world, 'users', users, 'E3,Ben Ito,ben@example.com,Product,Engineer,2020-01-31,mia@example.com,');
  await repeat();
  assert.match(await formText(ann), /Ben Ito\*?, like whom it was, has left/);
  await seesTicked(ann, reports);
  assert.equal((await ann.submit()).result, 'updated');
  assert.equal((await ann.submit()).result, 'cleared');
  await ann.seesMessage('1 pending');
}));

test('for somebody else the ticks stay, and another list says that they are gone', () => withWorld(async (world, who) => {
  const ann = who('ann');
  await openForm(ann, 'Ben Ito', 'ben');
  await ann.choose({ label: 'GitHub', check: [write] });
  await ann.choose({ label: 'Who gets the access', query: 'zoe', option: "Zoe O'Hara" });
  await ann.seesModal('website · read');
  await seesTicked(ann, write);
  await ann.choose({ label: 'Access Like', option: 'Custom' });
  await ann.seesModal('This is another list. What you had chosen before was cleared.');
  await ann.choose({ label: 'Find access', query: 'paym', option: write });
  await seesTicked(ann, write);
  await ann.choose({ label: 'Grant or Revoke', option: 'Revoke' });
  await ann.seesModal('This is another list. What you had chosen before was cleared.');
  // Without a tick nothing is to be said.
  await ann.choose({ label: 'Grant or Revoke', option: 'Grant' });
  await ann.seesModal('Nothing is chosen yet');
  assert.doesNotMatch(await formText(ann), /was cleared/);
}));
