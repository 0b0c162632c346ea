// The main story with the sample company, stopped at the moments that are worth a picture:
//     node scripts/screenshots.mjs FOLDER
import fs from 'node:fs';
import path from 'node:path';
import { approve, button, choose, dialog, withPages } from '../tests/web/browser.mjs';

const folder = path.resolve(process.argv[2]);
const company = path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), 'sample_company');
const who = (name) => `${name}@fernhill.example`;
const size = { width: 820, height: 720 };

await withPages(async ({ world, visit }) => {
  fs.mkdirSync(folder, { recursive: true });
  const shoot = (page, name) => page.screenshot({ path: path.join(folder, `${name}.png`) });
  // Everything is drawn, and the pointer is over nothing.
  const still = async (page) => {
    await page.mouse.move(0, 0);
    await page.evaluate(() => document.fonts.ready);
  };

  const priya = await visit(who('priya.natarajan'), size);
  await button(priya, 'Request Access').click();
  const form = dialog(priya);
  await choose(form, 'Person', 'tom', /Tomás Ferreira/);
  await form.getByRole('group', { name: /^GitHub/ }).first().waitFor();
  for (const group of [/^AWS/, /^GitHub/]) await form.getByRole('group', { name: group }).first().getByRole('checkbox').nth(1).check();
  await form.getByRole('group', { name: /^GitHub/ }).first().getByRole('checkbox').nth(3).check();
  await form.locator('.dialog-body').evaluate((body) => { body.scrollTop = 0; });
  await still(priya);
  await shoot(priya, 'form');
  await button(form, 'Next').click();
  await choose(form, 'Reason', 'New in');
  await button(form, 'Submit').click();
  await form.waitFor({ state: 'detached' });
  // Looking elsewhere and back opens Home anew, as in Slack.
  await priya.getByRole('tab', { name: /Messages/ }).click();
  await priya.getByRole('tab', { name: 'Home' }).click();
  await priya.getByRole('heading', { name: 'My requests' }).waitFor();
  await still(priya);
  await shoot(priya, 'home');

  const manager = await visit(who('siobhan.oreilly'), size);
  await manager.getByRole('tab', { name: /Messages/ }).click();
  await approve(manager).waitFor();
  await still(manager);
  await shoot(manager, 'review-card');
  await approve(manager).click();
  await manager.getByText(/You approved this/).waitFor();

  // Whoever owns an application says yes, and carries it out.
  const { people } = await world.call('GET', '/control/people?limit=200');
  const owners = new Set();
  await world.until('nobody is asked any more', async () => {
    let left = false;
    for (const { email } of people) {
      const person = world.person(email);
      const { messages } = await world.call('GET', `/control/messages?user=${encodeURIComponent(email)}`);
      for (const message of messages) {
        const names = (message.blocks ?? []).flatMap((block) => block.elements ?? []).filter((one) => one.type === 'button').map((one) => one.text.text);
        const next = ['Approve', 'Done'].find((name) => names.includes(name));
        if (!next) continue;
        left = true;
        owners.add(email);
        await person.clickMessage(message.ts, next).catch(() => {});
      }
    }
    return !left && owners.size > 0;
  });
  await priya.getByRole('tab', { name: /Messages/ }).click();
  await priya.getByText('3 granted').waitFor();
  await still(priya);
  await shoot(priya, 'outcome');
}, { company, allowViolations: true });
