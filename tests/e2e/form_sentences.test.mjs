// Sentences of the request form that nobody meets who only follows it: what is gone, what is everywhere already, and what
// Slack itself would have asked for.
import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { companyWith, inGitHub } from './company/more.mjs';
import { withWorld } from './world.mjs';
import { cardWith, clickCard, openForm, selectAll, sendForm } from './steps.mjs';
import { boxes, deliver, formText, openCustom, openLike, openTitle, payload, seesField, seesTicked } from './form_steps.mjs';

const write = 'payments-api · write';
const answerOf = (answer) => JSON.parse(answer.body ?? answer.answer ?? answer.response?.body);
const nothingSent = async (...people) => {
  for (const person of people) assert.deepEqual(await person.messages(), [], person.email);
};

async function importRows(world, kind, header, ...rows) {
  const file = path.join(world.folder, `${kind}-changed.csv`);
  fs.writeFileSync(file, `${[header, ...rows].join('\n')}\n`);
  const run = await world.command('import', kind, file);
  assert.equal(run.status, 0, run.stdout + run.stderr);
}
const importUsers = (world, ...rows) =>
  importRows(world, 'users', 'User ID,Full Name,Work Email,Department,Title,End Date,Manager Work Email,Roles', ...rows);
const importRules = (world, ...rows) =>
  importRows(world, 'connections', 'App,Resource Type,Resource,Privilege Name,Requestable', ...rows);

// A new form like Ben, whatever was left of an older one.
async function openLikeBen(person) {
  if ((await person.modals()).length > 0) await person.post('close', { all: true });
  await openLike(person, 'Person');
  await seesField(person, 'person');
  await person.choose({ label: 'Person', query: 'ben', option: 'Ben Ito' });
}

// Ann on page 2, wanting to write payments-api, with a reason.
async function toDetails(ann) {
  await openLikeBen(ann);
  await ann.seesModal('Select all access grants');
  await ann.choose({ label: 'GitHub', check: [write] });
  assert.equal((await ann.submit()).result, 'updated');
  await ann.seesModal('Who decides');
  await ann.choose({ label: 'Reason', option: 'Audit' });
  await ann.world.until('the page has followed', async () => /initial_option.*Audit/.test(JSON.stringify((await ann.modals()).at(-1).view)));
}

test('where nobody could carry it out, Submit says so and whom to ask', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await openForm(ann, 'Ben Ito', 'ben');
  await ann.choose({ label: 'Payroll', check: ['reports · view'] });
  assert.equal((await ann.submit()).result, 'updated');
  await ann.seesModal('Who decides');
  await ann.choose({ label: 'Reason', option: 'Audit' });
  // Her manager could decide, but the owner has left, and so have those who would do it in the owner's place.
  await importUsers(world, 'E6,Olga Petrova,olga@example.com,Product,Payroll Lead,2020-01-31,mia@example.com,',
    'E7,Rita Gómez,rita@example.com,Product,Risk Manager,2020-01-31,,',
    'E8,Adam Okafor,adam@example.com,Product,IT Administrator,2020-01-31,,');
  assert.equal((await ann.submit()).result, 'updated');
  await ann.seesModal('Nobody could carry out access to Payroll: it has no owner, and there is neither an administrator nor a risk manager.');
  await seesTicked(ann, 'reports · view');
  await nothingSent(ann, mia);
  // With a risk manager there is somebody to do it, and the page says so no more.
  await importUsers(world, 'E7,Rita Gómez,rita@example.com,Product,Risk Manager,,,risk manager');
  assert.equal((await ann.submit()).result, 'updated');
  await ann.seesModal('Who decides');
  assert.equal((await ann.submit()).result, 'cleared');
  await clickCard(mia, 'Approve');
  const rita = who('rita');
  await world.until('Rita approves or grants', async () => (await cardWith(rita, 'Approve')) ?? (await cardWith(rita, 'Done')));
}));

