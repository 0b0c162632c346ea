// The first page of the request form: like a person, like a job title, custom; lists of any length;
// and everything that somebody could do wrong or too late with it. People act by what they read.
import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { companyWith, inGitHub } from './company/more.mjs';
import { withWorld } from './world.mjs';
import { cardWith, clickCard, openForm, selectAll, sendForm } from './steps.mjs';
import { boxes, deliver, formText, openCustom, openTitle, payload, seesField, seesTicked } from './form_steps.mjs';

const texts = async (person) => (await person.messages()).map((message) => message.text);
const answerOf = (delivery) => JSON.parse(delivery.body ?? delivery.answer ?? delivery.response?.body ?? '{}');

test('like a job title: what half of its holders have, with how many hold it', () => withWorld(async (world, who) => {
  const [zoe, omar] = ['zoe', 'omar'].map(who);
  await openTitle(zoe, 'Engineer');
  // Ann, Ben and Dan are engineers; Tess has left. Two of three hold it, everything else one of three.
  await zoe.seesModal('held by 2 of 3');
  assert.deepEqual((await boxes(zoe)).map((box) => [box.text, box.description]), [['website · read', 'held by 2 of 3']]);
  await selectAll(zoe);
  assert.equal((await sendForm(zoe)).result, 'cleared');
  await zoe.seesMessage('1 pending');
  await clickCard(omar, 'Approve');
  await omar.seesMessage('Please grant');
}));

test('like a title without a common grant, and like nobody, says so', () => withWorld(async (world, who) => {
  const zoe = who('zoe');
  await openTitle(zoe, 'Risk Manager');
  await zoe.seesModal('have no access that at least half of them share');
  await zoe.choose({ label: 'Access Like', option: 'Person' });
  await seesField(zoe, 'person');
  const nobody = await zoe.submit();
  assert.equal(nobody.result, 'required', 'Slack itself asks for the person');
  await zoe.choose({ label: 'Access Like', option: 'Job Title' });
  // The title is still chosen: nothing that was said is lost by looking elsewhere.
  await zoe.seesModal('have no access that at least half of them share');
  const nothing = await zoe.submit();
  assert.equal(nothing.result, 'errors');
  assert.deepEqual(nothing.errors, { access_like: 'Select at least one access grant.' });
}));

test('custom: found by searching, added to a list, and unticked again', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await openCustom(ann);
  await ann.seesModal('Nothing is chosen yet');
  assert.doesNotMatch(await formText(ann), /Select all/);
  // Ann has website · read: it is not among what she lacks.
  const held = await ann.post('suggest', { action_id: 'find_access', query: 'website' });
  assert.deepEqual(held.options.map((option) => option.text.text), []);
  await ann.choose({ label: 'Find access', query: 'paym', option: 'payments-api · write' });
  await ann.seesModal('Added: GitHub · payments-api · write');
  await ann.choose({ label: 'Find access', query: 'admin github', option: 'payments-api · admin' });
  await ann.seesModal('Privileged access');
  await ann.choose({ label: 'Find access', query: 'reports', option: 'reports · view' });
  await ann.seesModal('3 access grants');
  await ann.choose({ label: 'Payroll', uncheck: ['reports · view'] });
  assert.equal((await sendForm(ann)).result, 'cleared');
  const card = await mia.seesMessage('asks for');
  assert.match(card.text, /2 access grants \(1 privileged\) in GitHub/);
}));

test('custom: an application is browsed page by page, and what is chosen stays', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await openCustom(ann);
  await ann.seesModal('Browse an application');
  await ann.choose({ label: 'Find access', query: 'handbook', option: 'handbook · edit' });
  await ann.seesModal('Added: Wiki');
  await ann.choose({ label: 'Browse an application', query: '', option: 'GitHub' });
  await ann.seesModal('Page 1 of 4');
  assert.equal((await boxes(ann)).length, 40);
  const [first] = await boxes(ann);
  await ann.choose({ block_id: first.block, check: [first.text] });
  await ann.clickModal('Next page');
  await ann.seesModal('Page 2 of 4');
  const [other] = await boxes(ann);
  await ann.choose({ block_id: other.block, check: [other.text] });
  await ann.clickModal('Previous page');
  await ann.seesModal('Page 1 of 4 · 122 access grants to choose from · 2 chosen elsewhere');
  assert.deepEqual((await boxes(ann)).filter((box) => box.ticked).map((box) => box.text), [first.text]);
  await ann.clickModal('Show what is chosen');
  await seesTicked(ann, 'handbook · edit', first.text, other.text);
  assert.equal((await sendForm(ann)).result, 'cleared');
  const card = await mia.seesMessage('asks for');
  assert.match(card.text, /2 access grants in GitHub/, 'Ann has no account in the wiki');
}));

