import { BlockList, isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';

/** The unspecified address, for a peer that has hung up before its IP could be read. */
const UNKNOWN = '::';

/**
 * Makes the function that finds the client's IP: the peer's IP, or the `X-Real-IP` header of a trusted proxy.
 * `X-Forwarded-For` never counts, because any client can put any value first in it.
 */
export function createClientIp(trustedProxies: readonly string[]): (request: FastifyRequest) => string {
  const trusted = new BlockList();
  for (const network of trustedProxies) addNetwork(trusted, network);

  return (request) => {
    const peer = unmap(request.socket.remoteAddress ?? UNKNOWN);
    const { 'x-real-ip': named } = request.headers;
    if (typeof named !== 'string' || isIP(named) === 0) return peer;
    return trusted.check(peer, family(peer)) ? unmap(named) : peer;
  };
}

/** Makes Node.js remember the peer's IP, which is gone as soon as the client hangs up: work that has begun needs it. */
export function rememberPeer(request: FastifyRequest): void {
  void request.socket.remoteAddress;
}

/** Whether `network` is an IP or a CIDR block. */
export function isNetwork(network: string): boolean {
  try {
    addNetwork(new BlockList(), network);
    return true;
  } catch {
    return false;
  }
}

function addNetwork(list: BlockList, network: string): void {
  const [, ip = '', prefix] = /^([^/\s]+)(?:\/(\d{1,3}))?$/.exec(network) ?? [];
  if (prefix === undefined) list.addAddress(ip, family(ip));
  else list.addSubnet(ip, Number(prefix), family(ip));
}

function family(ip: string): 'ipv4' | 'ipv6' {
  return isIP(ip) === 6 ? 'ipv6' : 'ipv4';
}

/** A dual-stack socket shows an IPv4 peer as `::ffff:192.0.2.1`; a link-local peer has a zone, `%eth0`. */
function unmap(ip: string): string {
  return ip.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
}
