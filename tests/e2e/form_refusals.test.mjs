// What the request form refuses, each with the sentence that a person reads and with nothing sent; and what it finds
// although it was typed badly.
import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { companyWith } from './company/more.mjs';
import { withWorld } from './world.mjs';
import { cardWith, clickCard, openForm, sendForm } from './steps.mjs';
import { boxes, deliver, formText, openCustom, openLike, payload, seesTicked } from './form_steps.mjs';

const day = 24 * 3600;
const viewOf = async (person) => JSON.stringify((await person.modals()).at(-1).view);
const nothingSent = async (...people) => {
  for (const person of people) assert.deepEqual(await person.messages(), [], person.email);
};
const write = 'payments-api · write';

// Ann on page 2, wanting to write payments-api.
async function toDetails(ann) {
  await openForm(ann, 'Ben Ito', 'ben');
  await ann.choose({ label: 'GitHub', check: [write] });
  assert.equal((await ann.submit()).result, 'updated');
  await ann.seesModal('Who decides');
}

// These people have left, as of now.
async function leave(world, ...rows) {
  const file = path.join(world.folder, 'left.csv');
  fs.writeFileSync(file, `User ID,Full Name,Work Email,Department,Title,End Date,Manager Work Email,Roles\n${rows.join('\n')}\n`);
  const run = await world.command('import', 'users', file);
  assert.equal(run.status, 0, run.stdout + run.stderr);
}

function withSettings(toml, run, options = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'latchkey-e2e-settings-'));
  const file = path.join(folder, 'latchkey.toml');
  fs.writeFileSync(file, toml);
  return withWorld(run, { ...options, env: { LATCHKEY_CONFIG: file } })
    .finally(() => fs.rmSync(folder, { recursive: true, force: true }));
}

test('where nobody may decide, Submit says so and whom that concerns', () => withWorld(async (world, who) => {
  const [mia, omar] = ['mia', 'omar'].map(who);
  // Mia has no manager, Wiki no owner, and neither a risk manager nor an administrator is left.
  await leave(world, 'E7,Rita Gómez,rita@example.com,Product,Risk Manager,2020-01-31,,',
    'E8,Adam Okafor,adam@example.com,Product,IT Administrator,2020-01-31,,');
  await openForm(mia, 'Ben Ito', 'ben');
  await mia.choose({ label: 'Wiki', check: ['handbook · edit'] });
  assert.equal((await mia.submit()).result, 'updated');
  await mia.seesModal('Nobody can decide about this yet');
  await mia.choose({ label: 'Reason', option: 'Audit' });
  assert.equal((await mia.submit()).result, 'updated');
  await mia.seesModal('Nobody may decide about access to Wiki');
  assert.match(await formText(mia), /ask an administrator to name an owner/);
  // What was chosen is still there, and something else can be asked for instead.
  await seesTicked(mia, 'handbook · edit');
  await nothingSent(mia, omar);
  await mia.choose({ label: 'Wiki', uncheck: ['handbook · edit'] });
  await mia.choose({ label: 'GitHub', check: [write] });
  assert.equal((await sendForm(mia, 'Audit')).result, 'cleared');
  await omar.seesMessage('asks for');
}, { company: companyWith({ identities: [['mia-wiki-id', 'mia-wiki', 'mia@example.com', 'Mia Novak', 'app-3', 'Wiki', 'IS', 'mia@example.com']] }) }));

