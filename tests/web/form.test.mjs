// The first page of the request form as a person sees it, once for each Access Like.
import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { button, choose, dialog, withPages } from './browser.mjs';

const ann = 'ann@example.com';
const zoe = 'zoe@example.com';

const open = async (page) => {
  await button(page, 'Request Access').click();
  const form = dialog(page);
  await form.waitFor();
  return form;
};

async function send(page, form) {
  await button(form.locator('footer'), 'Next').click();
  await choose(form, 'Reason', 'New project');
  await button(form, 'Submit').click();
  await form.waitFor({ state: 'detached' });
  await page.getByRole('tab', { name: /Messages/ }).click();
}

test('Person is preselected, and what the colleague has is ticked one by one', () => withPages(async ({ visit }) => {
  const page = await visit(ann);
  const form = await open(page);
  assert.ok(await form.getByRole('radio', { name: /^Person/ }).isChecked());
  await choose(form, 'Person', 'ben', /Ben Ito/);
  await form.getByLabel('payments-api · write').check();
  await send(page, form);
  await page.getByText(/You asked for GitHub · payments-api · write/).waitFor();
}));

test('Job Title shows how many of its holders have each', () => withPages(async ({ visit }) => {
  const page = await visit(zoe);
  const form = await open(page);
  await form.getByRole('radio', { name: /^Job Title/ }).check();
  await form.getByRole('combobox', { name: 'Job Title', exact: true }).waitFor();
  await choose(form, 'Job Title', 'eng', /^Engineer/);
  await form.getByText('held by 2 of 3').waitFor();
  await form.getByLabel('Select all access grants').check();
  await form.getByLabel('website · read', { exact: false }).and(form.locator(':checked')).waitFor();
  await send(page, form);
  await page.getByText(/You asked for GitHub · website · read/).waitFor();
}));

test('Custom finds access as one types, lists what was chosen, and unticks it', () => withPages(async ({ visit }) => {
  const page = await visit(ann);
  const form = await open(page);
  await form.getByRole('radio', { name: /^Custom/ }).check();
  await form.getByText('Nothing is chosen yet').waitFor();
  await choose(form, /^Find access/, 'payments', /payments-api · write/);
  await form.getByText('Added: GitHub · payments-api · write').waitFor();
  await choose(form, /^Find access/, 'reports', /reports · view/);
  await form.getByText('2 access grants').waitFor();
  assert.ok(await form.getByLabel('payments-api · write').isChecked());
  await form.getByLabel('payments-api · write').uncheck();
  await choose(form, /^Browse an application/, 'git', /GitHub/);
  await form.getByText(/Page 1 of 4 · 122 access grants to choose from · 1 chosen elsewhere/).waitFor();
  await send(page, form);
  await page.getByText(/You asked for Payroll · reports · view/).waitFor();
}));

test('Custom removes what one has', () => withPages(async ({ visit }) => {
  const page = await visit(ann);
  const form = await open(page);
  await form.getByRole('radio', { name: /^Custom/ }).check();
  await form.getByRole('radio', { name: /^Revoke/ }).check();
  await form.getByLabel('website · read').check();
  await send(page, form);
  await page.getByText(/You asked to remove access from yourself/).waitFor();
}));

test('Temporary asks for an end, and the request says until when', () => withPages(async ({ visit }) => {
  const page = await visit(ann);
  const form = await open(page);
  await choose(form, 'Person', 'ben', /Ben Ito/);
  await form.getByLabel('payments-api · write').check();
  await button(form.locator('footer'), 'Next').click();
  await form.getByRole('radio', { name: /^Temporary/ }).check();
  await form.getByText('In your time zone, at most 365 days from now.').waitFor();
  await choose(form, 'Reason', 'New project');
  // Without an end the form does not go.
  await button(form.locator('footer'), 'Submit').click();
  await form.getByRole('alert').first().waitFor();
  await form.getByRole('button', { name: 'Ends: date' }).click();
  await page.getByRole('button', { name: /next month/i }).click();
  await page.getByRole('gridcell').getByRole('button', { name: / 15th/ }).click();
  await choose(form, 'Ends: time', '9:30', '9:30 AM');
  await form.locator('[aria-busy=true]').waitFor({ state: 'detached' });
  await button(form.locator('footer'), 'Submit').click();
  await form.waitFor({ state: 'detached' });
  await page.getByRole('tab', { name: /Messages/ }).click();
  await page.getByText(/Duration: until .*15.* 9:30 AM/).waitFor();
}));

test('a purpose is chosen for temporary access, and its holder starts it in Home', () => withPages(async ({ world, visit }) => {
  const file = path.join(world.folder, 'purposes.csv');
  fs.writeFileSync(file, 'Purpose Name,Description,Longest Duration,Entities\nOn-call,Watch payments,7d,GitHub > payments-api > write\n');
  assert.equal(world.latchkey('import', 'purposes', file).status, 0);
  const page = await visit(ann);
  const form = await open(page);
  await choose(form, 'Person', 'ben', /Ben Ito/);
  await form.getByLabel('payments-api · write').check();
  await button(form.locator('footer'), 'Next').click();
  await form.getByRole('radio', { name: /^Temporary/ }).check();
  await choose(form, 'Purpose', 'on', /^On-call/);
  await form.getByText(/from Start until Stop, and 7 days after the first Start at most/).waitFor();
  await choose(form, 'Reason', 'Incident');
  await button(form.locator('footer'), 'Submit').click();
  await form.waitFor({ state: 'detached' });
  for (const email of ['mia@example.com', 'omar@example.com']) {
    const reviewer = await visit(email);
    await reviewer.getByRole('tab', { name: /Messages/ }).click();
    const card = reviewer.getByRole('article').filter({ hasText: 'asks for' });
    await card.getByText(/for the purpose On-call, from Start until Stop, at most 7 days/).waitFor();
    await button(card, /^Approve GitHub|^Approve \d/).click();
    await card.getByText(/You approved this/).waitFor();
  }
  await page.getByRole('tab', { name: /Messages/ }).click();
  await page.getByText(/Approved: the purpose On-call/).waitFor();
  await page.getByRole('tab', { name: /Home/ }).click();
  await page.getByText(/My purposes/).waitFor();
  await button(page, /^Start/).click();
  await dialog(page).getByText(/asked to grant the access/).waitFor();
  await button(dialog(page), 'Close').first().click();
  await page.getByText(/Started, and being granted/).waitFor();
}, { env: { LATCHKEY_ACCESS_TEMPORARY_ACCESS: 'purpose' } }));
