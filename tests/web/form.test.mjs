// The first page of the request form as a person sees it, once for each Access Like.
import test from 'node:test';
import assert from 'node:assert/strict';
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
  await form.getByText('1 access grant, 1 chosen').waitFor();
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
  await form.getByText('2 access grants, 2 chosen').waitFor();
  assert.ok(await form.getByLabel('payments-api · write').isChecked());
  await form.getByLabel('payments-api · write').uncheck();
  await choose(form, /^Browse an application/, 'git', /GitHub/);
  await form.getByText(/Page 1 of 4 · 122 access grants to choose from · 1 chosen in all/).waitFor();
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
