// Page 2 of the request form: accounts, duration, reason, who decides; and a request that is repeated.
import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { withWorld } from './world.mjs';
import { cardWith, clickCard, openForm, selectAll, sendForm } from './steps.mjs';
import { seesTicked } from './form_steps.mjs';

const hour = 3600;
const day = 24 * hour;
const from_now = (seconds) => Math.floor(Date.now() / 1000) + seconds;

// A world whose daemon reads these settings.
function withSettings(toml, run) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'latchkey-e2e-settings-'));
  const file = path.join(folder, 'latchkey.toml');
  fs.writeFileSync(file, toml);
  return withWorld(run, { env: { LATCHKEY_CONFIG: file } }).finally(() => fs.rmSync(folder, { recursive: true, force: true }));
}

function importConnections(world, ...rows) {
  const file = path.join(world.folder, 'connections.csv');
  const header = 'App,Project,Resource Type,Resource,Privilege Name,Privileged,Requestable,Longest Duration,Reason Rule';
  fs.writeFileSync(file, `${[header, ...rows].join('\n')}\n`);
  const run = world.latchkey('import', 'connections', file);
  assert.equal(run.status, 0, run.stdout + run.stderr);
}

// Ann on page 2 with these of Ben's grants.
async function toDetails(ann, choose) {
  await openForm(ann, 'Ben Ito', 'ben');
  await choose();
  const next = await ann.submit();
  assert.equal(next.result, 'updated', JSON.stringify(next));
  await ann.seesModal('Who decides');
}
const write = (ann) => () => ann.choose({ label: 'GitHub', check: ['payments-api · write'] });
const admin = (ann) => () => ann.choose({ label: 'GitHub (privileged)', check: ['payments-api · admin'] });

async function modalText(person) {
  const [modal] = (await person.modals()).slice(-1);
  return JSON.stringify(modal.view);
}

function errorAt(answer, block) {
  assert.equal(answer.result, 'errors', JSON.stringify(answer));
  assert.ok(answer.errors[block], `an error at ${block}: ${JSON.stringify(answer.errors)}`);
  return answer.errors[block];
}

test('temporary access has an end in the future, within the longest, and everybody is told which', () => withWorld(async (world, who) => {
  const [ann, mia, omar] = ['ann', 'mia', 'omar'].map(who);
  await toDetails(ann, write(ann));
  assert.doesNotMatch(await modalText(ann), /datetimepicker/);
  await ann.choose({ label: 'Reason', option: 'Audit' });
  await ann.choose({ label: 'Duration', option: 'Temporary' });
  await ann.seesModal('In your time zone');
  assert.equal((await ann.submit()).result, 'required', 'Slack itself asks for the end');
  await ann.choose({ label: 'Ends', datetime: from_now(-hour) });
  assert.match(errorAt(await ann.submit(), 'ends'), /in the future/);
  await ann.choose({ label: 'Ends', datetime: from_now(366 * day) });
  assert.match(errorAt(await ann.submit(), 'ends'), /at most 365 days/);
  await ann.choose({ label: 'Ends', datetime: from_now(2 * day) });
  assert.equal((await ann.submit()).result, 'cleared');
  const until = /\*Duration:\*[^"]*until/;
  const says = (message) => JSON.stringify(message.blocks);
  assert.match(says(await mia.seesMessage('asks for')), until);
  assert.match(says(await ann.seesMessage('pending')), until);
  await clickCard(mia, 'Approve');
  await clickCard(omar, 'Approve');
  assert.match(says(await omar.seesMessage('Please grant')), until);
  await clickCard(omar, 'Done');
  assert.match((await ann.seesMessage('Granted:')).text, /until/);
}));

test('what was typed stays when the duration changes, and Permanent takes the end away', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await toDetails(ann, write(ann));
  await ann.choose({ action_id: 'details', text: 'for the audit' });
  await ann.choose({ label: 'Duration', option: 'Temporary' });
  await ann.seesModal('In your time zone');
  await ann.choose({ label: 'Ends', datetime: from_now(2 * day) });
  await ann.choose({ label: 'Duration', option: 'Permanent' });
  await world.until('the end is gone', async () => !/datetimepicker/.test(await modalText(ann)));
  await ann.choose({ label: 'Reason', option: 'Audit' });
  assert.equal((await ann.submit()).result, 'cleared');
  const card = JSON.stringify((await mia.seesMessage('asks for')).blocks);
  assert.match(card, /\*Duration:\* Permanent/);
  assert.match(card, /for the audit/);
}));