test('every page of a catalogue together holds everything that is lacked, once', () => withWorld(async (world, who) => {
  const ann = who('ann');
  await openCustom(ann);
  await ann.choose({ label: 'Browse an application', query: 'git', option: 'GitHub' });
  const seen = [];
  for (let page = 1; page <= 4; page++) {
    await ann.seesModal(`Page ${page} of 4`);
    seen.push(...(await boxes(ann)).map((box) => box.text));
    if (page < 4) await ann.clickModal('Next page');
  }
  assert.equal(seen.length, 122);
  assert.equal(new Set(seen).size, 122);
  assert.equal(seen.at(-1), 'payments-api · admin', 'privileged ones come last');
}));

test('for somebody else: what they lack, by their accounts, and they are told', () => withWorld(async (world, who) => {
  const [ann, zoe, omar] = ['ann', 'zoe', 'omar'].map(who);
  await openForm(ann, 'Ben Ito', 'ben');
  await ann.choose({ label: 'Who gets the access', query: 'zoe', option: "Zoe O'Hara" });
  // Ann has website · read, Zoe has not.
  await ann.seesModal('website · read');
  await ann.choose({ label: 'GitHub', check: ['website · read'] });
  assert.equal((await sendForm(ann)).result, 'cleared');
  await zoe.seesMessage('for you');
  await clickCard(omar, 'Approve');
  await clickCard(omar, 'Done');
  await zoe.seesMessage('You have GitHub · website · read now');
}));

test('custom for somebody else keeps what was chosen and drops what they have', () => withWorld(async (world, who) => {
  const ann = who('ann');
  await openCustom(ann);
  await ann.choose({ label: 'Find access', query: 'payments', option: 'payments-api · write' });
  await ann.seesModal('1 access grant');
  await ann.choose({ label: 'Find access', query: 'service-001', option: 'service-001 · read' });
  await ann.seesModal('2 access grants');
  await ann.choose({ label: 'Who gets the access', query: 'max', option: 'Max Many' });
  await ann.seesModal('1 access grant');
  assert.deepEqual((await boxes(ann)).map((box) => box.text), ['payments-api · write']);
  await ann.seesModal('1 access grant that was chosen before cannot be any more');
}));

test('two thousand grants: every page is reached, and Select all takes those on other pages', async () => {
  const company = companyWith({
    users: [['E50', 'Lars Long', 'lars@example.com', 'Product', 'Architect', '', 'mia@example.com', '']],
    identities: [['lars-gh-id', 'lars-gh', 'lars@example.com', 'Lars Long', 'app-1', 'GitHub', 'IS', 'lars@example.com']],
    entitlements: Array.from({ length: 2000 }, (_, i) => inGitHub('lars', `repo-${String(i).padStart(4, '0')}`, 'read', i % 100 === 7 ? 'true' : '')),
  });
  await withWorld(async (world, who) => {
    const [ann, mia] = ['ann', 'mia'].map(who);
    await openForm(ann, 'Lars Long', 'lars');
    await ann.seesModal('Page 1 of 50 · 2,000 access grants');
    await selectAll(ann);
    await ann.seesModal('Page 1 of 50 · 2,000 access grants · 1,940 chosen on other pages');
    const seen = new Set();
    const first = (await boxes(ann))[0];
    await ann.choose({ block_id: first.block, uncheck: [first.text] });
    for (let page = 1; page <= 50; page++) {
      await ann.seesModal(`Page ${page} of 50`);
      for (const box of await boxes(ann)) {
        assert.equal(box.ticked, !box.label.includes('privileged') && box.text !== (page > 1 ? first.text : ''), box.text);
        seen.add(box.text);
      }
      if (page < 50) await ann.clickModal('Next page');
    }
    assert.equal(seen.size, 2000);
    await ann.seesModal('2,000 access grants · 1,959 chosen on other pages');
    assert.equal((await sendForm(ann)).result, 'cleared');
    const card = await mia.seesMessage('asks for');
    assert.match(card.text, /1,979 access grants in GitHub/);
    // What is asked for is shown as such; the one that was left out can be asked for still.
    await openForm(ann, 'Lars Long', 'lars');
    await ann.seesModal('21 access grants, 1,979 already requested');
  }, { company });
});

