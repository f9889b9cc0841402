import { connect } from 'node:tls';
import { explain, type Unanswered } from './ask.ts';

export interface Certificate {
  validTo: Date;
  /** OpenSSL's reason not to trust it; undefined when it is trusted. */
  problem: string | undefined;
}

const TIMEOUT_MS = 15_000;

/** Reads the certificate of an https URL, also an invalid one. Sends nothing. */
export function readCertificate({ hostname, port }: URL): Promise<Certificate | Unanswered> {
  const host = hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port: Number(port || 443),
      ...(/[a-z]/i.test(host) && !host.includes(':') && { servername: host }), // IPs have no server name
      rejectUnauthorized: false, // also reads an invalid one
      timeout: TIMEOUT_MS,
    });
    const end = (result: Certificate | Unanswered) => {
      socket.destroy();
      resolve(result);
    };
    socket.once('secureConnect', () => {
      const { authorized, authorizationError } = socket;
      const validTo = new Date(socket.getPeerCertificate().valid_to);
      end({ validTo, problem: authorized ? undefined : String(authorizationError) });
    });
    socket.once('timeout', () => end('timeout'));
    socket.once('error', (error) => end(explain(error)));
  });
}
