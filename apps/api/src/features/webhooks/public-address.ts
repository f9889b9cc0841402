import { type LookupAddress, lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** https://www.iana.org/assignments/iana-ipv4-special-registry and multicast */
const SPECIAL_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
];
/** Everything else is loopback, link-local, unique local, mapped IPv4, NAT64, multicast or unassigned. */
const GLOBAL_IPV6 = '2000::/3';
/** https://www.iana.org/assignments/iana-ipv6-special-registry: Teredo, documentation, 6to4 */
const SPECIAL_IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const special = listNetworks([...SPECIAL_IPV4, ...SPECIAL_IPV6]);
const globalIpv6 = listNetworks([GLOBAL_IPV6]);

function listNetworks(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    list.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

/** Whether an IP is on the public internet: not of a private network, this machine, or for a special purpose. */
export function isPublicAddress(ip: string): boolean {
  const family = isIP(ip);
  if (family === 4) return !special.check(ip, 'ipv4');
  return family === 6 && globalIpv6.check(ip, 'ipv6') && !special.check(ip, 'ipv6');
}

/** The host is, or has, an address that is not public. */
export class PrivateAddress extends Error {}

/**
 * `dns.lookup` that fails with PrivateAddress where a host has any address that is not public. The socket connects to
 * these very addresses, so a host that changes its address between check and connection gains nothing.
 */
export const lookupPublic: LookupFunction = (host, options, callback) => {
  lookup(host, { ...options, all: true }, (error, addresses: LookupAddress[] = []) => {
    if (error) return callback(error, []);
    const isRefused = addresses.some(({ address }) => !isPublicAddress(address));
    if (isRefused) return callback(new PrivateAddress(`${host} has a private address`), []);
    const [first] = addresses;
    return options.all ? callback(null, addresses) : callback(null, first?.address ?? '', first?.family);
  });
};
