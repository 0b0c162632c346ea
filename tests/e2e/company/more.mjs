// The tests' company with more in it: a copy of the folder to which rows are added.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const here = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const cell = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

// `more` names files without `.csv`; each row is a list of cells in that file's columns. The folder
// goes when the process ends.
export function companyWith(more) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'latchkey-e2e-company-'));
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  fs.cpSync(here, folder, { recursive: true });
  for (const [name, rows] of Object.entries(more)) {
    fs.appendFileSync(path.join(folder, `${name}.csv`), rows.map((row) => row.map(cell).join(',') + '\n').join(''));
  }
  return folder;
}

// A row of entitlements.csv: `who` ("ben") holds it by their account in GitHub.
export const inGitHub = (who, resource, privilege, privileged = '') =>
  ['GitHub', '', privilege, 'true', `${who}@example.com`, `${who}-gh-id`, `${who}-gh`, who, '', '', resource, 'repository', privileged];
