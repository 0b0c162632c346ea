// Applications kept up to date from folders of CSV files: on time, all or nothing, and with a word to
// those who can do something about it.
import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root, withWorld } from './world.mjs';
import { clickCard } from './steps.mjs';
import { agree, approve, ask } from './fulfil_steps.mjs';

const hour = 3600 * 1000;
const company = path.join(root, 'tests/e2e/company/entitlements.csv');
const [header, ...all] = fs.readFileSync(company, 'utf8').trim().split('\n');
const github = all.filter((row) => row.startsWith('GitHub,'));

// A folder for GitHub's exports, and the settings that name it.
function sources() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'latchkey-sync-'));
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  const at = (name) => path.join(folder, name);
  const exports = at('github');
  fs.mkdirSync(exports);
  fs.writeFileSync(at('latchkey.toml'),
    `[integrations.GitHub]\nsync = "csv"\nsync_every = "1h"\ncsv_folder = "${exports}"\n`);
  // As an export does it: under another name, renamed when it is whole. It was written a minute ago.
  const put = (rows, { name = 'grants.csv', age = 60_000 } = {}) => {
    fs.writeFileSync(at('new'), [header, ...rows].join('\n') + '\n');
    const then = new Date(Date.now() - age);
    fs.utimesSync(at('new'), then, then);
    fs.renameSync(at('new'), path.join(exports, name));
  };
  return { exports, put, env: { LATCHKEY_CONFIG: at('latchkey.toml') } };
}

// Nothing before the daemon has planned it.
const state = (world) => JSON.parse(world.latchkey('sync', 'list', '--json').stdout || '{}');
const texts = async (person) => (await person.messages()).map((message) => message.text);
const count = async (person, pattern) => (await texts(person)).filter((text) => pattern.test(text)).length;
const synced = (world) => world.until('the first sync', () => state(world).succeeded_at);
// Another run than the one that began at `before`.
const ranAgain = (world, before) => world.until('another run', () => {
  const now = state(world);
  return now.started_at !== before.started_at && !now.running && now;
});

test('a folder is read on schedule, and what came and went outside is counted', () => {
  const source = sources();
  source.put(github);
  return withWorld(async (world) => {
    await synced(world);
    assert.deepEqual([state(world).appeared, state(world).vanished], [0, 0]);
    const before = state(world);
    // One grant has come, two have gone.
    source.put([...github.slice(2), 'GitHub,,deploy,true,mia@example.com,mia-gh-id,mia-gh,Mia Novak,,,website,repository,']);
    await world.advance(hour);
    const after = await ranAgain(world, before);
    assert.deepEqual([after.appeared, after.vanished], [1, 2]);
    const trail = world.latchkey('audit', 'show', '--last', '20', '--json').stdout;
    assert.match(trail, /sync\.csv/);
    assert.match(trail, /sha256 of grants\.csv/);
    assert.match(world.latchkey('audit', 'verify').stdout, /\d+:[0-9a-f]+/);
  }, { env: source.env });
});

test('a broken source changes nothing, is told once, and once again when it works', () => {
  const source = sources();
  source.put(github);
  return withWorld(async (world, who) => {
    const [adam, omar, ann] = ['adam', 'omar', 'ann'].map(who);
    await synced(world);
    source.put([...github, 'GitHub,,read,true,not-an-address,,,,,,website,repository,']);
    for (let run = 0; run < 3; run++) {
      const before = state(world);
      await world.advance(hour);
      await ranAgain(world, before);
    }
    await adam.seesMessage('Sync failed');
    await omar.seesMessage('not-an-address');
    assert.equal(await count(adam, /Sync failed/), 1);
    assert.equal(await count(ann, /Sync/), 0);
    source.put(github);
    await world.advance(hour);
    await adam.seesMessage('Sync recovered');
    await omar.seesMessage('Sync recovered');
    await adam.seesMessage('Sync works again');
    assert.equal(await count(adam, /Sync failed/), 0, 'the first message says that it is over');
    assert.equal(await count(adam, /Sync recovered/), 1);
  }, { env: source.env });
});

test('a source that loses 21 % of its grants is refused until somebody says that it is right', () => {
  const source = sources();
  source.put(github);
  return withWorld(async (world, who) => {
    const adam = who('adam');
    await synced(world);
    // Just above a fifth.
    const lost = Math.floor(github.length * 0.21) + 1;
    source.put(github.slice(lost));
    const before = state(world);
    await world.advance(hour);
    const after = await ranAgain(world, before);
    assert.equal(after.problem, 'loss');
    assert.match(after.detail, new RegExp(`lose ${lost} of its ${github.length} grants`));
    await adam.seesMessage('too many access grants would go at once');
    const taken = await world.command('sync', 'run', 'GitHub', '--allow-loss');
    assert.equal(taken.status, 0, taken.stderr);
    assert.equal(state(world).vanished, lost);
    await adam.seesMessage('Sync recovered');
  }, { env: source.env });
});

test('a folder that is empty or gone, or names another application, ends nobody\'s access', () => {
  const source = sources();
  source.put(github);
  return withWorld(async (world) => {
    await synced(world);
    fs.rmSync(path.join(source.exports, 'grants.csv'));
    assert.equal((await world.command('sync', 'run', 'github')).status, 1);
    assert.equal(state(world).problem, 'no_file');
    source.put(all);
    assert.equal((await world.command('sync', 'run', 'GitHub')).status, 1);
    assert.equal(state(world).problem, 'bad_rows');
    assert.match(state(world).detail, /name the application "Payroll"/);
    fs.rmSync(source.exports, { recursive: true });
    assert.equal((await world.command('sync', 'run', 'GitHub')).status, 1);
    assert.equal(state(world).problem, 'no_folder');
    fs.mkdirSync(source.exports);
    source.put(github);
    const taken = await world.command('sync', 'run', 'GitHub');
    assert.equal(taken.status, 0, taken.stderr);
    assert.equal(state(world).vanished, 0, 'nothing was lost');
    assert.equal((await world.command('sync', 'run', 'Nothing')).status, 1);
  }, { env: source.env });
});

test('what was granted since the last run is kept, also where a file says that it is of tomorrow', () => {
  const source = sources();
  source.put(github);
  return withWorld(async (world, who) => {
    const [ann, omar] = ['ann', 'omar'].map(who);
    await synced(world);
    await ask(ann);
    await approve(world);
    await clickCard(omar, 'Done');
    await ann.seesMessage('Granted:');
    source.put([...github, 'GitHub,,deploy,true,mia@example.com,mia-gh-id,mia-gh,Mia Novak,,,website,repository,'],
      { age: -24 * hour });
    const taken = await world.command('sync', 'run', 'GitHub');
    assert.equal(taken.status, 0, taken.stderr);
    assert.deepEqual([state(world).appeared, state(world).vanished], [1, 0]);
    await agree(world, { membersOf: () => ['ann-gh'] }, { any: 'payments-api · write' });
  }, { env: source.env });
});
