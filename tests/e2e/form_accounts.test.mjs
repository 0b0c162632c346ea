// Page 2 of the request form with ten times the accounts and applications that one page holds.
import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { companyWith } from './company/more.mjs';
import { withWorld } from './world.mjs';
import { clickCard, openForm, selectAll } from './steps.mjs';

// A company whose `application` makes the accounts that are missing: its folder has the settings, too.
function creating(application, more) {
  const folder = companyWith(more);
  const settings = path.join(folder, 'latchkey.toml');
  fs.writeFileSync(settings, `[integrations.${application}]\ncreate_identities = true\n`);
  return { company: folder, env: { LATCHKEY_CONFIG: settings } };
}

const nth = (n, width = 4) => String(n).padStart(width, '0');
const viewOf = async (person) => (await person.modals()).at(-1).view;
const textOf = async (person) => JSON.stringify(await viewOf(person));

test('one of a thousand service accounts is found by typing, and gets the access', () => withWorld(async (world, who) => {
  const [ben, mia, omar] = ['ben', 'mia', 'omar'].map(who);
  await openForm(ben, 'Max Many', 'max');
  await ben.choose({ label: 'GitHub', check: ['service-001 · read'] });
  assert.equal((await ben.submit()).result, 'updated');
  await ben.seesModal('Who decides');
  const select = (await viewOf(ben)).blocks.find((block) => block.element?.action_id === 'identity').element;
  assert.equal(select.initial_option.text.text, 'ben-gh', 'his own is chosen');
  const found = async (query) => (await ben.post('suggest', { action_id: 'identity', query }));
  // All that Slack takes, and that there is more; every one can be found.
  const all = await found('');
  const options = all.options ?? all.option_groups.flatMap((group) => group.options);
  assert.equal(options.length, 100);
  assert.equal(options[0].text.text, 'ben-gh');
  for (const n of [1, 99, 100, 101, 500, 777, 1000]) {
    const [first] = (await found(`robot ${nth(n)}`)).options;
    assert.equal(first.text.text, `robot-${nth(n)}`);
    assert.equal(first.description.text, 'Service account');
  }
  assert.deepEqual((await found('nosuchthing')).options, []);
  await ben.choose({ label: 'Account in GitHub', query: 'robot 0777', option: 'robot-0777' });
  await world.until('it is shown as chosen', async () => (await viewOf(ben)).blocks.some((block) =>
    block.element?.action_id === 'identity' && block.element.initial_option?.text.text === 'robot-0777'));
  await ben.choose({ label: 'Reason', option: 'Audit' });
  assert.equal((await ben.submit()).result, 'cleared');
  await clickCard(mia, 'Approve');
  await clickCard(omar, 'Approve');
  assert.match(JSON.stringify((await omar.seesMessage('Please grant')).blocks), /\*Account:\* robot-0777/);
}, { company: companyWith({ identities: Array.from({ length: 1000 }, (_, i) =>
  [`robot-${nth(i + 1)}-id`, `robot-${nth(i + 1)}`, '', 'robot', 'app-1', 'GitHub', 'OWNS', 'ben@example.com']) }) }));

// Ben has something in a thousand applications; in the first 400 Ann has two accounts, in the others none.
const applications = Array.from({ length: 1000 }, (_, i) => `App ${nth(i + 1)}`);
const wide = () => companyWith({
  identities: applications.slice(0, 400).flatMap((app, i) => [1, 2].map((n) =>
    [`ann-${i}-${n}`, `ann-${n}-in-${nth(i + 1)}`, 'ann@example.com', 'Ann Lee', `wide-${i}`, app, 'IS', 'ann@example.com'])),
  entitlements: applications.map((app, i) =>
    [app, '', 'use', 'true', 'ben@example.com', `ben-${i}`, `ben-in-${nth(i + 1)}`, 'Ben Ito', '', '', '', '', '']),
});