test('where nothing chosen has an account, every application names its owner and its link', () => withSettings(
  '[integrations.wiki]\naccount_url = "https://wiki.example.com/signup"\n', async (world, who) => {
    const [zoe, ann, mia] = ['zoe', 'ann', 'mia'].map(who);
    await openForm(zoe, 'Ben Ito', 'ben');
    await zoe.choose({ label: 'Payroll', check: ['reports · view'] });
    await zoe.choose({ label: 'Wiki', check: ['handbook · edit'] });
    assert.equal((await zoe.submit()).result, 'updated');
    await zoe.seesModal('Nothing of this can be requested now');
    const page = await viewOf(zoe);
    assert.match(page, /You have no account in \*Payroll\*: 1 access grant is left out\. Please ask its owner <@U0E6>/);
    assert.match(page, /You have no account in \*Wiki\*: 1 access grant is left out\. Please ask its owner <@U0E8>/);
    assert.match(page, /<https:\/\/wiki\.example\.com\/signup\|Get an account>/);
    await seesTicked(zoe, 'reports · view', 'handbook · edit');
    // For somebody else it is said of them.
    await openForm(ann, 'Ben Ito', 'ben');
    await ann.choose({ label: 'Who gets the access', query: 'zoe', option: "Zoe O'Hara" });
    await ann.seesModal('website · read');
    await ann.choose({ label: 'Wiki', check: ['handbook · edit'] });
    assert.equal((await ann.submit()).result, 'updated');
    await ann.seesModal('Nothing of this can be requested now');
    assert.match(await viewOf(ann), /<@U0E12> has no account in \*Wiki\*/);
    // With something that can be had beside it the form goes on, without the rest.
    await zoe.choose({ label: 'GitHub', check: [write] });
    assert.equal((await zoe.submit()).result, 'updated');
    await zoe.seesModal('Who decides');
    await nothingSent(zoe, ann, mia);
  }));

test('where only a service account could get it, the form stays on its page until one is chosen', () => withWorld(async (world, who) => {
  const [sue, mia] = ['zoe', 'mia'].map(who);
  await openForm(sue, 'Ben Ito', 'ben');
  await sue.choose({ label: 'Payroll', check: ['reports · view'] });
  assert.equal((await sue.submit()).result, 'updated');
  await sue.seesModal('You have no account of your own in Payroll');
  // Whatever is chosen first, the page with the account stays.
  await sue.choose({ label: 'Duration', option: 'Temporary' });
  await sue.seesModal('In your time zone');
  await sue.choose({ label: 'Duration', option: 'Permanent' });
  await world.until('no end is asked for', async () => !/In your time zone/.test(await formText(sue)));
  assert.equal((await sue.submit()).result, 'updated');
  await sue.seesModal('Choose an account that gets the access');
  await nothingSent(sue, mia);
  await sue.choose({ label: 'Account in Payroll', option: 'report-bot' });
  await sue.seesModal('Choose a reason');
  await sue.choose({ label: 'Reason', option: 'Audit' });
  assert.equal((await sue.submit()).result, 'cleared');
  await sue.seesMessage('You asked for Payroll · reports · view');
}, { company: companyWith({ identities: [['report-bot-id', 'report-bot', '', 'report bot', 'app-2', 'Payroll', 'OWNS', 'zoe@example.com']] }) }));

test('Other without a word of why is refused at its field', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await toDetails(ann);
  await ann.choose({ label: 'Reason', option: 'Other' });
  for (const text of [undefined, '   ']) {
    if (text) await ann.choose({ action_id: 'reason_other', text });
    const refused = await ann.submit();
    assert.equal(refused.result, 'errors', JSON.stringify(refused));
    assert.deepEqual(refused.errors, { reason_other: 'Say why the access is needed.' });
  }
  await nothingSent(ann, mia);
  await ann.choose({ action_id: 'reason_other', text: 'moving teams' });
  assert.equal((await ann.submit()).result, 'cleared');
  assert.match(JSON.stringify((await mia.seesMessage('asks for')).blocks), /\*Reason:\* moving teams/);
}));

test('a form without a reason, and one that is like oneself, says what is missing', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await openLike(ann, 'Person');
  await ann.choose({ label: 'Person', query: 'ann', option: 'Ann Lee' });
  await ann.seesModal('This is the same person');
  assert.deepEqual(await boxes(ann), []);
  const nothing = await ann.submit();
  assert.equal(nothing.result, 'errors');
  assert.deepEqual(nothing.errors, { access_like: 'Select at least one access grant.' });
  await ann.choose({ label: 'Person', query: 'ben', option: 'Ben Ito' });
  await ann.seesModal('Select all access grants');
  const none = await ann.submit();
  assert.equal(none.result, 'errors');
  assert.match(Object.keys(none.errors)[0], /^select_all/);
  await ann.choose({ label: 'GitHub', check: [write] });
  assert.equal((await ann.submit()).result, 'updated');
  assert.equal((await ann.submit()).result, 'required', 'Slack itself asks for the reason');
  await nothingSent(ann, mia);
}));