test('what is pending is marked and cannot be asked twice', () => withWorld(async (world, who) => {
  const ann = who('ann');
  await openForm(ann, 'Ben Ito', 'ben');
  await ann.choose({ label: 'GitHub', check: ['payments-api · write'] });
  assert.equal((await sendForm(ann)).result, 'cleared');
  await openForm(ann, 'Ben Ito', 'ben');
  await ann.seesModal('payments-api · write – already requested, pending');
  assert.ok(!(await boxes(ann)).some((box) => box.text === 'payments-api · write'));
  await ann.choose({ label: 'Access Like', option: 'Custom' });
  await ann.seesModal('Nothing is chosen yet');
  const found = await ann.post('suggest', { action_id: 'find_access', query: 'payments write' });
  assert.match(found.options[0].description.text, /already requested/);
  await ann.choose({ label: 'Find access', query: 'payments write', option: 'payments-api · write' });
  await ann.seesModal('is already requested and pending');
  assert.deepEqual(await boxes(ann), []);
}));

test('a form that is sent before the list could follow shows the list, and asks for nothing yet', () => withWorld(async (world, who) => {
  const ann = who('ann');
  await openForm(ann, 'Ben Ito', 'ben');
  await selectAll(ann);
  await seesTicked(ann, 'payments-api · write', 'reports · view', 'handbook · edit');
  const sent = await payload(ann, 'view_submission');
  const radio = { type: 'radio_buttons', selected_option: { text: { type: 'plain_text', text: 'Custom' }, value: 'custom' } };
  sent.view.state.values.access_like = { access_like: radio };
  const answer = answerOf(await deliver(ann, sent));
  assert.equal(answer.response_action, 'update');
  assert.match(JSON.stringify(answer.view), /Nothing is chosen yet/);
  assert.equal((await texts(ann)).length, 0);
}));

test('payloads that name what was not offered choose nothing', () => withWorld(async (world, who) => {
  const [zoe, mia] = ['zoe', 'mia'].map(who);
  await openForm(zoe, 'Ben Ito', 'ben');
  const offered = await boxes(zoe);
  // Every id there is, in a block of this render: only what the page shows counts.
  const sent = await payload(zoe, 'view_submission');
  const block = offered[0].block;
  const forged = Array.from({ length: 200 }, (_, i) => ({ text: { type: 'plain_text', text: 'x' }, value: String(i + 1) }));
  sent.view.state.values[block] = { grants: { type: 'checkboxes', selected_options: forged } };
  const next = answerOf(await deliver(zoe, sent));
  assert.equal(next.response_action, 'update', JSON.stringify(next));
  const shown = JSON.stringify(next.view);
  assert.match(shown, /website/);
  assert.doesNotMatch(shown, /service-0/, 'Ben does not hold those');
  // The same from the search of Custom, and for access to remove: of others nothing can be named.
  await zoe.choose({ label: 'Access Like', option: 'Custom' });
  await zoe.seesModal('Grant or Revoke');
  await zoe.choose({ label: 'Grant or Revoke', option: 'Revoke' });
  await zoe.seesModal('has no access that could be removed');
  const search = await payload(zoe, 'block_actions', {
    actions: [{ type: 'external_select', action_id: 'find_access', block_id: 'find_access:1', action_ts: '9999999999.1',
      selected_option: { text: { type: 'plain_text', text: 'x' }, value: String(offered[0].value) } }],
  });
  await deliver(zoe, search);
  await zoe.seesModal('is not held, so it cannot be removed');
  assert.deepEqual(await boxes(zoe), []);
  const nothing = await zoe.submit();
  assert.match(JSON.stringify(nothing.errors), /Select at least one access grant to remove/);
  assert.equal(await cardWith(mia, 'Approve'), undefined);
}));