test('an account that has all of it is refused, with the way out of it', () => withWorld(async (world, who) => {
  const [ben, mia, omar] = ['ben', 'mia', 'omar'].map(who);
  const again = async () => {
    await openForm(ben, 'Max Many', 'max');
    await ben.choose({ label: 'GitHub', check: ['service-001 · read'] });
    assert.equal((await ben.submit()).result, 'updated');
    await ben.seesModal('Who decides');
    await ben.choose({ label: 'Account in GitHub', option: 'deploy-bot' });
  };
  await again();
  await ben.choose({ label: 'Reason', option: 'Audit' });
  assert.equal((await ben.submit()).result, 'cleared');
  await clickCard(mia, 'Approve');
  await clickCard(omar, 'Approve');
  await clickCard(omar, 'Done');
  await ben.seesMessage('Granted:');
  await again();
  await ben.seesModal('deploy-bot has, or waits for, 1 access grant already: left out');
  // Nothing is left that a reason or a decision could be about.
  const page = await formText(ben);
  assert.match(page, /Nothing of it is left to ask for/);
  assert.match(page, /Choose an account that gets the access first/);
  assert.doesNotMatch(page, /Choose a reason|Nobody can decide/);
  assert.equal((await ben.submit()).result, 'updated');
  await ben.seesModal('The chosen account in GitHub has, or waits for, all of this already. Choose another account.');
  assert.equal((await mia.messages()).filter((message) => /asks for/.test(message.text)).length, 1);
  // His own account still lacks it.
  await ben.choose({ label: 'Account in GitHub', option: 'ben-gh' });
  await ben.seesModal('Choose a reason');
  await ben.choose({ label: 'Reason', option: 'Audit' });
  assert.equal((await ben.submit()).result, 'cleared');
  await world.until('both are asked for', async () =>
    (await mia.messages()).filter((message) => /asks for/.test(message.text)).length === 2);
}));

test('what Slack asks for itself is asked for again by us, whatever is sent', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await openLike(ann, 'Person');
  const empty = await payload(ann, 'view_submission');
  assert.deepEqual(answerOf(await deliver(ann, empty)).errors, { person: 'Choose the person whose access is asked for.' });
  await ann.choose({ label: 'Access Like', option: 'Job Title' });
  await seesField(ann, 'title');
  const untitled = await payload(ann, 'view_submission');
  assert.deepEqual(answerOf(await deliver(ann, untitled)).errors, { title: 'Choose the job title whose access is asked for.' });
  await ann.post('close', { all: true });
  await toDetails(ann);
  await ann.choose({ label: 'Duration', option: 'Temporary' });
  await ann.seesModal('In your time zone');
  const endless = await payload(ann, 'view_submission');
  assert.deepEqual(answerOf(await deliver(ann, endless)).errors, { ends: 'Choose when the access ends.' });
  const hopeless = await payload(ann, 'view_submission');
  const reasons = hopeless.view.blocks.find((block) => block.block_id === 'reason').element.options;
  hopeless.view.state.values.reason = { reason: { type: 'static_select', selected_option: { ...reasons[0], value: '99' } } };
  hopeless.view.state.values.ends = { ends: { type: 'datetimepicker', selected_date_time: Math.floor(Date.now() / 1000) + 86400 } };
  assert.deepEqual(answerOf(await deliver(ann, hopeless)).errors, { reason: 'Choose a reason.' });
  await nothingSent(ann, mia);
}));

test('a purpose is asked for again by us, and how long it lasts is said before it is sent', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  const lasting = (days) => importRows(world, 'purposes', 'Purpose Name,Description,Longest Duration,Status,Entities',
    `On-call,Watch payments,${days},active,GitHub > payments-api > write`);
  await lasting('7d');
  await toDetails(ann);
  await ann.choose({ label: 'Duration', option: 'Temporary' });
  await ann.seesModal('granted from Start until Stop');
  const [answer] = Object.values(answerOf(await deliver(ann, await payload(ann, 'view_submission'))).errors);
  assert.equal(answer, 'Choose a purpose.');
  await ann.choose({ label: 'Purpose', query: '', option: 'On-call' });
  await ann.seesModal('7 days after the first Start');
  await lasting('3d');
  assert.equal((await ann.submit()).result, 'updated');
  await ann.seesModal('How long the purpose lasts has changed since this page was shown');
  await ann.seesModal('3 days after the first Start');
  await nothingSent(ann, mia);
  assert.equal((await ann.submit()).result, 'cleared');
  await mia.seesMessage('asks for');
}, { env: { LATCHKEY_ACCESS_TEMPORARY_ACCESS: 'purpose' } }));