test('Withdraw ends a request: its cards lose their buttons, and it can be asked for again', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await openForm(ann, 'Ben Ito', 'ben');
  await ann.choose({ label: 'GitHub', check: [write] });
  assert.equal((await sendForm(ann)).result, 'cleared');
  await world.until('a card', () => cardWith(mia, 'Approve'));
  const tracker = await ann.seesMessage('1 pending');
  await ann.clickMessage(tracker.ts, 'View request');
  await ann.seesModal('Withdraw');
  // Who thinks better of it has changed nothing.
  assert.equal((await ann.clickModal('Withdraw', { confirm: false })).outcome, 'cancelled');
  assert.ok(await cardWith(mia, 'Approve'));
  await ann.clickModal('Withdraw', { confirm: true });
  await ann.seesMessage('1 withdrawn');
  await mia.seesMessage('withdr');
  await world.until('no live button', async () => !(await cardWith(mia, 'Approve')));
  await ann.post('close', { all: true });
  await openForm(ann, 'Ben Ito', 'ben');
  assert.ok((await boxes(ann)).some((box) => box.text === write), 'it is not pending any more');
}));

test('an end is the instant that was chosen, whatever the zone of whoever reads of it', () => withWorld(async (world, who) => {
  const [ann, mia, omar] = ['ann', 'mia', 'omar'].map(who);
  await ann.post('users', { set: { tz: 'Asia/Tokyo', tz_label: 'Japan Standard Time', tz_offset: 32400 } });
  await toDetails(ann);
  await ann.choose({ label: 'Reason', option: 'Audit' });
  await ann.choose({ label: 'Duration', option: 'Temporary' });
  await ann.seesModal('In your time zone');
  const ends = Math.floor(Date.now() / 1000) + 3 * day;
  await ann.choose({ label: 'Ends', datetime: ends });
  assert.equal((await ann.submit()).result, 'cleared');
  for (const [person, what] of [[mia, 'asks for'], [ann, '1 pending']])
    assert.match(JSON.stringify((await person.seesMessage(what)).blocks), new RegExp(`<!date\\^${ends}\\^`), person.email);
  await clickCard(mia, 'Approve');
  await clickCard(omar, 'Approve');
  await clickCard(omar, 'Done');
  await ann.seesMessage('Granted:');
  await world.advance(3 * day * 1000);
  await omar.seesMessage('Please remove');
}));

test('/access with an application opens Custom at that application', () => withWorld(async (world, who) => {
  const ann = who('ann');
  await ann.openHome();
  await ann.seesHome('Request Access');
  await ann.post('command', { command: '/access', text: 'github' });
  await ann.seesModal('Access in GitHub');
  const view = (await ann.modals()).at(-1).view;
  const initial = (action) => {
    const { element } = view.blocks.find((block) => block.element?.action_id === action);
    return (element.initial_option).text.text;
  };
  assert.equal(initial('access_like'), 'Custom');
  assert.equal(initial('custom_action'), 'Grant');
  assert.equal(initial('browse'), 'GitHub');
  assert.ok((await boxes(ann)).every((box) => box.label.startsWith('GitHub')));
}));

test('a tick in a form that opens with boxes is kept, and the form is offered again', () => withWorld(async (world, who) => {
  const ann = who('ann');
  await ann.openHome();
  await ann.seesHome('Request Access');
  await ann.post('command', { command: '/access', text: 'github' });
  await ann.seesModal('Access in GitHub');
  const [first] = await boxes(ann);
  await ann.choose({ block_id: first.block, check: [first.text] });
  await ann.post('close');
  await world.restart();
  await ann.clickHome('Request Access');
  await ann.seesModal('It is for you, Custom, with 1 access grant, last changed on');
  await ann.clickModal('Continue');
  await ann.seesModal('Access in GitHub');
  await seesTicked(ann, first.text);
}));

