// A form that is not sent at once, is not for oneself, or is asked for again, as a person sees it.
import test from 'node:test';
import assert from 'node:assert/strict';
import { button, choose, dialog, withPages } from './browser.mjs';

const ann = 'ann@example.com';
const mia = 'mia@example.com';
const write = 'payments-api · write';

async function open(page) {
  await button(page, 'Request Access').click();
  const form = dialog(page);
  await form.waitFor();
  return form;
}

// From page 2 with a reason to a request.
async function submit(form) {
  await choose(form, 'Reason', 'New project');
  await form.locator('[aria-busy=true]').waitFor({ state: 'detached' });
  await button(form.locator('footer'), 'Submit').click();
  await form.waitFor({ state: 'detached' });
}

const messages = (page) => page.getByRole('tab', { name: /Messages/ }).click();
const home = (page) => page.getByRole('tab', { name: /Home/ }).click();

test('a form that was closed is offered again, with what was ticked last', () => withPages(async ({ world, visit }) => {
  const page = await visit(ann);
  const form = await open(page);
  await choose(form, 'Person', 'ben', /Ben Ito/);
  await form.getByLabel(write).check();
  await button(form.locator('footer'), 'Cancel').click();
  await form.waitFor({ state: 'detached' });
  await world.restart();
  const again = await open(page);
  await again.getByText('You have a form that was not sent.').waitFor();
  await again.getByText(/like @?Ben Ito/).waitFor();
  await button(again, 'Continue').click();
  await again.getByLabel(write).waitFor();
  assert.ok(await again.getByLabel(write).isChecked());
  await button(again.locator('footer'), 'Next').click();
  await submit(again);
  await messages(page);
  await page.getByText(/You asked for GitHub · payments-api · write/).waitFor();
}));

test('access for somebody else: what they lack, by their manager, and they read of it', () => withPages(async ({ visit }) => {
  const page = await visit(ann);
  const form = await open(page);
  // In place of oneself, who stands there.
  await choose(form, 'Who gets the access', 'zoe', /Zoe O'Hara/);
  await form.locator('[aria-busy=true]').waitFor({ state: 'detached' });
  await choose(form, 'Person', 'ben', /Ben Ito/);
  // Ann has that herself.
  await form.getByLabel('website · read').check();
  await button(form.locator('footer'), 'Next').click();
  await form.getByText(/Zoe O'Hara's manager/).waitFor();
  await submit(form);
  await messages(page);
  await page.getByText(/You asked for GitHub · website · read for @Zoe O'Hara/).waitFor();
  const zoe = await visit('zoe@example.com');
  await messages(zoe);
  await zoe.getByText(/@Ann Lee asks for GitHub · website · read for you/).waitFor();
}));

test('a denied request is repeated: the form opens as it was filled in', () => withPages(async ({ visit }) => {
  const page = await visit(ann);
  const form = await open(page);
  await choose(form, 'Person', 'ben', /Ben Ito/);
  await form.getByLabel(write).check();
  await button(form.locator('footer'), 'Next').click();
  await form.getByRole('textbox', { name: /^Details/ }).fill('for the move in March');
  await submit(form);
  const reviewer = await visit(mia);
  await messages(reviewer);
  await button(reviewer, /^Deny/).first().click();
  const denial = dialog(reviewer);
  await denial.getByRole('textbox').fill('not yet');
  await button(denial.locator('footer'), 'Deny').click();
  await denial.waitFor({ state: 'detached' });
  await messages(page);
  await page.getByText(/Denied:/).first().waitFor();
  await home(page);
  await button(page, 'Completed').or(button(page, /completed requests/)).first().click();
  await button(page, /^View/).first().click();
  await button(dialog(page), 'Repeat').click();
  const again = dialog(page);
  await again.getByText(/This is as you asked on/).waitFor();
  assert.ok(await again.getByLabel(write).isChecked());
  await button(again.locator('footer'), 'Next').click();
  await again.getByText('Who decides').waitFor();
  assert.equal(await again.getByRole('textbox', { name: /^Details/ }).inputValue(), 'for the move in March');
  await button(again.locator('footer'), 'Submit').click();
  await again.waitFor({ state: 'detached' });
  await messages(page);
  await page.getByText(/1 pending/).waitFor();
}));

test('an end is chosen in one\'s own zone and read in the reader\'s', () => withPages(async ({ world, visit }) => {
  await world.person(ann).post('users', { set: { tz: 'Asia/Tokyo', tz_label: 'Japan Standard Time', tz_offset: 32400 } });
  const page = await visit(ann);
  const form = await open(page);
  await choose(form, 'Person', 'ben', /Ben Ito/);
  await form.getByLabel(write).check();
  await button(form.locator('footer'), 'Next').click();
  await form.getByRole('radio', { name: /^Temporary/ }).check();
  await form.getByText('In your time zone, at most 365 days from now.').waitFor();
  await form.getByRole('button', { name: 'Ends: date' }).click();
  await page.getByRole('button', { name: /next month/i }).click();
  await page.getByRole('gridcell').getByRole('button', { name: / 15th/ }).click();
  await choose(form, 'Ends: time', '9:30', '9:30 AM');
  await submit(form);
  await messages(page);
  await page.getByText(/Duration: until .*15.* 9:30 AM/).waitFor();
  // Half past nine of the fifteenth in Tokyo, which has no summer time, is half past midnight in UTC.
  const now = new Date();
  const instant = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 15, 0, 30));
  const there = instant.toLocaleTimeString('en-US', { timeZone: 'Europe/Amsterdam', hour: 'numeric', minute: '2-digit' });
  const reviewer = await visit(mia);
  await messages(reviewer);
  await reviewer.getByText(new RegExp(`until .*15.* ${there.replace(/\s/, '\\s')}`)).first().waitFor();
}));

test('what is typed or pasted into a search field replaces who stands there', () => withPages(async ({ visit }) => {
  const page = await visit(ann);
  const form = await open(page);
  const field = form.getByRole('combobox', { name: 'Who gets the access', exact: true });
  const zoe = page.getByRole('option', { name: /Zoe O'Hara/ });
  const shows = (name) => page.waitForFunction(([id, text]) => document.getElementById(id).value === text, [fieldId, name]);
  const fieldId = await field.getAttribute('id');
  await shows('Ann Lee');
  await field.click();
  await field.pressSequentially('zoe');
  await zoe.waitFor();
  // Left without a choice, the old one stands.
  await field.press('Escape');
  await zoe.waitFor({ state: 'detached' });
  await shows('Ann Lee');
  await field.fill('zoe');
  await zoe.click();
  await shows("Zoe O'Hara");
}));
