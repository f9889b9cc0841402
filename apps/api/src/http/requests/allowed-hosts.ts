import type { FastifyInstance } from 'fastify';
import { RequestError } from '../errors.ts';

/** Answers only to these host names (`.example.uz`: all below it too). An empty list is no restriction. */
export function refuseOtherHosts(app: FastifyInstance, allowedHosts: readonly string[]): void {
  if (allowedHosts.length === 0) return;
  app.addHook('onRequest', ({ hostname }, _reply, done) => {
    const name = hostname.toLowerCase();
    const allowed = allowedHosts.some((host) => (host.startsWith('.') ? name.endsWith(host) : name === host));
    done(allowed ? undefined : new RequestError('host_not_allowed'));
  });
}