test('a connection that limits is named at the field, for Permanent and for an end that is too late', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  importConnections(world, 'GitHub,,repository,payments-api,admin,true,,12h,');
  await toDetails(ann, async () => {
    await write(ann)();
    await admin(ann)();
  });
  await ann.seesModal('Not permanent');
  await ann.choose({ label: 'Reason', option: 'Audit' });
  assert.match(errorAt(await ann.submit(), 'duration'), /payments-api · admin may be held for at most 12 hours/);
  await ann.choose({ label: 'Duration', option: 'Temporary' });
  await ann.seesModal('In your time zone');
  await ann.choose({ label: 'Ends', datetime: from_now(day) });
  assert.match(errorAt(await ann.submit(), 'ends'), /payments-api · admin may be held for at most 12 hours/);
  await ann.choose({ label: 'Ends', datetime: from_now(11 * hour) });
  assert.equal((await ann.submit()).result, 'cleared');
  await mia.seesMessage('asks for');
}));

test('reason rules: none, a length, a ticket, and the list beside them', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  importConnections(world,
    'GitHub,,repository,payments-api,write,,,,none',
    'GitHub,,repository,payments-api,admin,true,,,pattern:INC-[0-9]+',
    'Payroll,,repository,reports,view,,,,text:20');
  // Nothing but the list is asked for by Wiki, which nobody has an account in: it does not count.
  await toDetails(ann, async () => {
    await selectAll(ann);
    await seesTicked(ann, 'payments-api · write', 'reports · view', 'handbook · edit');
    await admin(ann)();
  });
  const page = await modalText(ann);
  assert.doesNotMatch(page, /Choose a reason/);
  assert.match(page, /At least 20 characters, for Payroll · reports · view/);
  assert.match(page, /It must contain INC-\[0-9\]\+, for GitHub · payments-api · admin/);
  await ann.choose({ action_id: 'reason_other', text: 'INC-7' });
  assert.match(errorAt(await ann.submit(), 'reason_other'), /at least 20 characters: Payroll/);
  await ann.choose({ action_id: 'reason_other', text: 'because of that outage' });
  assert.match(errorAt(await ann.submit(), 'reason_other'), /INC-\[0-9\]\+: GitHub/);
  await ann.choose({ action_id: 'reason_other', text: 'because of outage INC-7' });
  assert.equal((await ann.submit()).result, 'cleared');
  assert.match(JSON.stringify((await mia.seesMessage('asks for')).blocks), /because of outage INC-7/);
}));

test('where no reason is needed none is asked for', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  importConnections(world, 'GitHub,,repository,payments-api,write,,,,none');
  await toDetails(ann, write(ann));
  assert.doesNotMatch(await modalText(ann), /Choose a reason|reason_other/);
  assert.equal((await ann.submit()).result, 'cleared');
  assert.doesNotMatch(JSON.stringify((await mia.seesMessage('asks for')).blocks), /Reason/);
}));

test('a rule that an import brings while the form is open is shown with its field', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await toDetails(ann, write(ann));
  await ann.choose({ label: 'Reason', option: 'Audit' });
  importConnections(world, 'GitHub,,repository,payments-api,write,,,2h,text:5');
  const first = await ann.submit();
  assert.match(errorAt(first, 'duration'), /at most 2 hours/);
  await ann.choose({ label: 'Duration', option: 'Temporary' });
  await ann.seesModal('At least 5 characters');
  await ann.choose({ label: 'Ends', datetime: from_now(hour) });
  await ann.choose({ action_id: 'reason_other', text: 'a reason' });
  assert.equal((await ann.submit()).result, 'cleared');
  await mia.seesMessage('asks for');
}));

