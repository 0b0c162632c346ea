// A real mail server (smtp-server) that takes mail over TLS from one user, and a door that a test may
// close; what it received is read by mailparser.
import fs from 'node:fs';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export const user = 'latchkey';
export const password = 'smtp-password-of-the-tests';

export class MailServer {
  // `tls`: { cert, key } as files; `secure`: TLS from the start, else STARTTLS.
  static async start(tls, { secure = true, refuse = () => undefined } = {}) {
    const server = new MailServer();
    server.mails = [];
    server.refused = 0;
    server.unsafe = 0;
    server.options = {
      secure,
      key: fs.readFileSync(tls.key),
      cert: fs.readFileSync(tls.cert),
      disableReverseLookup: true,
      onAuth(auth, session, done) {
        if (!session.secure) server.unsafe += 1;
        if (auth.username === user && auth.password === password) return done(null, { user });
        server.refused += 1;
        return done(new Error('Invalid login'));
      },
      onRcptTo(address, session, done) {
        const why = refuse(address.address);
        if (!why) return done();
        return done(Object.assign(new Error(why), { responseCode: 550 }));
      },
      onData(stream, session, done) {
        const chunks = [];
        stream.on('data', (chunk) => chunks.push(chunk));
        stream.on('end', async () => {
          const raw = Buffer.concat(chunks);
          const mail = await simpleParser(raw);
          server.mails.push({ ...mail, raw: raw.toString(), secure: session.secure, as: session.user,
            from: mail.from, envelope: { from: session.envelope.mailFrom.address, to: session.envelope.rcptTo.map((one) => one.address) } });
          done();
        });
      },
    };
    await server.open();
    return server;
  }

  // On the same port again after it was closed.
  async open() {
    this.server = new SMTPServer(this.options);
    this.server.on('error', () => {});
    await new Promise((resolve) => this.server.listen(this.port ?? 0, '127.0.0.1', resolve));
    this.port = this.server.server.address().port;
  }

  async close() {
    await new Promise((resolve) => this.server.close(resolve));
  }

  get url() {
    return `${this.options.secure ? 'smtps' : 'smtp'}://localhost:${this.port}`;
  }

  to(address) {
    return this.mails.filter((mail) => mail.envelope.to.includes(address));
  }
}
