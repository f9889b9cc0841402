import { BlockList, isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';

/**
 * Makes the function that tells a request's address: the peer's, or what a trusted proxy says in `X-Real-IP`.
 * `X-Forwarded-For` never counts, since anybody may begin it.
 */
export function createClientAddress(trustedProxies: readonly string[]): (request: FastifyRequest) => string {
  const trusted = new BlockList();
  for (const network of trustedProxies) addNetwork(trusted, network);

  return (request) => {
    const peer = unmap(request.socket.remoteAddress ?? '');
    const { 'x-real-ip': named } = request.headers;
    if (typeof named !== 'string' || isIP(named) === 0) return peer;
    return trusted.check(peer, family(peer)) ? unmap(named) : peer;
  };
}

/** Whether `network` is an address or a CIDR block. */
export function isNetwork(network: string): boolean {
  try {
    addNetwork(new BlockList(), network);
    return true;
  } catch {
    return false;
  }
}

function addNetwork(list: BlockList, network: string): void {
  const [, address = '', prefix] = /^([^/\s]+)(?:\/(\d{1,3}))?$/.exec(network) ?? [];
  if (prefix === undefined) list.addAddress(address, family(address));
  else list.addSubnet(address, Number(prefix), family(address));
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

/** A dual-stack socket shows an IPv4 peer as `::ffff:192.0.2.1`; a link-local peer has a zone, `%eth0`. */
function unmap(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
}
