import { BlockList, isIP } from 'node:net';

/** This machine and the networks that the internet does not route (RFC 1122, 1918, 3927, 4193, 4291). */
const own = new BlockList();
own.addSubnet('127.0.0.0', 8, 'ipv4');
own.addSubnet('10.0.0.0', 8, 'ipv4');
own.addSubnet('172.16.0.0', 12, 'ipv4');
own.addSubnet('192.168.0.0', 16, 'ipv4');
own.addSubnet('169.254.0.0', 16, 'ipv4');
own.addAddress('::1', 'ipv6');
own.addSubnet('fc00::', 7, 'ipv6');
own.addSubnet('fe80::', 10, 'ipv6');

/** Whether tokens and keys may be sent to a URL: by https, or within a private network. */
export function maySendSecrets({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || isOwnNetwork(hostname);
}

/**
 * Whether a URL's host, as written, is in a private network. A name is not, whatever it resolves to: DNS may give
 * another answer the next time.
 */
export function isOwnNetwork(hostname: string): boolean {
  return hostname === 'localhost' || isOwnIp(hostname.replace(/^\[|\]$/g, ''));
}

export function isOwnIp(ip: string): boolean {
  const version = isIP(ip);
  return version !== 0 && own.check(ip, version === 6 ? 'ipv6' : 'ipv4');
}