test('a click that comes late changes nothing, and one that comes twice counts once', () => withWorld(async (world, who) => {
  const ann = who('ann');
  await openCustom(ann);
  await ann.choose({ label: 'Find access', query: 'payments', option: 'payments-api · write' });
  await ann.seesModal('1 access grant');
  const [box] = await boxes(ann);
  const found = (await ann.post('suggest', { action_id: 'find_access', query: 'reports' })).options[0];
  const click = (ts) => payload(ann, 'block_actions', {
    actions: [{ type: 'external_select', action_id: 'find_access', block_id: 'find_access:2', action_ts: ts, selected_option: found }],
  });
  // Older than what is known.
  await deliver(ann, await click('1.000001'));
  await ann.seesModal('1 access grant');
  const twice = await click('9999999999.000001');
  await deliver(ann, twice);
  await deliver(ann, twice);
  await ann.seesModal('2 access grants');
  // A box that was unticked meanwhile in a page that is not shown any more does not come back.
  await ann.choose({ block_id: (await boxes(ann)).find((one) => one.text === box.text).block, uncheck: [box.text] });
  assert.equal((await sendForm(ann)).result, 'cleared');
  const tracker = await ann.seesMessage('You asked for');
  assert.match(tracker.text, /Payroll · reports · view/);
}));

test('a form left open while the directory changes asks only for what is still true', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await openForm(ann, 'Ben Ito', 'ben');
  await selectAll(ann);
  await seesTicked(ann, 'payments-api · write', 'reports · view', 'handbook · edit');
  // Ann gets one of them and Ben loses another.
  const file = path.join(world.folder, 'entitlements.csv');
  const before = fs.readFileSync(path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), 'company/entitlements.csv'), 'utf8');
  const line = /^GitHub,,write,true,ben@example\.com.*\n/m;
  assert.match(before, line);
  fs.writeFileSync(file, before.replace(line, inGitHub('ann', 'payments-api', 'write').join(',') + '\n'));
  const run = await world.command('import', 'entitlements', file);
  assert.equal(run.status, 0, run.stdout + run.stderr);
  assert.equal((await ann.submit()).result, 'updated');
  await ann.choose({ label: 'Reason', option: 'Audit' });
  assert.equal((await ann.submit()).result, 'cleared');
  const card = await mia.seesMessage('asks for');
  assert.match(card.text, /Payroll · reports · view/);
  assert.doesNotMatch(card.text, /payments-api/);
}));

test('a form whose person left the company meanwhile says so and asks for nothing', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await openForm(ann, 'Ben Ito', 'ben');
  await ann.choose({ label: 'Who gets the access', query: 'zoe', option: "Zoe O'Hara" });
  await ann.seesModal('website · read');
  await selectAll(ann);
  await ann.submit();
  await ann.seesModal('Who decides');
  const users = path.join(world.folder, 'users.csv');
  fs.writeFileSync(users, "User ID,Full Name,Work Email,Department,Title,End Date,Manager Work Email,Roles\nE12,Zoe O'Hara,zoe@example.com,Product,Intern,2020-01-31,dan@example.com,\n");
  const run = await world.command('import', 'users', users);
  assert.equal(run.status, 0, run.stdout + run.stderr);
  await ann.choose({ label: 'Reason', option: 'Audit' });
  assert.equal((await ann.submit()).result, 'updated');
  await ann.seesModal('has left the company');
  assert.equal((await texts(mia)).length, 0);
}));

test('a custom form survives a restart of the daemon with all that was chosen', () => withWorld(async (world, who) => {
  const ann = who('ann');
  await openCustom(ann);
  await ann.choose({ label: 'Find access', query: 'payments', option: 'payments-api · write' });
  await ann.seesModal('1 access grant');
  await world.restart();
  await ann.choose({ label: 'Find access', query: 'reports', option: 'reports · view' });
  await ann.seesModal('2 access grants');
  assert.equal((await sendForm(ann)).result, 'cleared');
  await ann.seesMessage('2 pending');
}));
