// One world for one test: a sandbox workspace, a daemon with a fresh database and the sample company,
// joined by real HTTPS. People act through the sandbox's control interface.
import { execFileSync, spawn } from 'node:child_process';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';

export const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../..');
const build = path.resolve(root, process.env.LATCHKEY_BUILD ?? 'build/release');
const sandbox = path.resolve(root, process.env.LATCHKEY_SANDBOX ?? path.join(build, 'latchkey-sandbox'));
// The tests' own company (tests/e2e/company/make.mjs): the sample company may change without them.
const company = path.join(root, 'tests/e2e/company');
// Sanitizer builds are slower; a deadline is only ever reached by a failure.
const patience = Number(process.env.LATCHKEY_PATIENCE_MS ?? 20000);
// So do Slack's three seconds: they are a promise of the release, which is tested with them.
const answerTime = patience > 20000 ? ['--answer-time', '20000'] : [];

// What this test's own settings are for comes from the test alone: the doctor, for one, names the rest.
const surroundings = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(LATCHKEY|SLACK|SANDBOX)_/.test(name)));

export const secret = 'e2e-signing-secret-8f742231b10e8888';
export const token = 'xoxb-e2e-token';

// A certificate authority and a certificate for localhost, made once per test process.
let certificates;
export function makeCertificates() {
  if (certificates) return certificates;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'latchkey-e2e-tls-'));
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  const at = (name) => path.join(folder, name);
  const openssl = (...args) => execFileSync('openssl', args, { stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl('req', '-x509', ...key, '-keyout', at('ca.key'), '-out', at('ca.pem'), '-days', '2', '-subj', '/CN=Test CA');
  certificates = { folder, ca: at('ca.pem'), issue, ...issue('leaf') };
  return certificates;

  function issue(name) {
    openssl('req', ...key, '-keyout', at(`${name}.key`), '-out', at(`${name}.csr`), '-subj', `/CN=${name}`);
    fs.writeFileSync(at('san.cnf'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
    openssl('x509', '-req', '-in', at(`${name}.csr`), '-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial',
      '-days', '2', '-extfile', at('san.cnf'), '-out', at(`${name}.pem`));
    return { cert: at(`${name}.pem`), key: at(`${name}.key`) };
  }
}

// Starts a program and waits for the line on its standard output that `ready` matches.
function start(program, args, env, ready, log) {
  const child = spawn(program, args, { env: { ...surroundings, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stderr.on('data', (chunk) => log.push(chunk.toString()));
  child.ended = new Promise((resolve) => child.on('exit', (code, signal) => resolve({ code, signal })));
  return new Promise((resolve, reject) => {
    const lines = readline.createInterface({ input: child.stdout });
    lines.on('line', (line) => {
      log.push(line + '\n');
      const match = line.match(ready);
      if (match) resolve({ child, match });
    });
    child.ended.then(({ code, signal }) =>
      reject(new Error(`${path.basename(program)} ended (${code ?? signal}) before it was ready:\n${log.join('')}`)));
  });
}

export class World {
  static async start(options = {}) {
    const world = new World();
    world.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'latchkey-e2e-'));
    world.log = [];
    world.tls = makeCertificates();
    world.options = options;
    const { child, match } = await start(
      sandbox,
      ['--workspace', options.workspace ?? path.join(options.company || company, 'workspace.json'), '--listen', '127.0.0.1:0',
        '--control', '127.0.0.1:0', '--cert', world.tls.cert, '--key', world.tls.key,
        '--bot-url', 'https://127.0.0.1:1', '--bot-ca', world.tls.ca, ...answerTime, ...(options.sandboxArgs ?? [])],
      { SANDBOX_SIGNING_SECRET: secret, SANDBOX_BOT_TOKEN: token },
      /web api (\S+) control (\S+)/, world.log);
    world.sandbox = child;
    [, world.api, world.control] = match;
    if (options.company !== false) world.importCompany();
    if (options.daemon !== false) await world.startDaemon();
    return world;
  }

  // Certificate files of one test's own, and a way to put another certificate in their place.
  static copyCertificate() {
    const { issue } = makeCertificates();
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'latchkey-e2e-cert-'));
    process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
    const files = { cert: path.join(folder, 'cert.pem'), key: path.join(folder, 'key.pem') };
    const put = ({ cert, key }) => {
      fs.copyFileSync(cert, files.cert);
      fs.copyFileSync(key, files.key);
    };
    put(issue('first'));
    return { ...files, replace: () => put(issue('second')) };
  }

  env(extra = {}) {
    return {
      SLACK_SIGNING_SECRET: secret,
      SLACK_BOT_TOKEN: token,
      SLACK_API_URL: this.api,
      LATCHKEY_DATABASE: path.join(this.folder, 'latchkey.db'),
      LATCHKEY_LISTEN: '127.0.0.1:0',
      LATCHKEY_ADMIN_LISTEN: '127.0.0.1:0',
      LATCHKEY_TLS_CERT: this.tls.cert,
      LATCHKEY_TLS_KEY: this.tls.key,
      LATCHKEY_CA_FILE: this.tls.ca,
      LATCHKEY_CLOCK_URL: `${this.control}/clock`,
      LATCHKEY_LOG: 'text,debug',
      ...this.options.env,
      ...extra,
    };
  }

  // Runs a latchkey command to its end; { status, stdout, stderr }.
  latchkey(...args) {
    try {
      const stdout = execFileSync(path.join(build, 'latchkey'), args,
        { env: { ...surroundings, ...this.env() }, stdio: ['ignore', 'pipe', 'pipe'], cwd: this.folder, maxBuffer: 1 << 28 });
      return { status: 0, stdout: stdout.toString(), stderr: '' };
    } catch (error) {
      return { status: error.status, stdout: String(error.stdout), stderr: String(error.stderr) };
    }
  }

  // The same beside whatever else happens; a promise of { status, stdout, stderr }.
  command(...args) {
    const child = spawn(path.join(build, 'latchkey'), args,
      { env: { ...surroundings, ...this.env() }, stdio: ['ignore', 'pipe', 'pipe'], cwd: this.folder, maxBuffer: 1 << 28 });
    const said = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr']) child[name].on('data', (chunk) => { said[name] += chunk; });
    return new Promise((resolve) => child.on('close', (status) => resolve({ status, ...said })));
  }

  importCompany() {
    const folder = this.options.company || company;
    const files = (prefix) => fs.readdirSync(folder).filter((f) => f.startsWith(prefix) && f.endsWith('.csv'))
      .sort().map((f) => path.join(folder, f));
    for (const kind of ['users', 'identities', 'entitlements', 'owners']) {
      const run = this.latchkey('import', kind, ...files(kind));
      assert.equal(run.status, 0, `import ${kind}: ${run.stdout}${run.stderr}`);
    }
  }

  async startDaemon(extraEnv = {}) {
    const earlier = this.log.length;
    const { child, match } = await start(path.join(build, 'latchkey'), ['serve'], this.env(extraEnv),
      /latchkey: listening on (https?:\/\/\S+)/, this.log);
    this.daemon = child;
    this.url = match[1];
    // Of this daemon, not of one before it; its log comes on another way than the line above.
    this.admin = await this.until('the address of the metrics', () =>
      this.log.slice(earlier).join('').match(/\/metrics on (http:\S+)/)?.[1]);
    await this.call('POST', '/control/bot_url', { url: this.url });
  }

  async kill(signal = 'SIGKILL') {
    this.daemon.kill(signal);
    return await this.daemon.ended;
  }

  async restart() {
    await this.kill();
    await this.startDaemon();
  }

  async call(method, where, body) {
    const answer = await fetch(this.control + where, {
      method, headers: { 'content-type': 'application/json' }, body: body ? JSON.stringify(body) : undefined,
    });
    const result = await answer.json();
    if (!result.ok) {
      throw new Error(`${method} ${where} ${JSON.stringify(body ?? {})}: ${result.error}\n${JSON.stringify(result).slice(0, 3000)}`);
    }
    return result;
  }

  person(email) {
    return new Person(this, email);
  }

  async advance(ms) {
    return await this.call('POST', '/control/clock', { advance_ms: ms });
  }

  async violations() {
    return (await this.call('GET', '/control/violations')).violations;
  }

  // A figure of the daemon that runs now.
  async metric(name) {
    const text = await (await fetch(`${this.admin}/metrics`)).text();
    const escaped = name.replace(/[{}"]/g, '\\$&');
    return Number(text.match(new RegExp(`^${escaped} (.*)$`, 'm'))?.[1] ?? NaN);
  }

  // Waits until `probe` returns something truthy; fails with what it last saw.
  async until(what, probe) {
    const deadline = Date.now() + patience;
    let seen;
    while (Date.now() < deadline) {
      seen = await probe();
      if (seen) return seen;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    assert.fail(`waited ${patience} ms for: ${what}\n${this.log.slice(-40).join('')}`);
  }

  // Ends everything; fails if Slack would have had something to complain about.
  async stop({ allowViolations = false } = {}) {
    let found = [];
    try {
      found = await this.violations();
    } finally {
      if (this.daemon && this.daemon.exitCode === null && this.daemon.signalCode === null) {
        const { code } = await this.kill('SIGTERM');
        if (!allowViolations) assert.equal(code, 0, `the daemon ends with 0:\n${this.log.slice(-60).join('')}`);
      }
      this.sandbox.kill('SIGTERM');
      await this.sandbox.ended;
      fs.rmSync(this.folder, { recursive: true, force: true });
    }
    if (!allowViolations) assert.deepEqual(found, [], 'nothing that Slack would refuse or miss');
    // Also what a daemon said before it was killed.
    const report = this.log.join('').match(/(WARNING: ThreadSanitizer|ERROR: \w+Sanitizer|runtime error:)[^]{0,4000}/);
    assert.equal(report?.[0], undefined, 'a sanitizer found something');
  }
}

// Somebody in the workspace, acting by what they see.
export class Person {
  constructor(world, email) {
    this.world = world;
    this.email = email;
  }

  post(what, body = {}) {
    return this.world.call('POST', `/control/${what}`, { user: this.email, ...body });
  }

  openHome() {
    return this.post('open_home');
  }

  async seesHome(contains) {
    return await this.post('wait', { in: 'home', contains, timeout_ms: patience });
  }

  async seesModal(contains) {
    return await this.post('wait', { in: 'modal', contains, timeout_ms: patience });
  }

  // The message that says `contains`, once it is there.
  async seesMessage(contains) {
    return (await this.post('wait', { in: 'messages', contains, timeout_ms: patience })).message;
  }

  async messages() {
    return (await this.world.call('GET', `/control/messages?user=${encodeURIComponent(this.email)}`)).messages;
  }

  async modals() {
    return (await this.world.call('GET', `/control/modals?user=${encodeURIComponent(this.email)}`)).modals;
  }

  clickHome(text, more = {}) {
    return this.post('click', { surface: 'home', text, ...more });
  }

  clickModal(text, more = {}) {
    return this.post('click', { surface: 'modal', text, ...more });
  }

  clickMessage(ts, text, more = {}) {
    return this.post('click', { surface: 'message', ts, text, ...more });
  }

  choose(what) {
    return this.post('choose', { surface: 'modal', ...what });
  }

  submit() {
    return this.post('submit');
  }
}

// A world for the length of one test: `run(world, who)`, where `who(name)` is a person of the
// company. Ends with the check that nothing was done which Slack would not like.
export async function withWorld(run, options) {
  const world = await World.start(options);
  try {
    await run(world, (name) => world.person(`${name}@example.com`));
  } catch (error) {
    console.error(world.log.slice(-60).join(''));
    await world.stop({ allowViolations: true }).catch(() => {});
    throw error;
  }
  await world.stop();
}