test('four hundred applications with a choice, and six hundred without an account, are asked for at once', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await openForm(ann, 'Ben Ito', 'ben');
  await selectAll(ann);
  await world.until('all is ticked', async () => /"initial_options"/.test(await textOf(ann)));
  assert.equal((await ann.submit()).result, 'updated');
  await ann.seesModal('Who decides');
  // Every application stands on exactly one page.
  const places = new Map();
  const pages = Number((await textOf(ann)).match(/Page 1 of (\d+)/)[1]);
  let shown = 1;
  const turn = async (to) => {
    for (; shown !== to; shown += Math.sign(to - shown)) {
      await ann.clickModal(to > shown ? 'Next page' : 'Previous page');
      await ann.seesModal(`Page ${shown + Math.sign(to - shown)} of ${pages}`);
    }
  };
  for (let page = 1; page <= pages; ++page) {
    await turn(page);
    const view = await viewOf(ann);
    const note = (app) => places.set(app, [...(places.get(app) ?? []), page]);
    assert.match(JSON.stringify(view), /601 of them there is no account: 601 access grants are left out/);
    for (const [, app] of JSON.stringify(view).matchAll(/no account in \*(App \d{4})\*/g)) note(app);
    for (const block of view.blocks) {
      if (block.element?.action_id === 'identity') note(block.label.text.replace('Account in ', ''));
    }
  }
  for (const app of applications) assert.equal(places.get(app)?.length, 1, app);
  // What was chosen on one page stays while others are shown.
  const chosen = [400, 370];
  for (const n of chosen) {
    await turn(places.get(`App ${nth(n)}`)[0]);
    await ann.choose({ label: `Account in App ${nth(n)}`, option: `ann-2-in-${nth(n)}` });
  }
  assert.notEqual(places.get('App 0400')[0], places.get('App 0370')[0]);
  await turn(places.get('App 0400')[0]);
  await world.until('it is still chosen', async () => (await viewOf(ann)).blocks.some((block) =>
    block.element?.initial_option?.text.text === 'ann-2-in-0400'));
  await ann.choose({ label: 'Reason', option: 'New project' });
  assert.equal((await ann.submit()).result, 'cleared');
  await ann.seesMessage('402 pending');
  await mia.seesMessage('asks for');
  const told = world.latchkey('request', 'show', '1', '--json');
  assert.equal(told.status, 0, told.stderr);
  const accounts = new Map(JSON.parse(told.stdout).items.map((item) => [item.application, item.account]));
  for (let n = 1; n <= 400; ++n) {
    const wanted = chosen.includes(n) ? `ann-2-in-${nth(n)}` : `ann-1-in-${nth(n)}`;
    assert.equal(accounts.get(`App ${nth(n)}`), wanted);
  }
  for (let n = 401; n <= 1000; ++n) assert.equal(accounts.get(`App ${nth(n)}`), undefined);
}, { company: wide() }));

test('an account that is made on grant can be chosen again after a service account was', () => withWorld(async (world, who) => {
  const zoe = who('zoe');
  await openForm(zoe, 'Ben Ito', 'ben');
  await zoe.choose({ label: 'Payroll', check: ['reports · view'] });
  assert.equal((await zoe.submit()).result, 'updated');
  await zoe.seesModal('Who decides');
  const chosen = async () => (await viewOf(zoe)).blocks.find((block) => block.element?.action_id === 'identity').element.initial_option.text.text;
  assert.equal(await chosen(), 'A new account');
  await zoe.choose({ label: 'Account in Payroll', option: 'report-bot-2' });
  await world.until('it is chosen', async () => (await chosen()) === 'report-bot-2');
  await zoe.choose({ label: 'Account in Payroll', option: 'A new account' });
  await world.until('it is chosen', async () => (await chosen()) === 'A new account');
  await zoe.choose({ label: 'Reason', option: 'Audit' });
  assert.equal((await zoe.submit()).result, 'cleared');
  assert.equal(JSON.parse(world.latchkey('request', 'show', '1', '--json').stdout).items[0].account, '');
}, creating('Payroll', { identities: [1, 2].map((n) =>
  [`report-bot-${n}-id`, `report-bot-${n}`, '', 'report bot', 'app-2', 'Payroll', 'OWNS', 'zoe@example.com']) })));