test('a click in a page that is not shown any more is seen before the form goes on', () => withWorld(async (world, who) => {
  const ann = who('ann');
  await openCustom(ann);
  const found = (await ann.post('suggest', { action_id: 'find_access', query: 'reports' })).options[0];
  const old = await payload(ann, 'block_actions');
  const block = old.view.blocks.find((one) => /^find_access/.test(one.block_id)).block_id;
  await ann.choose({ label: 'Find access', query: 'payments', option: write });
  await seesTicked(ann, write);
  // Clicked before that was shown, and delivered when other pages have been shown since.
  assert.equal((await ann.submit()).result, 'updated');
  await ann.clickModal('Back');
  await ann.seesModal('Grant or Revoke');
  await seesTicked(ann, write);
  const { newest } = await world.call('GET', '/control/log?after=0');
  await deliver(ann, { ...old, actions: [{ type: 'external_select', action_id: 'find_access', block_id: block,
    action_ts: ((Date.now() + 1) / 1000).toFixed(6), selected_option: found }] });
  // Slack refuses the new picture by its hash, unless it is the last of those that we have shown ourselves.
  const refused = await world.until('Slack answers to the new picture', async () => {
    const said = JSON.stringify(await world.call('GET', `/control/log?after=${newest}&bodies=true`));
    if (/hash_conflict/.test(said)) return 'refused';
    return (await boxes(ann)).filter((box) => box.ticked).length === 2 && 'shown';
  }) === 'refused';
  if (refused) {
    await seesTicked(ann, write);
    assert.equal((await ann.submit()).result, 'updated');
    await ann.seesModal('Your last change had not reached this page yet');
  }
  await seesTicked(ann, write, 'reports · view');
  assert.equal((await sendForm(ann)).result, 'cleared');
  await ann.seesMessage('2 pending');
}));

test('two Submits at the same moment make one request, and both are told that it is sent', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await toDetails(ann);
  const submit = await payload(ann, 'view_submission');
  const option = submit.view.blocks.find((one) => one.block_id === 'reason').element.options.at(-2);
  submit.view.state.values.reason = { reason: { type: 'static_select', selected_option: option } };
  const answers = await Promise.all(['1.1.1', '2.2.2'].map((trigger_id) => deliver(ann, { ...submit, trigger_id })));
  for (const answer of answers) assert.equal(JSON.parse(answer.body ?? answer.answer ?? answer.response?.body).response_action, 'clear');
  await mia.seesMessage('asks for');
  await ann.seesMessage('1 pending');
  await ann.openHome();
  await ann.seesHome('My requests');
  const home = await world.call('GET', `/control/home?user=${ann.email}`);
  assert.equal(JSON.stringify(home).match(/"block_id":"request:\d+"/g).length, 1);
}));

test('every search of the form forgives case, the middle of a word, and one wrong letter', () => withWorld(async (world, who) => {
  const ann = who('ann');
  const finds = async (action_id, query) =>
    (await ann.post('suggest', { action_id, query })).options.map((option) => option.text.text);
  await openLike(ann, 'Person');
  assert.deepEqual(await finds('person', 'ETROV'), ['Olga Petrova']);
  assert.deepEqual(await finds('person', 'gomez'), ['Rita Gómez']);
  assert.deepEqual(await finds('person', 'hadadd'), ['Omar Haddad']);
  assert.deepEqual(await finds('person', 'etrova lga'), ['Olga Petrova']);
  assert.deepEqual(await finds('person', 'zzz'), []);
  await ann.choose({ label: 'Access Like', option: 'Job Title' });
  await ann.seesModal('Search job titles');
  assert.deepEqual(await finds('title', 'risk manger'), ['Risk Manager']);
  await ann.choose({ label: 'Access Like', option: 'Custom' });
  await ann.seesModal('Browse an application');
  assert.deepEqual(await finds('browse', 'PAYRLOL'), ['Payroll']);
  assert.deepEqual(await finds('browse', 'hub'), ['GitHub']);
  assert.deepEqual(await finds('browse', 'zzzzz'), []);
  assert.deepEqual(await finds('find_access', 'handbok edit'), ['handbook · edit']);
  assert.deepEqual(await finds('find_access', 'yments dmin'), ['payments-api · admin']);
}));
