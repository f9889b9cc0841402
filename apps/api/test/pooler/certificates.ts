import { execFile } from 'node:child_process';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findServerOwner } from '@raqam/local-stack/postgres/choose-place';

const run = promisify(execFile);

/** Paths of files in PEM. */
export interface Certificates {
  /** Of the authority that signed the others. */
  ca: string;
  /** Of another authority. */
  otherCa: string;
  /** Of the server, for the host name `localhost`, readable by PostgreSQL's user alone. */
  server: { cert: string; key: string };
  /** Of the database user `raqam`. */
  client: { cert: string; key: string };
  /** A file that is no certificate. */
  garbage: string;
  remove(): Promise<void>;
}

/** Makes certificates as a managed database's own authority does. */
export async function makeCertificates(): Promise<Certificates> {
  const directory = await mkdtemp('/tmp/certificates-'); // TMPDIR may be root's own
  const file = (name: string) => join(directory, name);
  const openssl = (...options: string[]) => run('openssl', options, { cwd: directory });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

  for (const name of ['ca', 'other-ca']) {
    await openssl('req', '-x509', ...newKey, '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.crt`);
  }
  for (const [name, commonName] of [
    ['server', 'localhost'],
    ['client', 'raqam'],
  ]) {
    await openssl('req', ...newKey, '-subj', `/CN=${commonName}`, '-keyout', `${name}.key`, '-out', `${name}.csr`);
    await writeFile(file(`${name}.ext`), `subjectAltName=DNS:${commonName}\n`);
    const issuer = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial'];
    const request = ['-in', `${name}.csr`, '-extfile', `${name}.ext`];
    await openssl('x509', '-req', ...request, ...issuer, '-out', `${name}.crt`);
  }
  await writeFile(file('garbage.crt'), 'no certificate');

  const owner = findServerOwner();
  for (const path of ['', 'ca.crt', 'server.crt', 'server.key']) {
    if (owner) await chown(file(path), owner.uid, owner.gid);
  }
  return {
    ca: file('ca.crt'),
    otherCa: file('other-ca.crt'),
    server: { cert: file('server.crt'), key: file('server.key') },
    client: { cert: file('client.crt'), key: file('client.key') },
    garbage: file('garbage.crt'),
    remove: () => rm(directory, { recursive: true }),
  };
}
