// A campaign on the page as a risk manager and a reviewer see it: made, published, reminded, reviewed.
import test from 'node:test';
import { button, choose, dialog, withPages } from './browser.mjs';

const hour = 3600 * 1000;

test('a risk manager makes a campaign, publishes it, and reminds; the reviewer goes on from there', () => withPages(async ({ world, visit }) => {
  const page = await visit('rita@example.com');
  await button(page, 'New campaign').click();
  const form = dialog(page);
  await form.getByLabel('Name', { exact: true }).fill('Wiki review');
  await choose(form, /^Applications/, 'wik', /Wiki/);
  // Its list stays for more.
  await form.getByRole('combobox', { name: /^Applications/ }).blur();
  await button(form, 'Save draft').click();
  await page.getByText('The draft is saved').waitFor();
  await button(dialog(page), 'Publish').click();
  await button(page.getByRole('dialog', { name: 'Publish this campaign?' }), 'Publish').click();
  await page.getByText('Its reviews are being made').first().waitFor();
  // It begins with the next full hour.
  await world.advance(2 * hour);
  const mia = await visit('mia@example.com');
  await mia.getByRole('tab', { name: /Messages/ }).click();
  await mia.getByText('Wiki review').first().waitFor();
  await button(dialog(page), 'Refresh').click();
  await page.getByText('0 of 1 reviewed').first().waitFor();
  await button(dialog(page), /^Remind Wiki/).click();
  await page.getByText('Everybody with open reviews there is reminded.').waitFor();
  await mia.getByText('reminds you of the access review').first().waitFor();
  await button(mia, /^Review the access of Wiki review/).last().click();
  await dialog(mia).getByText('handbook').first().waitFor();
}));
