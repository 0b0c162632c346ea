// Starts a server on core 0, knows when it is ready, what memory it holds, and stops it again; and
// runs the load generator on core 1 against it.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ask } from './proof.mjs';

export const secret = 'bench0123456789abcdef0123456789ab';
const env = { ...process.env, SLACK_SIGNING_SECRET: secret };

async function freePort() {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((done) => server.once('listening', done));
    const { port } = server.address();
    await new Promise((done) => server.close(done));
    return port;
}

const answers = (port) => ask(port).then(() => true, () => false);

function certificate(folder) {
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    if (!existsSync(cert)) {
        execFileSync(
            'openssl',
            ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes',
                '-days', '2', '-subj', '/CN=localhost', '-keyout', key, '-out', cert],
            { stdio: 'ignore' },
        );
    }
    return { cert, key };
}

// User and system time of a process so far, in seconds (the kernel counts in 1/100 s).
function cpuSeconds(pid) {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/.*\) /s, '').split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
}

let runs = 0;

// Started means: it has answered a first request over TLS.
export async function start(subject, place) {
    const port = await freePort();
    const own = join(place.folder, `run-${++runs}`);
    mkdirSync(own);
    const admin = await freePort();
    const given = { ...place, ...certificate(place.folder), own, port, admin };
    const { program, args, environment = {} } = subject.command(given);
    const log = join(own, 'log');
    const before = performance.now();
    const child = spawn('taskset', ['-c', '0', program, ...args.map(String)], {
        env: { ...env, ...environment },
        stdio: ['ignore', openSync(log, 'a'), openSync(log, 'a')],
    });
    let ended = false;
    const end = new Promise((done) => child.once('exit', () => done((ended = true))));
    while (!(await answers(port))) {
        if (ended || performance.now() - before > 20_000)
            throw new Error(`${subject.name} did not start:\n${readFileSync(log, 'utf8')}`);
        await new Promise((done) => setTimeout(done, 1));
    }
    return {
        name: subject.name,
        port,
        admin,
        database: join(own, 'bench.db'),
        pid: child.pid, // taskset has become the server
        startMs: performance.now() - before,
        rss: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024,
        cpu: () => cpuSeconds(child.pid),
        stop: async () => {
            child.kill('SIGTERM');
            const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
            await end;
            clearTimeout(late);
        },
    };
}

// What bench_load prints. Rejects if a single request was refused.
export function measure(place, server, { kind = 'event', connections, seconds, rate = 0 }) {
    const args = [
        '-c', '1', join(place.build, 'bench_load'), '--port', server.port, '--pid', server.pid, '--kind', kind,
        '--connections', connections, '--seconds', seconds, '--rate', rate,
    ];
    return new Promise((done, fail) => {
        const child = spawn('taskset', args.map(String), { env, stdio: ['ignore', 'pipe', 'inherit'] });
        let text = '';
        child.stdout.on('data', (data) => (text += data));
        child.once('close', () => {
            try {
                const result = JSON.parse(text);
                if (result.answered === 0 || result.refused > 0) throw new Error(`${result.refused} of ${result.answered} refused`);
                done(result);
            } catch (error) {
                fail(error);
            }
        });
    });
}
