// Chromium for the tests, and people in it: each has a page of their own and acts by what can be
// read there.
import { chromium } from 'playwright-core';
import path from 'node:path';
import { World, root } from '../e2e/world.mjs';

const patience = Number(process.env.LATCHKEY_PATIENCE_MS ?? 20000);
const folder = path.resolve(root, process.env.LATCHKEY_WEB ?? 'build/web');
const wide = { width: 1100, height: 820 };

// Debian's, without anything that would look for a network.
const launch = () => chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});

// A world with the page, and a browser, for one test. Fails if a page complained of anything.
export async function withPages(run, options = {}) {
  const world = await World.start({ ...options, sandboxArgs: ['--web', folder, ...(options.sandboxArgs ?? [])] });
  const browser = await launch();
  const faults = [];
  const open = async (address, viewport = wide, more = {}) => {
    const context = await browser.newContext({ viewport, ...more });
    context.setDefaultTimeout(patience);
    const page = await context.newPage();
    page.on('pageerror', (fault) => faults.push(String(fault)));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    page.on('request', (request) => {
      if (new URL(request.url()).origin !== world.control) faults.push(`the page asked for ${request.url()}`);
    });
    await page.goto(world.control + address);
    return page;
  };
  const visit = (email, ...more) => open(`/?user=${encodeURIComponent(email)}`, ...more);
  try {
    await run({ world, open, visit });
  } catch (error) {
    console.error(world.log.slice(-40).join(''), faults);
    for (const context of browser.contexts()) {
      for (const page of context.pages()) console.error(`--- ${page.url()}\n${await textOf(page).catch(() => 'gone')}`);
    }
    await browser.close();
    await world.stop({ allowViolations: true }).catch(() => {});
    throw error;
  }
  await browser.close();
  await world.stop({ allowViolations: options.allowViolations });
  const unexpected = faults.filter((fault) => !options.faults?.test(fault));
  if (unexpected.length) throw new Error(`the page complained: ${unexpected.join('\n')}`);
}

export const dialog = (page) => page.getByRole('dialog').last();
export const button = (at, name) => at.getByRole('button', { name });
// "Approve" of a card, whose label counts the grants: not "Approve for a shorter time".
export const approve = (at) => button(at, /^Approve \d/);

// Chooses in a select by its label: types the query, takes the option.
export async function choose(at, label, query, option = query) {
  const field = at.getByRole('combobox', { name: label, exact: true });
  await field.click();
  await field.pressSequentially(query);
  // Lists hang in the browser's top layer, whatever they belong to.
  await (at.page?.() ?? at).getByRole('option', { name: option }).click();
}

// Everything that can be read on the page now.
export const textOf = (page) => page.locator('body').innerText();