test('a page that was left open says what is gone, or missing, of it meanwhile', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await toDetails(ann);
  const sent = await payload(ann, 'view_submission');
  // Another window of the same form asks for what nobody was named for yet.
  await ann.clickModal('Back');
  await ann.seesModal('Access Like');
  await ann.choose({ label: 'Access Like', option: 'Job Title' });
  await seesField(ann, 'title');
  assert.match(JSON.stringify(answerOf(await deliver(ann, sent)).view), /Choose whose access is asked for\./);
  await ann.choose({ label: 'Access Like', option: 'Person' });
  await ann.seesModal('Select all access grants');
  await ann.choose({ label: 'GitHub', check: [write] });
  assert.equal((await ann.submit()).result, 'updated');
  await ann.seesModal('Who decides');
  // Nothing of it can be asked for any more.
  await importRules(world, 'GitHub,repository,payments-api,write,no');
  await ann.choose({ label: 'Reason', option: 'Audit' }).catch(() => {});
  await ann.seesModal('Access Like');
  assert.match(JSON.stringify(answerOf(await deliver(ann, { ...sent, trigger_id: '7.7.7' })).view),
    /None of the chosen access grants can be requested any more/);
  // A form that was started over is gone, and says what to press.
  await ann.post('close', { all: true });
  await ann.clickHome('Request Access');
  await ann.clickModal('Start over');
  await ann.seesModal('Access Like');
  assert.match(JSON.stringify(answerOf(await deliver(ann, { ...sent, trigger_id: '8.8.8' })).view),
    /This form is not there any more\. Please press \*Request Access\* again\./);
  await nothingSent(ann, mia);
}));

test('a list without a box says why there is none', () => withWorld(async (world, who) => {
  const [ann, zoe] = ['ann', 'zoe'].map(who);
  // Zoe holds nothing; Max and Ben all that the other titles' holders share.
  await openForm(ann, 'Ben Ito', 'ben');
  await ann.choose({ label: 'Person', query: 'zoe', option: "Zoe O'Hara" });
  await ann.seesModal('has no access.');
  await ann.post('close', { all: true });
  await openTitle(ann, 'Engineer');
  await ann.seesModal('Engineer');
  await ann.seesModal('has everything that at least half of the');
  await ann.post('close', { all: true });
  // Nobody is left who has the title.
  await openTitle(ann, 'Intern');
  await ann.seesModal('have no access that at least half of them share');
  await importUsers(world, "E12,Zoe O'Hara,zoe@example.com,Product,Trainee,,dan@example.com,");
  await ann.choose({ label: 'Who gets the access', query: 'ben', option: 'Ben Ito' });
  await ann.seesModal('Nobody has the title');
  await ann.post('close', { all: true });
  // All that is lacked is asked for already, or cannot be asked for.
  await importRules(world, 'GitHub,repository,payments-api,admin,no', 'Wiki,repository,handbook,edit,no', 'Payroll,repository,reports,view,no');
  await openLikeBen(ann);
  await ann.seesModal('3 more that cannot be requested');
  await selectAll(ann);
  await seesTicked(ann, write);
  assert.equal((await sendForm(ann)).result, 'cleared');
  await openLikeBen(ann);
  await ann.seesModal('All of this is already requested and pending: there is nothing to choose.');
  assert.deepEqual(await boxes(ann), []);
  await ann.post('close', { all: true });
  await importRules(world, 'GitHub,repository,website,read,no');
  await zoe.openHome();
  await openLike(zoe, 'Person');
  await zoe.choose({ label: 'Person', query: 'ann', option: 'Ann Lee' });
  await zoe.seesModal('lacks of it (1 access grant) cannot be requested.');
}, { company: companyWith({ entitlements: [inGitHub('dan', 'website', 'read'), inGitHub('tess', 'website', 'read')] }) }));

test('what a search found and an import took away meanwhile is said when it is chosen', () => withWorld(async (world, who) => {
  const ann = who('ann');
  await openCustom(ann);
  const found = async (query) => (await ann.post('suggest', { action_id: 'find_access', query })).options[0];
  const [handbook, reports] = [await found('handbook'), await found('reports')];
  const choose = async (option, at) => {
    const { view } = (await ann.modals()).at(-1);
    const block = view.blocks.find((one) => /^find_access/.test(one.block_id)).block_id;
    await deliver(ann, await payload(ann, 'block_actions', {
      actions: [{ type: 'external_select', action_id: 'find_access', block_id: block, action_ts: at, selected_option: option }] }));
  };
  await importRules(world, 'Wiki,repository,handbook,edit,no');
  await choose(handbook, '9999999990.1');
  await ann.seesModal('Wiki · handbook · edit cannot be requested.');
  await choose({ ...reports, value: '987654' }, '9999999991.1');
  await ann.seesModal('This access is not there any more.');
  const rows = fs.readFileSync(path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), 'company/entitlements.csv'), 'utf8')
    .trim().split('\n');
  await importRows(world, 'entitlements', ...rows.filter((row) => /^(App|Payroll)/.test(row)),
    'Payroll,,view,true,ann@example.com,ann-pay-id,ann-pay,Ann Lee,,,reports,repository,');
  await choose(reports, '9999999992.1');
  await ann.seesModal('Payroll · reports · view is held already.');
  assert.deepEqual(await boxes(ann), []);
}));