test('no account: the owner and the link are named, the rest is sent', () => withSettings(
  '[integrations.wiki]\naccount_url = "https://wiki.example.com/signup"\n', async (world, who) => {
    const [ann, mia] = ['ann', 'mia'].map(who);
    await toDetails(ann, () => selectAll(ann));
    const page = await modalText(ann);
    assert.match(page, /\*2 access grants in GitHub and Payroll\* for you/, 'what is left out is not asked for');
    assert.match(page, /You have no account in \*Wiki\*: 1 access grant is left out/);
    assert.match(page, /Please ask its owner/);
    assert.match(page, /https:\/\/wiki.example.com\/signup/);
    await ann.choose({ label: 'Reason', option: 'Audit' });
    assert.equal((await ann.submit()).result, 'cleared');
    assert.doesNotMatch((await mia.seesMessage('asks for')).text, /Wiki/);
  }));

test('an account that is missing is made when the access is granted, where the application does that', () => withSettings(
  '[integrations.Wiki]\ncreate_identities = true\n', async (world, who) => {
    const [ann, mia, adam] = ['ann', 'mia', 'adam'].map(who);
    await toDetails(ann, () => ann.choose({ label: 'Wiki', check: ['handbook · edit'] }));
    await ann.seesModal('an account will be created');
    await ann.choose({ label: 'Reason', option: 'Audit' });
    assert.equal((await ann.submit()).result, 'cleared');
    await clickCard(mia, 'Approve');
    await clickCard(adam, 'Approve');
    assert.match(JSON.stringify((await adam.seesMessage('Please grant')).blocks), /none yet: please create one/);
    await clickCard(adam, 'Done');
    await ann.seesMessage('Granted:');
    assert.equal(world.latchkey('audit', 'verify').status, 0);
    // It is held now, in an account of her own.
    await openForm(ann, 'Ben Ito', 'ben');
    assert.doesNotMatch(await modalText(ann), /handbook/);
  }));

test('a service account is offered, never preselected, and gets the access if it is chosen', () => withWorld(async (world, who) => {
  const [ben, mia, omar] = ['ben', 'mia', 'omar'].map(who);
  await openForm(ben, 'Max Many', 'max');
  await ben.choose({ label: 'GitHub', check: ['service-001 · read'] });
  assert.equal((await ben.submit()).result, 'updated');
  await ben.seesModal('Who decides');
  const [modal] = await ben.modals();
  const select = modal.view.blocks.find((block) => block.element?.action_id === 'identity').element;
  assert.equal(select.initial_option.text.text, 'ben-gh');
  assert.deepEqual(select.options.map((option) => option.text.text), ['ben-gh', 'deploy-bot']);
  await ben.choose({ label: 'Account in GitHub', option: 'deploy-bot' });
  await ben.choose({ label: 'Reason', option: 'Audit' });
  assert.equal((await ben.submit()).result, 'cleared');
  await clickCard(mia, 'Approve');
  await clickCard(omar, 'Approve');
  assert.match(JSON.stringify((await omar.seesMessage('Please grant')).blocks), /\*Account:\* deploy-bot/);
  await clickCard(omar, 'Done');
  await ben.seesMessage('Granted:');
  // The service account has it, so it is left out for that one; his own account still lacks it.
  await openForm(ben, 'Max Many', 'max');
  await ben.choose({ label: 'GitHub', check: ['service-001 · read', 'service-002 · read'] });
  await ben.submit();
  await ben.seesModal('Who decides');
  await ben.choose({ label: 'Account in GitHub', option: 'deploy-bot' });
  await ben.seesModal('deploy-bot has, or waits for, 1 access grant already');
  await ben.choose({ label: 'Reason', option: 'Audit' });
  assert.equal((await ben.submit()).result, 'cleared');
  const cards = await world.until('the second card', async () => {
    const all = (await mia.messages()).filter((message) => message.text.includes('asks for'));
    return all.length > 1 && all;
  });
  assert.match(cards.at(-1).text, /service-002/);
}));

