// What is measured: nginx as the limit, our path stage by stage, the daemon, and Bolt doing the same.
// `verifies`, `counts`, `keeps`: what it is held to (proof.mjs); `actions`, `open`, `idle`: what else is measured.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { acceptedPayloads, handledByBolt } from './proof.mjs';

const nginx = {
    name: 'nginx',
    actions: true,
    command: ({ own, port, cert, key }) => {
        const file = join(own, 'nginx.conf');
        writeFileSync(file, `
            daemon off; master_process off; pid ${own}/pid; error_log ${own}/error.log;
            events { worker_connections 4096; }
            http {
                access_log off; keepalive_requests 1000000000; client_body_temp_path ${own}/body;
                client_body_buffer_size 64k; proxy_temp_path ${own}/proxy; fastcgi_temp_path ${own}/fcgi;
                uwsgi_temp_path ${own}/uwsgi; scgi_temp_path ${own}/scgi;
                server {
                    listen 127.0.0.1:${port} ssl; ssl_certificate ${cert}; ssl_certificate_key ${key};
                    ssl_protocols TLSv1.2 TLSv1.3;
                    location / { return 200 ""; }
                }
            }`);
        return { program: 'nginx', args: ['-c', file] };
    },
};

const stage = (last, name) => ({
    name,
    verifies: last !== 'http',
    keeps: last === 'durable',
    command: ({ build, own, port, cert, key }) => ({
        program: join(build, 'bench_stages'),
        args: ['--stage', last, '--port', port, '--cert', cert, '--key', key, '--database', join(own, 'bench.db')],
    }),
});

const latchkey = {
    name: 'latchkey',
    verifies: true,
    keeps: true,
    counts: ({ admin }) => acceptedPayloads(admin),
    idle: true,
    actions: true,
    open: true,
    command: ({ build, own, port, admin, cert, key }) => ({
        program: join(build, 'latchkey'),
        args: ['serve'],
        environment: {
            SLACK_BOT_TOKEN: 'xoxb-bench',
            SLACK_API_URL: 'http://127.0.0.1:9/api/', // nobody there: the path must not need Slack
            LATCHKEY_DATABASE: join(own, 'bench.db'),
            LATCHKEY_LISTEN: `127.0.0.1:${port}`,
            LATCHKEY_ADMIN_LISTEN: `127.0.0.1:${admin}`,
            LATCHKEY_TLS_CERT: cert,
            LATCHKEY_TLS_KEY: key,
            LATCHKEY_PUBLIC_URL: 'https://localhost',
            LATCHKEY_LOG: 'json,warn',
        },
    }),
};

const bolt = (mode, name) => ({
    name,
    bolt: true,
    verifies: true,
    keeps: mode !== 'none',
    counts: ({ port }) => handledByBolt(port),
    actions: mode === 'none',
    command: ({ here, own, port, cert, key }) => ({
        program: process.execPath,
        args: [join(here, 'bolt/server.mjs'), mode, port, cert, key, join(own, 'bench.db')],
        environment: { NODE_ENV: 'production' },
    }),
});

export const subjects = [
    nginx,
    stage('http', 'our HTTP alone'),
    stage('verify', '+ signature'),
    stage('parse', '+ parse'),
    stage('durable', '+ durable dedupe'),
    latchkey,
    bolt('none', 'Bolt, nothing kept'),
    bolt('group', 'Bolt, group commit'),
    bolt('naive', 'Bolt, a transaction each'),
].filter((subject) => !subject.bolt || process.env.BENCH_BOLT === '1');
