import { connect } from 'node:tls';
import { explain, type Unanswered } from './ask.ts';

export interface Certificate {
  validTo: Date;
  /** Why it is not to be trusted, as OpenSSL names it; undefined when it is. */
  problem: string | undefined;
}

/** Milliseconds. */
const PATIENCE = 10_000;

/** Looks at the certificate of an https address, whatever is wrong with it. Nothing is sent. */
export function readCertificate({ hostname, port }: URL): Promise<Certificate | Unanswered> {
  const host = hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port: Number(port || 443),
      ...(/[a-z]/i.test(host) && !host.includes(':') && { servername: host }), // an address is no name
      rejectUnauthorized: false, // to see what is wrong
      timeout: PATIENCE,
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