test('of several accounts the chosen one gets the access', () => withWorld(async (world, who) => {
  const [ann, mia, olga] = ['ann', 'mia', 'olga'].map(who);
  await toDetails(ann, () => ann.choose({ label: 'Payroll', check: ['reports · view'] }));
  await ann.choose({ label: 'Account in Payroll', option: 'ann-pay-2' });
  await ann.choose({ label: 'Reason', option: 'Audit' });
  assert.equal((await ann.submit()).result, 'cleared');
  await clickCard(mia, 'Approve');
  await clickCard(olga, 'Approve');
  assert.match(JSON.stringify((await olga.seesMessage('Please grant')).blocks), /\*Account:\* ann-pay-2/);
}));

test('a request for somebody else names who decides for them, and they are told', () => withWorld(async (world, who) => {
  const [ann, max, mia] = ['ann', 'max', 'mia'].map(who);
  await ann.openHome();
  await ann.seesHome('Request Access');
  await ann.clickHome('Request Access');
  await ann.seesModal('Access Like');
  await ann.choose({ label: 'Who gets the access', query: 'max', option: 'Max Many' });
  await ann.choose({ label: 'Person', query: 'ben', option: 'Ben Ito' });
  await ann.seesModal('Select all access grants');
  await write(ann)();
  await ann.submit();
  await ann.seesModal('Who decides');
  const page = await modalText(ann);
  assert.match(page, /manager/);
  assert.match(page, /owner of GitHub/);
  await ann.choose({ label: 'Reason', option: 'Audit' });
  assert.equal((await ann.submit()).result, 'cleared');
  await max.seesMessage('for you');
  await mia.seesMessage('asks for');
}));

test('a draft left on page 2 is gone on with there', () => withWorld(async (world, who) => {
  const ann = who('ann');
  await toDetails(ann, write(ann));
  await ann.choose({ label: 'Duration', option: 'Temporary' });
  await ann.seesModal('In your time zone');
  await ann.choose({ label: 'Ends', datetime: from_now(2 * day) });
  await ann.choose({ label: 'Reason', option: 'Incident' });
  await ann.post('close');
  await world.restart();
  await ann.openHome();
  await ann.clickHome('Request Access');
  await ann.clickModal('Continue');
  await ann.seesModal('Who decides');
  assert.equal((await ann.submit()).result, 'cleared', 'the end and the reason were kept');
}));

test('a click on page 2 whose answer was lost in a crash is shown after it', () => withWorld(async (world, who) => {
  const ann = who('ann');
  await toDetails(ann, write(ann));
  await world.call('POST', '/control/faults', { method: 'views.update', kind: 'http_500', times: 1000 });
  await ann.choose({ label: 'Duration', option: 'Temporary' });
  await world.kill();
  await world.call('DELETE', '/control/faults');
  await world.startDaemon();
  await ann.seesModal('In your time zone');
}));

test('a closed request can be repeated: the form opens as it was filled in', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await toDetails(ann, write(ann));
  await ann.choose({ label: 'Reason', option: 'Other' });
  await ann.choose({ action_id: 'reason_other', text: 'moving teams' });
  await ann.choose({ action_id: 'details', text: 'in March' });
  assert.equal((await ann.submit()).result, 'cleared');
  const tracker = await ann.seesMessage('pending');
  await ann.clickMessage(tracker.ts, 'View request');
  await ann.seesModal('Withdraw');
  assert.doesNotMatch(await modalText(ann), /"Repeat"/, 'not while it is open');
  await ann.post('close', { all: true });
  await clickCard(mia, 'Deny');
  await mia.choose({ action_id: 'comment', text: 'not yet' });
  await mia.submit();
  await ann.seesMessage('not yet');
  await ann.clickMessage(tracker.ts, 'View request');
  await ann.seesModal('Repeat');
  await ann.clickModal('Repeat');
  await ann.seesModal('This is as you asked');
  await seesTicked(ann, 'payments-api · write');
  assert.equal((await ann.submit()).result, 'updated');
  assert.match(await modalText(ann), /moving teams.*in March|in March.*moving teams/s);
  assert.equal((await ann.submit()).result, 'cleared');
  const card = await world.until('another card', () => cardWith(mia, 'Approve'));
  assert.match(card.text, /payments-api · write/);
}));
