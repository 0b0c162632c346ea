// The import of many grants into a running daemon, and the clicks that it answers meanwhile: a real daemon, signed HTTPS,
// the sandbox, which measures how long each delivery takes. Memory is the daemon's own, sampled all the time.
//     node tests/bench/import.mjs [--grants 10000000] [--accounts 200000] [--again]
// --again imports the same file once more: then every grant is known and nothing changes. Ends with 1 when a goal is missed:
// the p99 of the clicks, the memory at most, and how long the write-ahead log may become.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { World } from '../e2e/world.mjs';

const { values } = parseArgs({
  options: { grants: { type: 'string', default: '10000000' }, accounts: { type: 'string', default: '200000' },
    again: { type: 'boolean', default: false } },
});
const grants = Number(values.grants);
const accounts = Math.min(Number(values.accounts), grants);

// Each account holds the same number of the 50,000 connections, spread by a step that has no factor in common with them.
function write(file) {
  const out = fs.openSync(file, 'w');
  let text = 'App,Resource,Privilege Name,Privilege Value,Email,User ID,Username\n';
  for (let i = 0; i < grants; i++) {
    const account = i % accounts;
    const connection = (account * 7919 + Math.floor(i / accounts) * 104729) % 50000;
    text += `Large,resource-${connection},use,true,person${account}@large.example,id-${account},user-${account}\n`;
    if (text.length > 1 << 20) {
      fs.writeSync(out, text);
      text = '';
    }
  }
  fs.writeSync(out, text);
  fs.closeSync(out);
}

const goals = [];
function goal(what, measured, most, unit) {
  const met = measured < most;
  goals.push({ what, met });
  return `  ${what}: ${measured.toFixed(1)} ${unit} (goal < ${most} ${unit}: ${met ? 'met' : 'missed'})`;
}

const memory = (pid) => Number(fs.readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]) / 1024;
const at = (all, share) => all[Math.floor(share * (all.length - 1))];

async function measure(world, person, title, work) {
  const { newest } = await world.call('GET', '/control/log?after=0');
  const began = performance.now();
  const before = memory(world.daemon.pid);
  let most = before;
  let log = 0;
  let done = false;
  const logFile = path.join(world.folder, 'latchkey.db-wal');
  const sampling = (async () => {
    for (; !done; await new Promise((resolve) => setTimeout(resolve, 50))) {
      most = Math.max(most, memory(world.daemon.pid));
      log = Math.max(log, fs.statSync(logFile).size / 1e6);
    }
  })();
  const clicking = (async () => {
    for (let turn = 0; !done; turn++) await person.clickHome(turn % 2 === 0 ? 'Completed' : 'Open');
  })();
  const result = await work();
  const seconds = (performance.now() - began) / 1000;
  done = true;
  await Promise.all([sampling, clicking]);
  if (result.status !== 0) throw new Error(result.stdout + result.stderr);
  const { entries } = await world.call('GET', `/control/log?after=${newest}`);
  const took = entries.filter((entry) => entry.direction === 'to_bot' && entry.kind === 'block_actions')
    .map((entry) => entry.us / 1000).sort((a, b) => a - b);
  if (took.length === 0) throw new Error('nothing was clicked');
  console.log(`${title}: ${seconds.toFixed(1)} s, ${Math.round(grants / seconds)} grants a second; memory ${before.toFixed(0)} MB before; ` +
    `${took.length} clicks, p50 ${at(took, 0.5).toFixed(1)} ms, longest ${at(took, 1).toFixed(1)} ms`);
  console.log(goal('p99 of a click', at(took, 0.99), 100, 'ms'));
  console.log(goal('memory at most', most, 200, 'MB'));
  console.log(goal('write-ahead log at most', log, 150, 'MB'));
}

const world = await World.start({ env: { LATCHKEY_LOG: 'text,info' } });
try {
  const person = world.person('ann@example.com');
  // Something to turn to: a request of one's own.
  await person.openHome();
  await person.seesHome('Request Access');
  await person.clickHome('Request Access');
  await person.seesModal('Access Like');
  await person.choose({ label: 'Person', query: 'ben', option: 'Ben Ito' });
  await person.seesModal('Select all access grants');
  await person.choose({ label: 'Access Grants', check: ['Select all access grants'] });
  await person.submit();
  await person.choose({ label: 'Reason', option: 'New project' });
  await person.submit();
  await person.seesHome('Completed');
  const file = path.join(world.folder, 'large.csv');
  write(file);
  await measure(world, person, `import of ${grants} new grants`, () => world.command('import', 'entitlements', file));
  if (values.again) await measure(world, person, 'the same again', () => world.command('import', 'entitlements', file));
} finally {
  await world.stop({ allowViolations: true });
}
const missed = goals.filter(({ met }) => !met).map(({ what }) => what);
if (missed.length > 0) {
  console.error(`Missed: ${missed.join(', ')}`);
  process.exitCode = 1;
}
